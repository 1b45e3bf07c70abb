import Type, { type Static } from "typebox";
import type { AgentId, CallId, QueueId } from "../kit/ids.ts";
import type { AlarmNote, AlarmRow } from "./alarm-row.ts";
import type { BulletinReading, BulletinRow } from "./bulletins.ts";
import { CallField } from "./call-field.ts";
import type { CallbackRow } from "./callback.ts";
import { Diverted } from "./diverted.ts";
import type { DoctorReport } from "./doctor.ts";
import { type EndReason, endReasons } from "./end-reason.ts";
import { IdOf } from "./id-of.ts";
import type { ItemRow } from "./items.ts";
import type { MailRow } from "./mail.ts";
import { LegStats } from "./media.ts";
import type { MqttRow } from "./mqtt.ts";
import { numberClasses } from "./outgoing.ts";
import type { PlantReadingRow } from "./plant.ts";
import type { PublicEvent } from "./public-event.ts";
import { Hearer } from "./recording.ts";
import type { ScoreRow } from "./survey.ts";
import type { TextRow } from "./texts.ts";
import type { GreetingRow, MessageRow } from "./voicemail.ts";
import { Language, Sentence } from "./words.ts";

export { AlarmRow } from "./alarm-row.ts";
export type { CallField } from "./call-field.ts";
export type { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Ending = Type.Unsafe<EndReason>(Type.Enum(Object.keys(endReasons)));

/** One row per call; written when the call begins, as it goes on, and when it ends. */
export const CallRecord = Type.Object(
  {
    id: IdOf.call,
    direction: Type.Enum(["in", "out", "internal"]),
    line: Type.String(),
    caller: Type.String(),
    callerName: Type.Optional(Type.String()),
    called: Type.String(),
    /** It was for another number before it was sent here. */
    diverted: Type.Optional(Diverted),
    language: Language,
    startedAtMs: Type.Number(),
    answeredAtMs: Type.Optional(Type.Number()),
    /** Entered its (last) queue. */
    queuedAtMs: Type.Optional(Type.Number()),
    queue: Type.Optional(IdOf.queue),
    /** A person answered. */
    connectedAtMs: Type.Optional(Type.Number()),
    agent: Type.Optional(IdOf.agent),
    endedAtMs: Type.Optional(Type.Number()),
    endReason: Type.Optional(Ending),
    endedBy: Type.Optional(Type.Enum(["caller", "agent", "box"])),
    waitMs: Type.Optional(Type.Number()),
    talkMs: Type.Optional(Type.Number()),
    holdMs: Type.Optional(Type.Number()),
    /** Class of the caller's number among the special numbers. */
    callerClass: Type.Optional(Type.String()),
    vip: Type.Optional(Type.Boolean()),
    /** What kind of number was called outside. */
    numberClass: Type.Optional(Type.Enum(numberClasses)),
    /** The firewall rule that struck, and what it did. */
    firewall: Type.Optional(
      Type.Object(
        {
          rule: Type.String(),
          act: Type.String(),
        },
        closed,
      ),
    ),
    fields: Type.Array(CallField),
    legs: Type.Array(
      Type.Object(
        {
          leg: IdOf.leg,
          who: Type.String(),
          callRef: Type.Optional(Type.String()),
          stats: Type.Optional(LegStats),
        },
        closed,
      ),
    ),
    /** The callback that was asked for in this call, or that this call is an attempt of. */
    callback: Type.Optional(Type.String()),
    /** Ended as `transferred`: the call it went on in. */
    goesOnIn: Type.Optional(IdOf.call),
    /** The box failed during the call; `endedAtMs` is the last moment known. */
    cutOff: Type.Optional(Type.Boolean()),
    /** When journey, numbers and what was typed were deleted by the rule of how long calls are kept. */
    emptiedAtMs: Type.Optional(Type.Number()),
    /** The caller was told that the call is recorded (A27): when, and by what. */
    notice: Type.Optional(
      Type.Object(
        {
          atMs: Type.Number(),
          by: Type.Enum(["rule", "flow"]),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CallRecord = Static<typeof CallRecord>;

/** A stretch that is silent on a recording because it was paused: milliseconds since its start; without `toMs` it lasts. */
export const RecordingGap = Type.Object(
  {
    fromMs: Type.Number(),
    toMs: Type.Optional(Type.Number()),
    why: Type.Enum(["flow", "key", "console"]),
    by: Type.String(),
  },
  closed,
);
export type RecordingGap = Static<typeof RecordingGap>;

/** One line of a call's journey. `kind` groups them on the page, `words` says it, `data` has the details. */
export const TraceEntry = Type.Object(
  {
    call: IdOf.call,
    /** Rises by one within the call. */
    n: Type.Number(),
    atMs: Type.Number(),
    kind: Type.Enum(["line", "flow", "queue", "decision", "agent", "media", "record", "fault"]),
    words: Sentence,
    data: Type.Optional(Type.Unknown()),
  },
  closed,
);
export type TraceEntry = Static<typeof TraceEntry>;

export const RecordingRow = Type.Object(
  {
    id: IdOf.recording,
    call: IdOf.call,
    /** Relative to the data folder. */
    path: Type.String(),
    kind: Type.Enum(["call", "voicemail", "greeting"]),
    startedAtMs: Type.Number(),
    /** "dropped": policy forbade it once queue or agent were known. "deleted": by retention; the row and its chain link stay. */
    state: Type.Enum(["recording", "complete", "cut", "failed", "dropped", "deleted"]),
    durationMs: Type.Optional(Type.Number()),
    bytes: Type.Optional(Type.Number()),
    sha256: Type.Optional(Type.String()),
    fault: Type.Optional(Type.String()),
    /** The rule that decided it, and who may hear it; without `hear` as the settings say. */
    rule: Type.Optional(Type.String()),
    hear: Type.Optional(Type.Array(Hearer)),
    gaps: Type.Optional(Type.Array(RecordingGap)),
  },
  closed,
);
export type RecordingRow = Static<typeof RecordingRow>;

/** `reason` is the code of a not-ready reason; older rows may hold its words instead. */
export const AgentStateRow = Type.Object(
  {
    agent: IdOf.agent,
    state: Type.String(),
    reason: Type.Optional(Type.String()),
    fromMs: Type.Number(),
    toMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type AgentStateRow = Static<typeof AgentStateRow>;

/** A call's stay in a queue; every figure of the queue is counted from these. */
export type QueueRow = {
  call: CallId;
  queue: QueueId;
  enteredAtMs: number;
  leftAtMs?: number;
  outcome?: "answered" | "abandoned" | "overflow" | "returned" | "moved" | "cut-off" | "callback";
  agent?: AgentId;
  waitMs?: number;
  ringMs?: number;
};

/** What an agent did with a call, once it is over for him, wrap-up included. Without a queue it was his own (direct) call. */
export type HandlingRow = {
  agent: AgentId;
  call: CallId;
  queue?: QueueId;
  /** The caller entered the queue; of a direct call, when it began to ring. */
  offeredAtMs: number;
  talkFromMs: number;
  /** Wrap-up included. */
  doneAtMs: number;
  ringMs: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
};

/** A queue's call that rang at an agent, and what came of it. */
export type OfferRow = {
  agent: AgentId;
  call: CallId;
  queue: QueueId;
  atMs: number;
  ringMs: number;
  how: "answered" | "missed" | "refused" | "phoneUnreachable" | "callGone" | "answeredElsewhere" | "withdrawn";
};

/** From login to logout (B12). */
export type PresenceRow = { agent: AgentId; inAtMs: number; inBy?: string; outAtMs?: number; outWhy?: string };

/** What the timeline asks to be kept. All changes of one event are stored in one transaction, after its journal entry. */
export type StoreChange =
  | { put: "call"; row: CallRecord }
  | { put: "trace"; row: TraceEntry }
  | { put: "recording"; row: RecordingRow }
  | { put: "agent-state"; row: AgentStateRow }
  | { put: "queue"; row: QueueRow }
  | { put: "callback"; row: CallbackRow }
  | { put: "handling"; row: HandlingRow }
  | { put: "offer"; row: OfferRow }
  | { put: "presence"; row: PresenceRow }
  | { put: "alarm"; row: AlarmRow }
  | { put: "alarm-note"; row: AlarmNote }
  | { put: "public-event"; row: PublicEvent }
  /** Written once; deleted when the broker has it. */
  | { put: "mqtt"; row: MqttRow }
  | { put: "message"; row: MessageRow }
  | { put: "greeting"; row: GreetingRow }
  | { put: "item"; row: ItemRow }
  | { put: "bulletin"; row: BulletinRow }
  | { put: "bulletin-reading"; row: BulletinReading }
  | { put: "score"; row: ScoreRow }
  /** `news`: others are told of what it says now. */
  | { put: "text"; row: TextRow; news: boolean }
  | { put: "plant-reading"; row: PlantReadingRow }
  | { put: "doctor"; row: DoctorReport }
  /** Written once; what became of it is noted by who sends it. */
  | { put: "mail"; row: MailRow };
