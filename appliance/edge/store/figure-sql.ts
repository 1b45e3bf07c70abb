import type { BaseCount, CountSource, FigureBy } from "../../contract/figures.ts";

/** How a base count reads its rows: which ones, and what each adds (one, unless `sum` is named). */
export type BaseSql = {
  where: string;
  sum?: string;
  max?: true;
  /** Of agents' times: the state that counts, or any but logged out. */
  state?: string;
};
export type SqlSource = Exclude<CountSource, "shift">;

const wait = "ifnull(s.wait_ms, s.left_ms - s.entered_ms)";
/** Of who still waits, so far. */
const waitSoFar = "ifnull(s.wait_ms, ifnull(s.left_ms, :now) - s.entered_ms)";
const answered = "s.outcome IS 'answered'";
const abandoned = "s.outcome IS 'abandoned'";
const undecided = "s.left_ms IS NULL AND :now - s.entered_ms <= :inTime";
const all = "1";
/** Numbers that are hidden belong to nobody; a call that is over. */
const contact = "s.outcome IS 'answered' AND k.direction = 'in' AND k.caller GLOB '*[0-9]*' AND s.left_ms + :repeat <= :now";
const inState = (state: string): BaseSql => ({
  state,
  where: state === "any" ? all : `s.state = '${state}'`,
  sum: "max(0, min(ifnull(s.to_ms, :now), :to) - max(s.from_ms, :from))",
});

/** One table for counting and for the list behind the count: they can't part. `IS` gives yes or no also where there is no value yet. */
export const baseSql: Record<Exclude<BaseCount, "paidMs" | "availablePaidMs" | "plannedMs" | "inPlanMs">, BaseSql> = {
  offered: { where: all },
  answered: { where: answered },
  answeredInTime: { where: `${answered} AND ${wait} <= :inTime` },
  answeredInLimit: { where: `${answered} AND ${wait} <= :limitWait` },
  abandoned: { where: abandoned },
  shortAbandoned: { where: `${abandoned} AND ${wait} < :short` },
  abandonedInTime: { where: `${abandoned} AND ${wait} <= :inTime` },
  overflowed: { where: "s.outcome IS 'overflow'" },
  sentOn: { where: "s.outcome IN ('returned', 'moved') AND s.outcome IS NOT NULL" },
  callbackTaken: { where: "s.outcome IS 'callback'" },
  cutOff: { where: "s.outcome IS 'cut-off'" },
  waiting: { where: "s.left_ms IS NULL" },
  undecided: { where: undecided },
  left: { where: "s.left_ms IS NOT NULL" },
  waitAnsweredMs: { where: answered, sum: wait },
  waitLeftMs: { where: "s.left_ms IS NOT NULL", sum: wait },
  longestWaitMs: { where: all, sum: waitSoFar, max: true },
  shortTalk: { where: `${answered} AND h.talk_ms IS NOT NULL AND h.talk_ms < :shortTalk` },
  shortTalkInTime: { where: `${answered} AND ${wait} <= :inTime AND h.talk_ms IS NOT NULL AND h.talk_ms < :shortTalk` },
  offeredForTalk: { where: all },
  undecidedForTalk: { where: undecided },
  answeredInTimeForTalk: { where: `${answered} AND ${wait} <= :inTime` },
  handled: { where: "s.queue IS NOT NULL" },
  handledTalkMs: { where: "s.queue IS NOT NULL", sum: "s.talk_ms" },
  handledHoldMs: { where: "s.queue IS NOT NULL", sum: "s.hold_ms" },
  handledWrapMs: { where: "s.queue IS NOT NULL", sum: "s.wrap_ms" },
  heldCalls: { where: "s.queue IS NOT NULL AND s.hold_ms > 0" },
  ownCalls: { where: "s.queue IS NULL" },
  ownTalkMs: { where: "s.queue IS NULL", sum: "s.talk_ms" },
  passedOn: {
    where:
      "s.queue IS NOT NULL AND EXISTS (SELECT 1 FROM handling n WHERE n.call = s.call AND n.talk_from_ms > s.talk_from_ms AND n.agent <> s.agent)",
  },
  handledForPassing: { where: "s.queue IS NOT NULL" },
  // The caller rang off while the agent had him on hold: the state that ends with the call says so.
  heldAbandoned: {
    where:
      "s.queue IS NOT NULL AND s.hold_ms > 0 AND EXISTS (SELECT 1 FROM call e WHERE e.id = s.call AND e.doc ->> '$.endedBy' = 'caller' AND EXISTS (SELECT 1 FROM agent_state h WHERE h.agent = s.agent AND h.from_ms >= s.talk_from_ms AND h.from_ms <= e.ended_ms AND h.state = 'hold' AND h.to_ms = e.ended_ms))",
  },
  // Before the days are over nobody knows whether he calls again.
  contacts: { where: contact },
  resolvedFirst: {
    where: `${contact} AND NOT EXISTS (SELECT 1 FROM call n WHERE n.caller = k.caller AND n.started_ms > k.started_ms AND n.started_ms <= s.left_ms + :repeat AND n.direction = 'in' AND n.queue = s.queue) AND NOT EXISTS (SELECT 1 FROM score q WHERE q.call = s.call AND q.kind = 'closed' AND q.value = 2)`,
  },
  scores: { where: "s.kind = 'scale'" },
  satisfied: { where: "s.kind = 'scale' AND s.value >= 4" },
  scoreSum: { where: "s.kind = 'scale'", sum: "s.value" },
  settledAsked: { where: "s.kind = 'closed'" },
  settled: { where: "s.kind = 'closed' AND s.value = 1" },
  offersMade: { where: all },
  offersAnswered: { where: "s.how = 'answered'" },
  offersMissed: { where: "s.how = 'missed'" },
  offersRefused: { where: "s.how = 'refused'" },
  offersUnreachable: { where: "s.how = 'phoneUnreachable'" },
  offerRingMs: { where: all, sum: "s.ring_ms" },
  callsIn: { where: "s.direction = 'in'" },
  endedInMenu: {
    where:
      "s.direction = 'in' AND s.answered_ms IS NOT NULL AND s.ended_ms IS NOT NULL AND s.queue IS NULL AND s.connected_ms IS NULL",
  },
  connectedIn: { where: "s.direction = 'in' AND s.connected_ms IS NOT NULL" },
  callsOut: { where: "s.direction = 'out'" },
  connectedOut: { where: "s.direction = 'out' AND s.connected_ms IS NOT NULL" },
  talkOutMs: { where: "s.direction = 'out' AND s.connected_ms IS NOT NULL", sum: "ifnull(s.talk_ms, 0)" },
  callsInternal: { where: "s.direction = 'internal'" },
  loggedInMs: inState("any"),
  readyMs: inState("ready"),
  ringingMs: inState("ringing"),
  talkingMs: inState("talking"),
  holdMs: inState("hold"),
  wrapUpMs: inState("wrap-up"),
  notReadyMs: inState("not-ready"),
};

