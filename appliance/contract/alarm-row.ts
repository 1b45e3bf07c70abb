import Type, { type Static } from "typebox";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Severity = Type.Enum(["info", "warning", "error", "critical"]);

/** By what somebody acknowledged it. */
export const acknowledgeWays = ["console", "phone", "text", "button"] as const;
export type AcknowledgeWay = (typeof acknowledgeWays)[number];

/** Put aside until a moment: nobody is called for it, and it comes back by itself. */
export const Shelf = Type.Object(
  { by: Type.String(), atMs: Type.Number(), untilMs: Type.Number(), reason: Type.String() },
  closed,
);
export type Shelf = Static<typeof Shelf>;

/** One code of one subject, from when it was raised until it is cleared. */
export const AlarmRow = Type.Object(
  {
    id: Type.String(),
    code: Type.String(),
    subject: Type.String(),
    severity: Severity,
    words: Sentence,
    raisedAtMs: Type.Number(),
    clearedAtMs: Type.Optional(Type.Number()),
    acknowledgedBy: Type.Optional(Type.String()),
    acknowledgedAtMs: Type.Optional(Type.Number()),
    acknowledgedHow: Type.Optional(Type.Enum(acknowledgeWays)),
    shelved: Type.Optional(Shelf),
    count: Type.Number(),
    /** So many remarks were written on it while it was open. */
    comments: Type.Optional(Type.Number()),
    /** Raised again last, as far as the row was kept then. */
    lastAtMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type AlarmRow = Static<typeof AlarmRow>;

const alarmNoteKinds = [
  "raised",
  "acknowledged",
  "cleared",
  "shelved",
  "unshelved",
  "waits",
  "called",
  "outcome",
  "texted",
  "mailed",
  "work",
  "told",
  "unheard",
  "comment",
] as const;
/** A line of an alarm's history: what was done about it, by whom, when. */
export const AlarmNote = Type.Object(
  {
    id: Type.String(),
    alarm: Type.String(),
    atMs: Type.Number(),
    kind: Type.Enum(alarmNoteKinds),
    by: Type.Optional(Type.String()),
    words: Sentence,
  },
  closed,
);
export type AlarmNote = Static<typeof AlarmNote>;

/** The dialer's work on an alarm. "waits": until `nextAtMs`. "unheard": all rounds are over. "told": by text alone, nobody is called. */
export const LiveCare = Type.Object(
  {
    state: Type.Enum(["waits", "calling", "unheard", "told"]),
    round: Type.Number(),
    rounds: Type.Number(),
    nextAtMs: Type.Optional(Type.Number()),
    /** Who is being called now. */
    calling: Type.Array(
      Type.Object({ person: Type.String(), number: Type.String(), sinceMs: Type.Number(), answered: Type.Boolean() }, closed),
    ),
    /** Who was called in this round without acknowledging. */
    tried: Type.Array(Type.String()),
    texted: Type.Number(),
  },
  closed,
);
export type LiveCare = Static<typeof LiveCare>;

/** An alarm as the console sees it now. */
export const LiveAlarm = Type.Object(
  {
    ...AlarmRow.properties,
    /** What its subject is called. */
    name: Type.Optional(Sentence),
    /** The value it is about, as it is shown. */
    value: Type.Optional(Sentence),
    care: Type.Optional(LiveCare),
  },
  closed,
);
export type LiveAlarm = Static<typeof LiveAlarm>;

/** A call that tries whether somebody on the roster can be reached. */
export const CareTest = Type.Object(
  {
    id: Type.String(),
    person: Type.String(),
    number: Type.String(),
    by: Type.String(),
    atMs: Type.Number(),
    state: Type.Enum(["calling", "answered", "acknowledged", "failed"]),
    /** Why it came to nothing. */
    why: Type.Optional(Sentence),
  },
  closed,
);
export type CareTest = Static<typeof CareTest>;

export type AlarmEvent =
  | { on: "alarm.raised"; code: string; subject: string; text: Sentence; severity: AlarmRow["severity"] }
  /** `by`: a person did it, not the cause. */
  | { on: "alarm.cleared"; code: string; subject: string; by?: string }
  | { on: "alarm.acknowledged"; id: string; by: string; how?: AcknowledgeWay }
  | { on: "alarm.shelved"; id: string; by: string; untilMs: number; reason: string }
  | { on: "alarm.unshelved"; id: string; by: string }
  /** Somebody writes what he found, or did; it may be over already. */
  | { on: "alarm.commented"; id: string; by: string; text: string }
  /** Somebody wants to know whether a person of the roster can be reached. */
  | { on: "alarm.tried"; person: string; by: string };

const alarmEventNames = {
  "alarm.raised": true,
  "alarm.cleared": true,
  "alarm.acknowledged": true,
  "alarm.shelved": true,
  "alarm.unshelved": true,
  "alarm.commented": true,
  "alarm.tried": true,
} as const satisfies Record<AlarmEvent["on"], true>;
export const isAlarmEvent = (event: { on: string }): event is AlarmEvent => Object.hasOwn(alarmEventNames, event.on);
