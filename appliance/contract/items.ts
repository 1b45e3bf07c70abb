import type { AgentId, CallId, QueueId, RecordingId } from "../kit/ids.ts";
import type { Sentence } from "./words.ts";

export const itemKinds = ["voicemail", "complaint-recording", "low-score", "callback-failed", "reminder"] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Something for a person to do. */
export type ItemRow = {
  id: string;
  kind: ItemKind;
  state: "open" | "taken" | "done";
  words: Sentence;
  /** What people wrote on it. */
  note: string;
  madeAtMs: number;
  madeBy: string;
  /** For whom it is; nobody: whoever takes it. */
  agent?: AgentId;
  queue?: QueueId;
  /** A number to call. */
  number?: string;
  call?: CallId;
  recording?: RecordingId;
  message?: string;
  dueAtMs?: number;
  /** Its moment has come. */
  due?: boolean;
  takenBy?: string;
  takenAtMs?: number;
  doneBy?: string;
  doneAtMs?: number;
};

export type NewItem = Pick<ItemRow, "kind" | "words"> &
  Partial<Pick<ItemRow, "agent" | "queue" | "number" | "call" | "recording" | "message" | "dueAtMs" | "note">>;

/** `row` is the item as it is stored, for one that is not among the live ones (done long ago, or one too many). */
export type ItemEvent =
  | { on: "item.added"; item: NewItem; by: string }
  | { on: "item.taken"; item: string; by: string; agent?: AgentId; row?: ItemRow }
  | { on: "item.assigned"; item: string; agent?: AgentId; by: string; row?: ItemRow }
  | { on: "item.done"; item: string; by: string; note?: string; row?: ItemRow }
  | { on: "item.reopened"; item: string; by: string; row?: ItemRow }
  | { on: "item.changed"; item: string; by: string; note?: string; dueAtMs?: number; row?: ItemRow };

/** What the console is shown of every item that is not done. */
export type LiveItem = Pick<
  ItemRow,
  "id" | "kind" | "state" | "words" | "agent" | "queue" | "takenBy" | "dueAtMs" | "due" | "madeAtMs" | "madeBy"
>;
