import Type, { type Static } from "typebox";
import type { AgentId } from "../kit/ids.ts";
import { IdOf } from "./id-of.ts";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

export const itemKinds = [
  "voicemail",
  "complaint-recording",
  "low-score",
  "callback-failed",
  "text-unsure",
  "reminder",
  "alarm",
] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Something for a person to do. */
export const ItemRow = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(itemKinds),
    state: Type.Enum(["open", "taken", "done"]),
    words: Sentence,
    /** What people wrote on it. */
    note: Type.String(),
    madeAtMs: Type.Number(),
    madeBy: Type.String(),
    /** For whom it is; nobody: whoever takes it. */
    agent: Type.Optional(IdOf.agent),
    queue: Type.Optional(IdOf.queue),
    /** A number to call. */
    number: Type.Optional(Type.String()),
    call: Type.Optional(IdOf.call),
    recording: Type.Optional(IdOf.recording),
    message: Type.Optional(Type.String()),
    /** The alarm it is about. */
    alarm: Type.Optional(Type.String()),
    dueAtMs: Type.Optional(Type.Number()),
    /** Its moment has come. */
    due: Type.Optional(Type.Boolean()),
    takenBy: Type.Optional(Type.String()),
    takenAtMs: Type.Optional(Type.Number()),
    doneBy: Type.Optional(Type.String()),
    doneAtMs: Type.Optional(Type.Number()),
    /** When number, name and notes were deleted by the rule of how long calls are kept. */
    emptiedAtMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type ItemRow = Static<typeof ItemRow>;

export type NewItem = Pick<ItemRow, "kind" | "words"> &
  Partial<Pick<ItemRow, "agent" | "queue" | "number" | "call" | "recording" | "message" | "alarm" | "dueAtMs" | "note">>;

/** `row` is the item as it is stored, for one that is not among the live ones (done long ago, or one too many). */
export type ItemEvent =
  | { on: "item.added"; item: NewItem; by: string }
  | { on: "item.taken"; item: string; by: string; agent?: AgentId; row?: ItemRow }
  | { on: "item.assigned"; item: string; agent?: AgentId; by: string; row?: ItemRow }
  | { on: "item.done"; item: string; by: string; note?: string; row?: ItemRow }
  | { on: "item.reopened"; item: string; by: string; row?: ItemRow }
  | { on: "item.changed"; item: string; by: string; note?: string; dueAtMs?: number; row?: ItemRow };

const itemEventNames = {
  "item.added": true,
  "item.taken": true,
  "item.assigned": true,
  "item.done": true,
  "item.reopened": true,
  "item.changed": true,
} as const satisfies Record<ItemEvent["on"], true>;
export const isItemEvent = (event: { on: string }): event is ItemEvent => Object.hasOwn(itemEventNames, event.on);

/** What the console is shown of every item that is not done. */
export type LiveItem = Pick<
  ItemRow,
  "id" | "kind" | "state" | "words" | "agent" | "queue" | "takenBy" | "dueAtMs" | "due" | "madeAtMs" | "madeBy"
>;
