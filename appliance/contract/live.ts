import Type, { type Static } from "typebox";
import { agentStates } from "./agent.ts";
import { LiveAlarm } from "./alarm-row.ts";
import { Bulletin } from "./bulletins.ts";
import { CallField } from "./call-field.ts";
import { CallbackState } from "./callback.ts";
import { DoctorReport } from "./doctor.ts";
import { ItemRow } from "./items.ts";
import { PhoneForwards } from "./phone-features.ts";
import { LivePlant } from "./plant.ts";
import { Bilingual, Language, Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Text = Type.String();
const Num = Type.Number();

/** Somebody on a call. "asked": consulted while the caller waits. */
const LiveParty = Type.Object(
  {
    leg: Text,
    who: Text,
    agent: Type.Optional(Text),
    as: Type.Enum(["caller", "talks", "asked", "watches"]),
    mode: Type.Optional(Type.Enum(["listen", "whisper", "barge"])),
    ringing: Type.Optional(Type.Boolean()),
    held: Type.Optional(Type.Boolean()),
    muted: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type LiveParty = Static<typeof LiveParty>;

const phases = [
  "ringing",
  "flow",
  "queue",
  "agent-ringing",
  "talking",
  "hold",
  "parked",
  "voicemail",
  "transfer",
  "ending",
] as const;

/** What the console sees now; pushed whole at first, then item by item. */
const LiveCall = Type.Object(
  {
    id: Text,
    direction: Type.Enum(["in", "out", "internal"]),
    line: Text,
    caller: Text,
    callerName: Type.Optional(Text),
    callerClass: Type.Optional(Text),
    vip: Type.Optional(Type.Boolean()),
    called: Text,
    language: Language,
    phase: Type.Enum(phases),
    phaseSinceMs: Num,
    startedAtMs: Num,
    queue: Type.Optional(Text),
    agent: Type.Optional(Text),
    /** Title of the flow node it stands at. */
    at: Type.Optional(Sentence),
    fields: Type.Array(CallField),
    recording: Type.Boolean(),
    /** Being recorded, but silent at this moment. */
    recordingPaused: Type.Optional(Type.Boolean()),
    /** The caller was told that he is recorded (A27). */
    noticed: Type.Optional(Type.Boolean()),
    /** The call is an attempt of this callback. */
    callback: Type.Optional(Type.Object({ id: Text, number: Text, attempt: Num }, closed)),
    /** Who is on it besides the caller, when people talk; a caller who is parked is so alone. */
    parties: Type.Optional(Type.Array(LiveParty)),
    /** Where the caller is parked. */
    slot: Type.Optional(Num),
  },
  closed,
);
export type LiveCall = Static<typeof LiveCall>;

const LiveQueue = Type.Object(
  {
    id: Text,
    name: Bilingual,
    waiting: Type.Array(
      Type.Object(
        {
          call: Text,
          caller: Text,
          sinceMs: Num,
          position: Num,
          priority: Num,
          offeredTo: Type.Array(Text),
          /** As far as it can be foreseen. */
          expectedWaitMs: Type.Optional(Num),
          /** He has hung up and is called back when it is his turn. */
          callback: Type.Optional(Text),
        },
        closed,
      ),
    ),
    /** Oldest place first, at most a hundred; also those who may not be called yet. */
    callbacks: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Text,
            number: Text,
            placedAtMs: Num,
            state: CallbackState,
            attempts: Num,
            nextAtMs: Type.Optional(Num),
          },
          closed,
        ),
      ),
    ),
    /** Closed by hand. */
    closed: Type.Optional(Type.Object({ sinceMs: Num, untilMs: Type.Optional(Num), by: Text }, closed)),
    /** By its opening hours, where it has some; `untilMs` is when that changes, if it can be foreseen. */
    hours: Type.Optional(Type.Object({ open: Type.Boolean(), untilMs: Type.Optional(Num) }, closed)),
    expectedWaitMs: Type.Optional(Num),
    agents: Type.Object({ ready: Num, busy: Num, notReady: Num, loggedOut: Num }, closed),
    /** Since local midnight, counted from rows. Service level: answered within T ÷ (offered − short abandons). */
    today: Type.Object(
      {
        offered: Num,
        answered: Num,
        abandoned: Num,
        shortAbandoned: Num,
        serviceLevel: Type.Optional(Num),
        averageAnswerSec: Type.Optional(Num),
      },
      closed,
    ),
    serviceLevelSec: Num,
  },
  closed,
);
export type LiveQueue = Static<typeof LiveQueue>;

