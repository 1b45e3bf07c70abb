import type { AttemptOutcome } from "../../contract/callback.ts";
import type { CallbackAct, MoveTo, WaitingCaller } from "../../contract/waiting.ts";
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
      from?: WaitingCaller;
    }
  /** "answered": somebody took him whom the queue did not ask. */
  | { on: "queue.leave"; call: CallId; why: "abandoned" | "moved" | "returned" | "cut-off" | "answered"; agent?: AgentId }
  /** What the agent's phone made of an offer. */
  | { on: "queue.offerOutcome"; call: CallId; agent: AgentId; how: "answered" | "missed" | "refused" | "phoneUnreachable" }
  /** The agent's state is another one; the state itself is read from the context. */
  | { on: "queue.agentChanged"; agent: AgentId }
  /** A call of this queue is done with, wrap-up included. */
  | { on: "queue.handled"; queue: QueueId; handleMs: number }
  /** A waiting caller wishes to be called back, at another number when one is given. */
  | { on: "queue.callback"; call: CallId; number?: string }
  /** He has changed his mind, or a supervisor decides. */
  | { on: "queue.callbackAct"; callback: string; act: CallbackAct; by: string }
  /** How calling the customer went; also when the call is gone before it came to that. */
  | { on: "queue.attemptEnded"; callback: string; call: CallId; outcome: AttemptOutcome }
  /** The box stops, and is back again. */
  | { on: "queue.halt" }
  | { on: "queue.resume"; nowMs: number }
  | { on: "queue.move"; call: CallId; to: MoveTo; by: string }
  | { on: "queue.switch"; queue: QueueId; closed: boolean; untilMs?: number; by: string }
  | { on: "queue.timer"; call: CallId }
  | { on: "queue.callbackTimer"; callback: string }
  | { on: "queue.switchTimer"; queue: QueueId }
  /** The queue's own timer: guests come or go, a rule may judge otherwise. */
  | { on: "queue.look"; queue: QueueId }
  | { on: "queue.planChanged" };
