import type { AgentId, CallId, LegId, QueueId, RecordingId } from "../kit/ids.ts";
import type { BulletinReading, BulletinRow } from "./bulletins.ts";
import type { CallField } from "./call-field.ts";
import type { CallbackRow } from "./callback.ts";
import type { Diverted } from "./diverted.ts";
import type { EndReason } from "./end-reason.ts";
import type { ItemRow } from "./items.ts";
import type { MailRow } from "./mail.ts";
import type { LegStats } from "./media.ts";

import type { NumberClass } from "./outgoing.ts";
import type { PublicEvent } from "./public-event.ts";
import type { Hearer } from "./recording.ts";
import type { ScoreRow } from "./survey.ts";
import type { GreetingRow, MessageRow } from "./voicemail.ts";
import type { Language, Sentence } from "./words.ts";

export type { CallField } from "./call-field.ts";
export type { Sentence } from "./words.ts";

/** One row per call; written when the call begins, as it goes on, and when it ends. */
export type CallRecord = {
  id: CallId;
  direction: "in" | "out" | "internal";
  line: string;
  caller: string;
  callerName?: string;
  called: string;
  /** It was for another number before it was sent here. */
  diverted?: Diverted;
  language: Language;
  startedAtMs: number;
  answeredAtMs?: number;
  /** Entered its (last) queue. */
  queuedAtMs?: number;
  queue?: QueueId;
  /** A person answered. */
  connectedAtMs?: number;
  agent?: AgentId;
  endedAtMs?: number;
  endReason?: EndReason;
  endedBy?: "caller" | "agent" | "box";
  waitMs?: number;
  talkMs?: number;
  holdMs?: number;
  /** Class of the caller's number among the special numbers. */
  callerClass?: string;
  vip?: boolean;
  /** What kind of number was called outside. */
  numberClass?: NumberClass;
  /** The firewall rule that struck, and what it did. */
  firewall?: { rule: string; act: string };
  fields: CallField[];
  legs: { leg: LegId; who: string; callRef?: string; stats?: LegStats }[];
  /** The callback that was asked for in this call, or that this call is an attempt of. */
  callback?: string;
  /** Ended as `transferred`: the call it went on in. */
  goesOnIn?: CallId;
  /** The box failed during the call; `endedAtMs` is the last moment known. */
  cutOff?: boolean;
  /** The caller was told that the call is recorded (A27): when, and by what. */
  notice?: { atMs: number; by: "rule" | "flow" };
};

/** A stretch that is silent on a recording because it was paused: milliseconds since its start; without `toMs` it lasts. */
export type RecordingGap = { fromMs: number; toMs?: number; why: "flow" | "key" | "console"; by: string };

/** One line of a call's journey. `kind` groups them on the page, `words` says it, `data` has the details. */
export type TraceEntry = {
  call: CallId;
  /** Rises by one within the call. */
  n: number;
  atMs: number;
  kind: "line" | "flow" | "queue" | "decision" | "agent" | "media" | "record" | "fault";
  words: Sentence;
  data?: unknown;
};

export type RecordingRow = {
  id: RecordingId;
  call: CallId;
  /** Relative to the data folder. */
  path: string;
  kind: "call" | "voicemail" | "greeting";
  startedAtMs: number;
  /** "dropped": policy forbade it once queue or agent were known. "deleted": by retention; the row and its chain link stay. */
  state: "recording" | "complete" | "cut" | "failed" | "dropped" | "deleted";
  durationMs?: number;
  bytes?: number;
  sha256?: string;
  fault?: string;
  /** The rule that decided it, and who may hear it; without `hear` as the settings say. */
  rule?: string;
  hear?: Hearer[];
  gaps?: RecordingGap[];
};

/** `reason` is the code of a not-ready reason; older rows may hold its words instead. */
export type AgentStateRow = { agent: AgentId; state: string; reason?: string; fromMs: number; toMs?: number };

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
  | { put: "public-event"; row: PublicEvent }
  | { put: "message"; row: MessageRow }
  | { put: "greeting"; row: GreetingRow }
  | { put: "item"; row: ItemRow }
  | { put: "bulletin"; row: BulletinRow }
  | { put: "bulletin-reading"; row: BulletinReading }
  | { put: "score"; row: ScoreRow }
  /** Written once; what became of it is noted by who sends it. */
  | { put: "mail"; row: MailRow };

export type AlarmRow = {
  id: string;
  code: string;
  subject: string;
  severity: "info" | "warning" | "error" | "critical";
  words: Sentence;
  raisedAtMs: number;
  clearedAtMs?: number;
  acknowledgedBy?: string;
  count: number;
};