const LiveAgent = Type.Object(
  {
    id: Text,
    name: Text,
    phone: Type.Optional(Text),
    phoneUp: Type.Boolean(),
    state: Type.Enum(agentStates),
    reason: Type.Optional(Sentence),
    sinceMs: Num,
    /** When the state's time limit strikes. */
    limitAtMs: Type.Optional(Num),
    call: Type.Optional(Text),
    queues: Type.Array(Text),
    /** State after the present call, when asked for. */
    next: Type.Optional(Text),
    /** The break of his shift he is to be at, or the next one within a day. */
    nextBreak: Type.Optional(Type.Object({ fromMs: Num, toMs: Num, reason: Sentence }, closed)),
  },
  closed,
);
export type LiveAgent = Static<typeof LiveAgent>;

const LiveLine = Type.Object(
  {
    id: Text,
    name: Text,
    kind: Text,
    state: Type.Enum(["up", "down", "off"]),
    text: Text,
    /** What is said of it to people; without it, `text` is. */
    words: Type.Optional(Sentence),
    calls: Num,
    maxCalls: Num,
    /** The number it has, for a line that has one. */
    number: Type.Optional(Text),
    /** Port of the cabinet or of a gateway, and what it measures. */
    port: Type.Optional(Text),
    health: Type.Optional(Type.Record(Text, Type.Union([Num, Text]))),
  },
  closed,
);
export type LiveLine = Static<typeof LiveLine>;

const LivePhone = Type.Object(
  {
    id: Text,
    name: Text,
    contacts: Type.Array(Type.Object({ address: Text, transport: Text, userAgent: Text, expiresAtMs: Num }, closed)),
    /** Where its direct calls go; only what is set. */
    forward: Type.Optional(PhoneForwards),
    doNotDisturb: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type LivePhone = Static<typeof LivePhone>;

const { id, kind, state, words, agent, queue, takenBy, dueAtMs, due, madeAtMs, madeBy } = ItemRow.properties;
const LiveItem = Type.Object({ id, kind, state, words, agent, queue, takenBy, dueAtMs, due, madeAtMs, madeBy }, closed);

const LiveTexts = Type.Object({ id: Text, /** Another number than before: some text changed. */ changes: Num }, closed);
export type LiveTexts = Static<typeof LiveTexts>;

export const LiveState = Type.Object(
  {
    nowMs: Num,
    calls: Type.Array(LiveCall),
    queues: Type.Array(LiveQueue),
    agents: Type.Array(LiveAgent),
    lines: Type.Array(LiveLine),
    phones: Type.Array(LivePhone),
    alarms: Type.Array(LiveAlarm),
    /** What is to be done, newest first; bounded. */
    items: Type.Array(LiveItem),
    /** Texts for who looks, and those he sent: every console is told its own. */
    bulletins: Type.Array(Bulletin),
    /** Devices that are watched. */
    plant: Type.Array(LivePlant),
    /** The examination of a line that is under way. */
    doctor: Type.Array(DoctorReport),
    /** One entry, which says that text messages changed. */
    texts: Type.Array(LiveTexts),
    /** Why an agent may say he is not ready. */
    reasons: Type.Array(Type.Object({ code: Text, name: Bilingual, limitMs: Num }, closed)),
  },
  closed,
);
export type LiveState = Static<typeof LiveState>;
export type LiveTopic = Exclude<keyof LiveState, "nowMs" | "reasons">;
/** Messages over /api/live: `hello` at first and after a gap, then `patch`es with a rising number; `beat` every two seconds shows the link is alive. */
export type LiveMessage =
  | { type: "hello"; n: number; state: LiveState }
  | {
      type: "patch";
      n: number;
      topic: LiveTopic;
      set: LiveState[LiveTopic];
      gone: string[];
      nowMs: number;
    }
  | { type: "beat"; n: number; nowMs: number };