type SourceSql = {
  from: string;
  /** The rows of a stretch of time. `:part` is the queue, the direction or the agent: the index begins with it. */
  range: string;
  at: string;
  /** Columns that can be grouped by and filtered with; others leave the source out. */
  columns: Partial<Record<FigureBy, string>>;
  /** What the line is found with, only where it is asked for. */
  lineJoin?: string;
  shown: string;
};

const stay: SourceSql = {
  from: "queue_stay s",
  range: "s.queue = :part AND s.entered_ms >= :from AND s.entered_ms < :to",
  at: "s.entered_ms",
  columns: { queue: "s.queue", line: "c.line" },
  lineJoin: "JOIN call c INDEXED BY call_line ON c.id = s.call",
  shown: "s.call AS call, s.queue AS queue, s.agent AS agent, s.outcome AS how",
};
const handling: SourceSql = {
  from: "handling s INDEXED BY handling_by_queue",
  range: "s.queue IS :part AND s.offered_ms >= :from AND s.offered_ms < :to",
  at: "s.offered_ms",
  columns: { queue: "s.queue", agent: "s.agent", line: "c.line" },
  lineJoin: "JOIN call c INDEXED BY call_line ON c.id = s.call",
  shown: "s.call AS call, s.queue AS queue, s.agent AS agent, NULL AS how",
};

/** Other states may have a reason too; it is no reason not to be ready. */
const reasonOfState = "CASE WHEN s.state = 'not-ready' THEN ifnull(s.reason, '') ELSE '' END";

export const sourceSql: Record<SqlSource, SourceSql> = {
  stay,
  "stay-talk": {
    ...stay,
    from: "queue_stay s LEFT JOIN handling h ON h.agent = s.agent AND h.call = s.call AND h.talk_from_ms = s.left_ms",
  },
  handling,
  "passed-on": handling,
  "held-end": handling,
  contact: {
    ...stay,
    from: "queue_stay s JOIN call k ON k.id = s.call",
    columns: { queue: "s.queue", agent: "s.agent", line: "k.line" },
    lineJoin: "",
  },
  score: {
    from: "score s INDEXED BY score_by_time",
    range: "s.at_ms >= :from AND s.at_ms < :to",
    at: "s.at_ms",
    columns: { queue: "s.queue", agent: "s.agent", line: "c.line" },
    lineJoin: "JOIN call c INDEXED BY call_line ON c.id = s.call",
    shown: "s.call AS call, s.queue AS queue, s.agent AS agent, CAST(s.value AS TEXT) AS how",
  },
  offer: {
    from: "offer s",
    range: "s.queue = :part AND s.at_ms >= :from AND s.at_ms < :to",
    at: "s.at_ms",
    columns: { queue: "s.queue", agent: "s.agent" },
    shown: "s.call AS call, s.queue AS queue, s.agent AS agent, s.how AS how",
  },
  call: {
    from: "call s INDEXED BY call_figures",
    range: "s.direction = :part AND s.started_ms >= :from AND s.started_ms < :to",
    at: "s.started_ms",
    columns: { line: "s.line", direction: "s.direction", agent: "s.agent" },
    shown: "s.id AS call, s.queue AS queue, s.agent AS agent, s.line AS line, s.direction AS how",
  },
  "agent-state": {
    from: "agent_state s",
    range: "s.agent = :part AND s.from_ms >= :from AND s.from_ms < :to AND s.state <> 'logged-out'",
    at: "s.from_ms",
    columns: { agent: "s.agent", reason: reasonOfState },
    shown: "NULL AS call, NULL AS queue, s.agent AS agent, s.state AS how",
  },
};
