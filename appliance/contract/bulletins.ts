import Type, { type Static } from "typebox";
import type { AgentId } from "../kit/ids.ts";
import { IdOf } from "./id-of.ts";

const closed = { additionalProperties: false } as const;

export const importances = ["normal", "important", "urgent"] as const;
export type Importance = (typeof importances)[number];

/** To one agent, to those of a queue, or to everybody at the console. */
export const BulletinTo = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("agent"),
      agent: IdOf.agent,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal("queue"),
      queue: IdOf.queue,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal("all"),
    },
    closed,
  ),
]);
export type BulletinTo = Static<typeof BulletinTo>;

/** A text from somebody at the console to others (B9, B10). */
export const BulletinRow = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    importance: Type.Enum(importances),
    to: BulletinTo,
    /** Whom that meant when it was sent. One to all is also for who came later or is no agent. */
    agents: Type.Array(IdOf.agent),
    mustAcknowledge: Type.Boolean(),
    sentAtMs: Type.Number(),
    sentBy: Type.String(),
    /** What people call the sender, as it was then. */
    sentByName: Type.Optional(Type.String()),
    /** Shown until then. */
    untilMs: Type.Number(),
    withdrawnAtMs: Type.Optional(Type.Number()),
    withdrawnBy: Type.Optional(Type.String()),
  },
  closed,
);
export type BulletinRow = Static<typeof BulletinRow>;

/** That somebody has seen a bulletin, and when he said so. */
export const BulletinReading = Type.Object(
  {
    bulletin: Type.String(),
    user: Type.String(),
    agent: Type.Optional(IdOf.agent),
    readAtMs: Type.Number(),
    acknowledgedAtMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type BulletinReading = Static<typeof BulletinReading>;

/** As people are shown it: all its readings to the sender and supervisors, to others only their own. */
export const Bulletin = Type.Object({ ...BulletinRow.properties, readings: Type.Array(BulletinReading) }, closed);
export type Bulletin = Static<typeof Bulletin>;

export type NewBulletin = Pick<BulletinRow, "id" | "text" | "importance" | "to" | "mustAcknowledge"> & { untilMs?: number };

/** `id` of a new one comes from who hears of it first. */
export type BulletinEvent =
  | { on: "bulletin.sent"; bulletin: NewBulletin; by: string; byName?: string }
  | { on: "bulletin.read" | "bulletin.acknowledged"; bulletin: string; user: string; agent?: AgentId }
  | { on: "bulletin.withdrawn"; bulletin: string; by: string };

const bulletinEventNames = {
  "bulletin.sent": true,
  "bulletin.read": true,
  "bulletin.acknowledged": true,
  "bulletin.withdrawn": true,
} as const satisfies Record<BulletinEvent["on"], true>;
export const isBulletinEvent = (event: { on: string }): event is BulletinEvent => Object.hasOwn(bulletinEventNames, event.on);
