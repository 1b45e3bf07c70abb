import type { Sentence } from "./records.ts";
import type { Bilingual } from "./words.ts";

/** Which rows a base count is counted from; a figure's parts each come from one of them. */
export type CountSource =
  /** Stays in queues. */
  | "stay"
  /** Stays with the talk that followed. */
  | "stay-talk"
  | "handling"
  /** Handling with who had the call afterwards. */
  | "passed-on"
  /** Handling with how the call ended. */
  | "held-end"
  /** Answered stays with the later calls of the same number. */
  | "contact"
  /** What callers answered when they were asked. */
  | "score"
  | "offer"
  | "call"
  | "agent-state"
  /** Shifts, with what the agent really did meanwhile. */
  | "shift";

const baseCountTable = {
  offered: "stay",
  answered: "stay",
  answeredInTime: "stay",
  answeredInLimit: "stay",
  abandoned: "stay",
  shortAbandoned: "stay",
  abandonedInTime: "stay",
  overflowed: "stay",
  sentOn: "stay",
  callbackTaken: "stay",
  cutOff: "stay",
  waiting: "stay",
  undecided: "stay",
  left: "stay",
  waitAnsweredMs: "stay",
  waitLeftMs: "stay",
  longestWaitMs: "stay",
  shortTalk: "stay-talk",
  shortTalkInTime: "stay-talk",
  offeredForTalk: "stay-talk",
  undecidedForTalk: "stay-talk",
  answeredInTimeForTalk: "stay-talk",
  handled: "handling",
  handledTalkMs: "handling",
  handledHoldMs: "handling",
  handledWrapMs: "handling",
  heldCalls: "handling",
  ownCalls: "handling",
  ownTalkMs: "handling",
  passedOn: "passed-on",
  handledForPassing: "passed-on",
  heldAbandoned: "held-end",
  contacts: "contact",
  resolvedFirst: "contact",
  scores: "score",
  satisfied: "score",
  scoreSum: "score",
  settledAsked: "score",
  settled: "score",
  offersMade: "offer",
  offersAnswered: "offer",
  offersMissed: "offer",
  offersRefused: "offer",
  offersUnreachable: "offer",
  offerRingMs: "offer",
  callsIn: "call",
  endedInMenu: "call",
  connectedIn: "call",
  callsOut: "call",
  connectedOut: "call",
  talkOutMs: "call",
  callsInternal: "call",
  loggedInMs: "agent-state",
  readyMs: "agent-state",
  ringingMs: "agent-state",
  talkingMs: "agent-state",
  holdMs: "agent-state",
  wrapUpMs: "agent-state",
  notReadyMs: "agent-state",
  paidMs: "shift",
  availablePaidMs: "shift",
  plannedMs: "shift",
  inPlanMs: "shift",
} as const satisfies Record<string, CountSource>;

export type BaseCount = keyof typeof baseCountTable;
export const baseCounts = Object.keys(baseCountTable) as BaseCount[];
export const sourceOf = (base: BaseCount): CountSource => baseCountTable[base];
/** How often, or how many milliseconds. What was not counted is missing. */
export type Counts = Partial<Record<BaseCount, number>>;

/** "reason": why somebody was not ready. */
export type FigureBy = "queue" | "agent" | "line" | "direction" | "reason";
/** Minutes, or a local day, or the hours of the local day put together, or one row for all. */
export type FigureInterval = "15" | "30" | "60" | "day" | "hour-of-day" | "all";

/** "score": a mean of marks from 1 to 5. */
export type FigureUnit = "share" | "ms" | "count" | "score";
/** The sum of `plus` less that of `minus`: all of one source, and what is taken away is part of what is there. */
export type FigurePart = { plus: readonly BaseCount[]; minus?: readonly BaseCount[] };
export type FigureFormula = {
  id: string;
  name: Sentence;
  /** As it would be written down. */
  text: Sentence;
  over: FigurePart;
  /** Without it the figure is `over` itself. */
  under?: FigurePart;
};
export type Figure = {
  id: string;
  name: Sentence;
  unit: FigureUnit;
  /** The first is in force unless another is named. */
  formulas: readonly [FigureFormula, ...FigureFormula[]];
};

/** One figure of a row; no value when nothing happened to divide by. `formula` says which percent it is. */
export type FigureValue = { formula: string; value?: number; over?: number; under?: number };
export type FigureRow = {
  /** Id of the queue, agent, line, direction or reason. */
  key?: string;
  /** Local hour, of intervals put together. */
  hour?: number;
  fromMs: number;
  toMs: number;
  /** "2026-02-17 08:30", in the site's time zone. */
  label: string;
  counts: Counts;
  figures: Record<string, FigureValue>;
};

/** A row behind a figure: what it is, and what it adds. */
export type BehindRow = {
  of: "stay" | "handling" | "offer" | "call" | "score" | "agent-state" | "shift";
  atMs: number;
  call?: string;
  queue?: string;
  agent?: string;
  line?: string;
  /** Outcome, end of the ring, state. */
  how?: string;
  /** One, or milliseconds. */
  value: number;
};

/** A target, what it is measured by, and whether it is kept; no `met` when there is nothing to measure yet. */
export type TargetState = { id: string; name: Sentence; unit: FigureUnit; target: number; value?: number; met?: boolean };
/** What hangs on the wall (B7): everything since local midnight, from rows, but for what stands at this moment. */
export type Wallboard = {
  nowMs: number;
  date: string;
  agents: { ready: number; busy: number; notReady: number; loggedOut: number };
  waiting: number;
  oldestWaitingMs?: number;
  hourly: { hour: number; callsIn: number; offered: number; answered: number }[];
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  answeredInTime: number;
  abandonedInTime: number;
  talkTimeMs?: number;
  handleTimeMs?: number;
  averageWaitMs?: number;
  longestWaitMs: number;
  serviceLevel: FigureValue & { name: Sentence };
  /** The hours whose targets hold now. */
  band?: { id: string; name: Bilingual };
  targets: TargetState[];
  queues: {
    id: string;
    name: Bilingual;
    waiting: number;
    oldestWaitingMs?: number;
    offered: number;
    answered: number;
    abandoned: number;
    serviceLevelSec: number;
    serviceLevel: FigureValue;
  }[];
};
