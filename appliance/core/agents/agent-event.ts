import type { AgentState } from "../../contract/agent.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";

/** What a queue promises with an offer; an offer without terms is the agent's own (direct) call. */
export type OfferTerms = {
  queue: QueueId;
  /** When the caller entered it. */
  enteredAtMs?: number;
  ringMs: number;
  wrapUpMs: number;
  /** So many misses in a row make him not ready; 0: never. */
  afterMissed: number;
  /** Code of the not-ready reason given then. */
  missedReason: string;
};

/** How a ring ended. `answeredElsewhere` and `callGone` are not his doing and cost him nothing. */
export type RingEnd = "answered" | "missed" | "refused" | "phoneUnreachable" | "callGone" | "answeredElsewhere" | "withdrawn";

/** What an agent can be told to be; the other states come from calls. */
export type RestingState = "ready" | "not-ready" | "logged-out";

export type AgentEvent = { agent: AgentId } & (
  | { on: "agent.login"; by: "console" | "phone" | "lab"; phone: PhoneId; phoneUp?: boolean }
  | { on: "agent.logout"; by: string }
  | { on: "agent.ready"; by: string }
  | { on: "agent.notReady"; reason: string; by: string }
  /** `insteadOf`: what rings at his phone is another call from now on. */
  | { on: "agent.offered"; call: CallId; terms?: OfferTerms; insteadOf?: CallId }
  | { on: "agent.offerEnded"; call: CallId; how: RingEnd }
  /** Also for a direct call made or taken by himself; `terms` when a queue's call is handed to him without an offer. */
  | { on: "agent.talkStarted"; call: CallId; terms?: OfferTerms }
  | { on: "agent.held"; call: CallId }
  | { on: "agent.resumed"; call: CallId }
  /** `unserved`: a callback that did not reach the customer; there is nothing to write up. */
  | { on: "agent.talkEnded"; call: CallId; unserved?: boolean }
  | { on: "agent.wrapUpDone"; by: string }
  | { on: "agent.wrapUpExtended"; byMs: number; by: string }
  | { on: "agent.limitReached" }
  | { on: "agent.phoneGone" }
  | { on: "agent.phoneBack" }
  | { on: "agent.forced"; by: string; to: RestingState; why: string; reason?: string }
);
export type AgentEventName = AgentEvent["on"];

/** Every event, in the order of the table's columns. */
export const agentEventNames = [
  "agent.login",
  "agent.logout",
  "agent.ready",
  "agent.notReady",
  "agent.offered",
  "agent.offerEnded",
  "agent.talkStarted",
  "agent.held",
  "agent.resumed",
  "agent.talkEnded",
  "agent.wrapUpDone",
  "agent.wrapUpExtended",
  "agent.limitReached",
  "agent.phoneGone",
  "agent.phoneBack",
  "agent.forced",
] as const satisfies readonly AgentEventName[];

/** Why an agent is in the state he is in. */
export type Why =
  | { kind: "asked"; by: string }
  /** Asked for during a call or wrap-up, done after it. */
  | { kind: "asked-earlier"; by: string }
  | { kind: "offered"; call: CallId; queue?: QueueId }
  | { kind: "talk"; call: CallId }
  | { kind: "held"; call: CallId }
  | { kind: "resumed"; call: CallId }
  | { kind: "ring-ended"; call: CallId; how: RingEnd; inRow?: number }
  | { kind: "call-ended"; call: CallId }
  | { kind: "wrap-up-over" }
  | { kind: "limit"; of: AgentState }
  | { kind: "phone-gone" }
  | { kind: "phone-back" }
  | { kind: "phone-taken"; by: AgentId }
  | { kind: "moved-desk"; phone: PhoneId }
  | { kind: "forced"; by: string; text: string }
  | { kind: "removed" };

export type RefusalCode =
  | "unknown-agent"
  | "not-logged-in"
  | "busy"
  | "not-free"
  | "no-wrap-up"
  | "phone-gone"
  | "phone-in-use"
  | "too-many-calls";
