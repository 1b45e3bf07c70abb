import type { PacketChunk } from "../../wire/capture/packet-tap.ts";
import type { LadderCall, SipTraceEntry } from "../../wire/sip/agent/message-ladder.ts";
import type { DialogSnapshot } from "../../wire/sip/dialog/snapshot-dialog.ts";
import type { Ban } from "./ban-list.ts";

export type SignallingGauges = {
  /** Transactions in both directions. */
  transactions: number;
  dialogs: number;
  /** Listen points. */
  sockets: number;
  /** Open TCP and TLS connections. */
  connections: number;
  applications: number;
  timers: number;
  heapBytes: number;
  /** Inputs that met a defect, and the last one's trace: anything but 0 belongs in a report. */
  faults: number;
  lastFault: string;
};

/** What the main thread may ask the worker, and what it gets. */
export type WorkerQuestions = {
  ladder: { ask: { callId: string }; answer: SipTraceEntry[] };
  ladderCalls: { ask: Record<never, never>; answer: LadderCall[] };
  gauges: { ask: Record<never, never>; answer: SignallingGauges };
  ban: { ask: { address: string; forMs: number; why: string }; answer: boolean };
  trust: { ask: { addresses: readonly string[] }; answer: boolean };
  unban: { ask: { address: string }; answer: boolean };
  bans: { ask: Record<never, never>; answer: Ban[] };
  snapshotDialogs: { ask: Record<never, never>; answer: DialogSnapshot[] };
  restoreDialogs: { ask: { list: unknown[] }; answer: number };
  /** `wish`: of one peer, or of all. Chunks come by themselves from then on, each answered by `tapped`. */
  tap: { ask: { wish: { address?: string } | undefined }; answer: boolean };
  tapped: { ask: Record<never, never>; answer: boolean };
  stop: { ask: { reason: string }; answer: boolean };
};
export type Question = {
  [Name in keyof WorkerQuestions]: { id: number; name: Name; ask: WorkerQuestions[Name]["ask"] };
}[keyof WorkerQuestions];
/** Told without being asked. */
export type Told = { tap: PacketChunk };
export type Answer = { id: number; value: unknown } | { id: number; error: string };
