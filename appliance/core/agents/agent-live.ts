import type { AgentState } from "../../contract/agent.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import type { OfferTerms, RestingState, Why } from "./agent-event.ts";

/** How a call came to him. `offeredAtMs`: when the caller entered the queue; of a direct call, when it began to ring. */
export type Reached = { offeredAtMs: number; ringMs: number; talkFromMs: number };

/** A call he is on, with the time spent so far. */
export type AgentCall = {
  call: CallId;
  terms?: OfferTerms;
  held: boolean;
  sinceMs: number;
  talkMs: number;
  holdMs: number;
  reached?: Reached;
};

/** The wrap-up he has a right to for a queue's call. `endsAtMs` is fixed when it begins; only he himself moves it. */
export type Owed = {
  call: CallId;
  queue: QueueId;
  talkMs: number;
  holdMs: number;
  wrapUpMs: number;
  startedAtMs?: number;
  endsAtMs?: number;
  /** Spent in wrap-up before an interruption by a direct call. */
  spentMs: number;
  reached?: Reached;
};

/** What a ring or a call interrupted; a wrap-up is known by `owed`. */
export type Rest = { state: "ready" } | { state: "not-ready"; reason: string; limitAtMs: number };

export type HistoryRow = { atMs: number; from: AgentState; to: AgentState; why: Why; reason?: string };

/**
 * What an agent has done since the site's midnight. It is live state, so snapshot and journal carry it over a restart; the same figures
 * can be counted from the rows of calls and queues, which stay the truth for every report.
 */
export type DayCount = { fromMs: number; untilMs: number; calls: number; talkMs: number };

export type AgentLive = {
  agent: AgentId;
  state: AgentState;
  sinceMs: number;
  why: Why;
  /** When the state ends by itself; every state but logged-out has one. In wrap-up this is its exact end. */
  limitAtMs?: number;
  /** Code of the reason; only when not ready. */
  reason?: string;
  phone?: PhoneId;
  loginBy?: "console" | "phone" | "lab";
  loginAtMs?: number;
  phoneUp: boolean;
  /** Free since; a ring that came to nothing without his doing does not reset it. */
  idleSinceMs: number;
  missedInRow: number;
  ring?: { call: CallId; terms?: OfferTerms };
  calls: AgentCall[];
  rest?: Rest;
  /** Asked for during a call or wrap-up. */
  after?: { to: RestingState; reason?: string; by: string };
  owed?: Owed;
  /** Calls of queues since local midnight; read it by `today()`. */
  today?: DayCount;
  /** Oldest first, at most `maxHistory`. */
  history: HistoryRow[];
};

export type AgentsState = { agents: Record<string, AgentLive> };

export const maxHistory = 50;
/** A phone has no more calls than this at a time; what is beyond is not counted. */
export const maxCallsPerAgent = 8;

export const newAgents = (): AgentsState => ({ agents: {} });

export function newAgentLive(agent: AgentId, atMs: number): AgentLive {
  return {
    agent,
    state: "logged-out",
    sinceMs: atMs,
    why: { kind: "asked", by: "box" },
    phoneUp: false,
    idleSinceMs: atMs,
    missedInRow: 0,
    calls: [],
    history: [],
  };
}

/** The agent's live state; undefined as long as he never logged in. */
export const agentLive = (state: AgentsState, agent: AgentId): AgentLive | undefined =>
  Object.hasOwn(state.agents, agent) ? state.agents[agent] : undefined;

/** Who is logged in at the phone. */
export function agentAtPhone(state: AgentsState, phone: PhoneId): AgentLive | undefined {
  for (const live of Object.values(state.agents)) if (live.phone === phone && live.state !== "logged-out") return live;
  return undefined;
}
