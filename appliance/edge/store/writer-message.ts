import type { StoreChange } from "../../contract/records.ts";
import type { AuditRow, WriteOp, WriteResult } from "./write-op.ts";

/** What the writer thread is started with. */
export type WriterStart = { dir: string; bootId: string; startedMs: number; maxBytes?: number };

/** One row to keep, made ready at the moment it was handed over: the state it came from goes on changing. `values` go into the row's statement. */
export type PendingChange = { key: string; put: StoreChange["put"]; values: (string | number | null)[] };

export type WriterItem =
  /** Rows of one event, after its journal entry. Without `event` only the rows. */
  | { kind: "entry"; seq: number; atMs: number; event?: string; changes: PendingChange[] }
  | { kind: "snapshot"; seq: number; json: string }
  | { kind: "alive"; atMs: number }
  | { kind: "audit"; row: AuditRow }
  | { kind: "ask"; ask: number; op: WriteOp };

export type ToWriter = { type: "batch"; items: WriterItem[] } | { type: "stop" };

export type PreviousBoot = { cleanStop: boolean; lastAliveMs: number };
export type FromWriter =
  | { type: "open"; previous: PreviousBoot | undefined }
  | { type: "refused"; file: string; what: string; hint: string }
  /** The whole batch is on disk. `results` by ask number; `skipped` are rows that could not be stored for what they hold. */
  | { type: "committed"; results: { ask: number; result: WriteResult }[]; skipped: string[] }
  /** Nothing of the batch is on disk. */
  | { type: "failed"; code: string; message: string }
  | { type: "stopped" };
