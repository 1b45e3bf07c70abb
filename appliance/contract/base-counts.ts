// Apart from the schemas, so that the thread which counts need not load what checks them.

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
