import Type, { type Static } from "typebox";
import type { AgentId, QueueId } from "../kit/ids.ts";
import { CallField } from "./call-field.ts";
import { IdOf } from "./id-of.ts";
import { SpokenText } from "./queue.ts";
import { Language, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;
const MailAddress = Type.String({ pattern: '^[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,190}$', maxLength: 255 });

/** Where callers leave messages: a person's box, or one that all agents of a queue hear. Its PIN is a secret, not part of this. */
export const VoicemailBoxSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    /** Whose lamp it lights, and from whose phone it is heard without a PIN. */
    owner: Type.Union([
      Type.Object({ kind: Type.Literal("agent"), agent: Type.Unsafe<AgentId>(Slug) }, closed),
      Type.Object({ kind: Type.Literal("queue"), queue: Type.Unsafe<QueueId>(Slug) }, closed),
    ]),
    /** Dialled after the star code to hear it from any phone. */
    number: Type.Optional(Type.String({ pattern: "^[0-9]{2,8}$" })),
    /** Said before the tone, unless the owner has recorded a greeting by phone; without either, a usual one. */
    greeting: Type.Optional(SpokenText),
    /** Direct calls to its owner that he does not take end here: not answered, busy, do not disturb. For a person's box only. Default true. */
    directCalls: Type.Optional(Type.Boolean()),
    /** So long his phone rings for a direct call before that, unless a forward of his own says otherwise. Default 25 000. */
    directRingMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 60_000 })),
    /** Every message becomes a complaint for somebody to work on (A15). Default false: a message to be heard. */
    complaint: Type.Optional(Type.Boolean()),
    /** Default 180 000. */
    maxMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 1_800_000 })),
    /** What is shorter is not kept. Default 2 000. */
    minMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 30_000 })),
    /** So much quiet ends the message; 0 never. Default 5 000. */
    silenceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
    /** Messages it may hold; then callers are told that it is full. Default 100. */
    mostMessages: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    /** The owner is told, once, when it is full. Default true. */
    noticeWhenFull: Type.Optional(Type.Boolean()),
    /** Heard messages go by themselves after so many days, unless kept. Without it never. */
    deleteAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
    /** Every message is announced by mail to this address. */
    mailTo: Type.Optional(MailAddress),
    /** The sound goes along. Default "mp3". */
    mailAudio: Type.Optional(Type.Union([Type.Literal("none"), Type.Literal("mp3"), Type.Literal("wav")])),
  },
  closed,
);
export type VoicemailBoxSettings = Static<typeof VoicemailBoxSettings>;

export const voicemailDefaults = {
  maxMs: 180_000,
  minMs: 2_000,
  silenceMs: 5_000,
  mostMessages: 100,
  directRingMs: 25_000,
} as const;

/** A service that turns speech into text: it gets the sound by POST (audio/wav) and answers `{ "text": "…" }`. */
export const TranscriptionSettings = Type.Object(
  {
    url: Type.String({ pattern: "^https?://", maxLength: 500 }),
    /** Default 60 000. */
    timeoutMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 600_000 })),
  },
  closed,
);
export type TranscriptionSettings = Static<typeof TranscriptionSettings>;

/** A message somebody left. `path` is the recording's, relative to the data folder. */
export const MessageRow = Type.Object(
  {
    id: Type.String(),
    box: Type.String(),
    call: IdOf.call,
    recording: IdOf.recording,
    path: Type.String(),
    caller: Type.String(),
    callerName: Type.Optional(Type.String()),
    language: Language,
    atMs: Type.Number(),
    lengthMs: Type.Number(),
    /** What the caller had typed in the flow. */
    fields: Type.Array(CallField),
    state: Type.Enum(["new", "heard", "deleted"]),
    /** Saved by its owner: it does not go by itself. */
    kept: Type.Optional(Type.Boolean()),
    /** Who changed the state last, and when. */
    by: Type.Optional(Type.String()),
    changedAtMs: Type.Optional(Type.Number()),
    /** When number, name and notes were deleted by the rule of how long calls are kept. */
    emptiedAtMs: Type.Optional(Type.Number()),
    transcript: Type.Optional(
      Type.Object(
        {
          state: Type.Enum(["asked", "done", "failed"]),
          text: Type.String(),
          atMs: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type MessageRow = Static<typeof MessageRow>;

/** What the owner said before the tone, recorded from a phone; without a path the box's own greeting is used again. */
export type GreetingRow = { box: string; path?: string; by: string; atMs: number };

export type MessageEvent =
  | { on: "message.left"; message: MessageRow }
  | { on: "message.marked"; message: string; state: MessageRow["state"]; kept?: boolean; by: string }
  | { on: "message.transcribe"; message: string; by: string }
  | { on: "message.transcribed"; message: string; outcome: "done" | "failed"; text: string }
  | { on: "greeting.recorded"; box: string; path?: string; by: string }
  /** A PIN was typed for this box: right, or wrong. */
  | { on: "pin.tried"; box: string; right: boolean };

const messageEventNames = {
  "message.left": true,
  "message.marked": true,
  "message.transcribe": true,
  "message.transcribed": true,
  "greeting.recorded": true,
  "pin.tried": true,
} as const satisfies Record<MessageEvent["on"], true>;
export const isMessageEvent = (event: { on: string }): event is MessageEvent => Object.hasOwn(messageEventNames, event.on);
