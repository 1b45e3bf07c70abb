import type { AgentId, QueueId } from "../kit/ids.ts";

export const importances = ["normal", "important", "urgent"] as const;
export type Importance = (typeof importances)[number];

/** To one agent, to those of a queue, or to everybody at the console. */
export type BulletinTo = { kind: "agent"; agent: AgentId } | { kind: "queue"; queue: QueueId } | { kind: "all" };

/** A text from somebody at the console to others (B9, B10). */
export type BulletinRow = {
  id: string;
  text: string;
  importance: Importance;
  to: BulletinTo;
  /** Whom that meant when it was sent. One to all is also for who came later or is no agent. */
  agents: AgentId[];
  mustAcknowledge: boolean;
  sentAtMs: number;
  sentBy: string;
  /** What people call the sender, as it was then. */
  sentByName?: string;
  /** Shown until then. */
  untilMs: number;
  withdrawnAtMs?: number;
  withdrawnBy?: string;
};

/** That somebody has seen a bulletin, and when he said so. */
export type BulletinReading = { bulletin: string; user: string; agent?: AgentId; readAtMs: number; acknowledgedAtMs?: number };

/** As people are shown it: all its readings to the sender and supervisors, to others only their own. */
export type Bulletin = BulletinRow & { readings: BulletinReading[] };

export type NewBulletin = Pick<BulletinRow, "id" | "text" | "importance" | "to" | "mustAcknowledge"> & { untilMs?: number };

/** `id` of a new one comes from who hears of it first. */
export type BulletinEvent =
  | { on: "bulletin.sent"; bulletin: NewBulletin; by: string; byName?: string }
  | { on: "bulletin.read" | "bulletin.acknowledged"; bulletin: string; user: string; agent?: AgentId }
  | { on: "bulletin.withdrawn"; bulletin: string; by: string };
