import type { QueueStrategy } from "../../contract/queue.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import type { RingEnd } from "../agents/agent-event.ts";

/** Why an agent was chosen, or was not. */
export type Verdict =
  | { kind: "chosen"; by: "longest-idle" | "next-in-turn" | "everybody" | "only-one"; idleMs: number }
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
  | { kind: "later-level"; level: number; chosenLevel: number }
  | { kind: "idle-shorter"; idleMs: number; chosenIdleMs: number }
  | { kind: "later-turn"; turns: number };

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
  before: { call: CallId; queue: QueueId; why: "priority" | "waited-longer" }[];
};
