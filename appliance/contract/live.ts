import type { AgentState } from "./agent.ts";
import type { Bulletin } from "./bulletins.ts";
import type { CallbackState } from "./callback.ts";
import type { LiveItem } from "./items.ts";
import type { PhoneFeatures } from "./phone-features.ts";
import type { AlarmRow, CallField, Sentence } from "./records.ts";
import type { Bilingual, Language } from "./words.ts";

/** What the console sees now; pushed whole at first, then item by item. */
export type LiveCall = {
  id: string;
  direction: "in" | "out" | "internal";
  line: string;
  caller: string;
  callerName?: string;
  callerClass?: string;
  vip?: boolean;
  called: string;
  language: Language;
  phase: "ringing" | "flow" | "queue" | "agent-ringing" | "talking" | "hold" | "parked" | "voicemail" | "transfer" | "ending";
  phaseSinceMs: number;
  startedAtMs: number;
  queue?: string;
  agent?: string;
  /** Title of the flow node it stands at. */
  at?: Sentence;
  fields: CallField[];
  recording: boolean;
  /** Being recorded, but silent at this moment. */
  recordingPaused?: boolean;
  /** The caller was told that he is recorded (A27). */
  noticed?: boolean;
  /** The call is an attempt of this callback. */
  callback?: { id: string; number: string; attempt: number };
  /** Who is on it besides the caller, when people talk; a caller who is parked is so alone. */
  parties?: LiveParty[];
  /** Where the caller is parked. */
  slot?: number;
};
/** Somebody on a call. "asked": consulted while the caller waits. */
export type LiveParty = {
  leg: string;
  who: string;
  agent?: string;
  as: "caller" | "talks" | "asked" | "watches";
  mode?: "listen" | "whisper" | "barge";
  ringing?: boolean;
  held?: boolean;
  muted?: boolean;
};
export type LiveQueue = {
  id: string;
  name: Bilingual;
  waiting: {
    call: string;
    caller: string;
    sinceMs: number;
    position: number;
    priority: number;
    offeredTo: string[];
    /** As far as it can be foreseen. */
    expectedWaitMs?: number;
    /** He has hung up and is called back when it is his turn. */
    callback?: string;
  }[];
  /** Oldest place first, at most a hundred; also those who may not be called yet. */
  callbacks?: { id: string; number: string; placedAtMs: number; state: CallbackState; attempts: number; nextAtMs?: number }[];
  /** Closed by hand. */
  closed?: { sinceMs: number; untilMs?: number; by: string };
  /** By its opening hours, where it has some; `untilMs` is when that changes, if it can be foreseen. */
  hours?: { open: boolean; untilMs?: number };
  expectedWaitMs?: number;
  agents: { ready: number; busy: number; notReady: number; loggedOut: number };
  /** Since local midnight, counted from rows. Service level: answered within T ÷ (offered − short abandons). */
  today: {
    offered: number;
    answered: number;
    abandoned: number;
    shortAbandoned: number;
    serviceLevel?: number;
    averageAnswerSec?: number;
  };
  serviceLevelSec: number;
};
export type LiveAgent = {
  id: string;
  name: string;
  phone?: string;
  phoneUp: boolean;
  state: AgentState;
  reason?: { zh: string; en: string };
  sinceMs: number;
  /** When the state's time limit strikes. */
  limitAtMs?: number;
  call?: string;
  queues: string[];
  /** State after the present call, when asked for. */
  next?: string;
  /** The break of his shift he is to be at, or the next one within a day. */
  nextBreak?: { fromMs: number; toMs: number; reason: { zh: string; en: string } };
};
export type LiveLine = {
  id: string;
  name: string;
  kind: string;
  state: "up" | "down" | "off";
  text: string;
  calls: number;
  maxCalls: number;
};
export type LivePhone = {
  id: string;
  name: string;
  contacts: { address: string; transport: string; userAgent: string; expiresAtMs: number }[];
  /** Where its direct calls go; only what is set. */
  forward?: PhoneFeatures["forward"];
  doNotDisturb?: boolean;
};

export type LiveState = {
  nowMs: number;
  calls: LiveCall[];
  queues: LiveQueue[];
  agents: LiveAgent[];
  lines: LiveLine[];
  phones: LivePhone[];
  alarms: AlarmRow[];
  /** What is to be done, newest first; bounded. */
  items: LiveItem[];
  /** Texts for who looks, and those he sent: every console is told its own. */
  bulletins: Bulletin[];
  /** Why an agent may say he is not ready. */
  reasons: { code: string; name: Bilingual; limitMs: number }[];
};
export type LiveTopic = "calls" | "queues" | "agents" | "lines" | "phones" | "alarms" | "items" | "bulletins";
/** Messages over /api/live: `hello` at first and after a gap, then `patch`es with a rising number; `beat` every two seconds shows the link is alive. */
export type LiveMessage =
  | { type: "hello"; n: number; state: LiveState }
  | {
      type: "patch";
      n: number;
      topic: LiveTopic;
      set: LiveCall[] | LiveQueue[] | LiveAgent[] | LiveLine[] | LivePhone[] | AlarmRow[] | LiveItem[] | Bulletin[];
      gone: string[];
      nowMs: number;
    }
  | { type: "beat"; n: number; nowMs: number };
