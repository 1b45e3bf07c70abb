import type { QueueStrategy } from "../../contract/queue-choice.ts";
import type { Sentence } from "../../contract/records.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import type { RingEnd } from "../agents/agent-event.ts";

/** By what an agent was chosen. */
export type ChosenBy =
  | "longest-idle"
  | "next-in-turn"
  | "fewest-calls"
  | "least-talk"
  | "first-in-order"
  | "drawn"
  | "best-skilled"
  | "highest-score"
  | "own-agent"
  | "everybody"
  | "only-one";

/** Why an agent was chosen, or was not. */
export type Verdict =
  /** `value`: what counted, in the strategy's own measure: calls, milliseconds of talk, share, points, score. */
  | { kind: "chosen"; by: ChosenBy; idleMs: number; value?: number }
  | { kind: "logged-out" }
  | { kind: "not-ready"; reason: string; sinceMs: number }
  | { kind: "talking"; held: boolean; sinceMs: number }
  | { kind: "wrap-up"; untilMs: number }
  | { kind: "ringing"; call: CallId }
  | { kind: "phone-unregistered" }
  | { kind: "not-a-member" }
  /** Had this very call ringing and did not take it. */
  | { kind: "tried"; how: RingEnd; untilMs: number }
  /** A supervisor keeps the caller for somebody else. */
  | { kind: "reserved"; agent: AgentId; untilMs: number }
  /** `untilMs`: less is asked from then on. */
  | { kind: "unskilled"; skill: string; grade: number; has: number; untilMs?: number }
  | { kind: "grade-too-low"; grade: number; has: number }
  | { kind: "other-language"; language: string; untilMs?: number }
  /** The call is kept for the caller's own agent. */
  | { kind: "kept-for"; agent: AgentId; untilMs?: number }
  | { kind: "not-own-agent"; agent: AgentId }
  | { kind: "rule-says-no"; why?: Sentence }
  /** Enough callbacks in a row: a caller of this queue who holds the line comes first. */
  | { kind: "caller-first"; queue: QueueId }
  | { kind: "later-level"; level: number; chosenLevel: number }
  | { kind: "idle-shorter"; idleMs: number; chosenIdleMs: number }
  | { kind: "later-turn"; turns: number }
  | { kind: "more-calls"; calls: number; chosenCalls: number }
  | { kind: "more-talk"; talkMs: number; chosenTalkMs: number }
  | { kind: "later-in-order"; after: AgentId }
  | { kind: "not-drawn"; share: number; total: number }
  | { kind: "less-skilled"; points: number; chosenPoints: number }
  | { kind: "lower-score"; score: number; chosenScore: number };

export type Considered = { agent: AgentId; level: number; verdict: Verdict };

/** One decision with everything it was made of: every member of the queue is named. */
export type Decision = {
  atMs: number;
  call: CallId;
  queue: QueueId;
  strategy: QueueStrategy;
  /** Nobody: the caller waits. */
  chosen: AgentId[];
  considered: Considered[];
  caller: { priority: number; waitedMs: number; position: number };
  /** Callers of other queues that the same agent serves, who came second. */
  before: { call: CallId; queue: QueueId; why: "priority" | "waited-longer" | "weighs-more" }[];
};
