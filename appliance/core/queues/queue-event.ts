import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";

/** What is known of the caller, for choosing by skill or importance. */
export type Facts = Readonly<Record<string, string>>;

export type QueueEvent =
  | {
      on: "queue.enter";
      call: CallId;
      queue: QueueId;
      /** Takes the place of the queue's own. */
      priority?: number;
      /** Where he stands in the line when that is not now: his first arrival, before a transfer or a callback. */
      placedAtMs?: number;
      facts?: Facts;
    }
  | { on: "queue.leave"; call: CallId; why: "abandoned" | "moved" | "returned" }
  /** What the agent's phone made of an offer. */
  | { on: "queue.offerOutcome"; call: CallId; agent: AgentId; how: "answered" | "missed" | "refused" | "phoneUnreachable" }
  /** The agent's state is another one; the state itself is read from the context. */
  | { on: "queue.agentChanged"; agent: AgentId }
  /** A call of this queue is done with, wrap-up included. */
  | { on: "queue.handled"; queue: QueueId; handleMs: number }
  | { on: "queue.timer"; call: CallId }
  | { on: "queue.planChanged" };
