import type { CallbackRow } from "../../contract/callback.ts";
import type { TimerCommand } from "../../contract/effects.ts";
import type { OverflowTo } from "../../contract/queue.ts";
import type { Sentence } from "../../contract/records.ts";
import type { MoveTo, WaitingCaller } from "../../contract/waiting.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import type { OfferTerms, RingEnd } from "../agents/agent-event.ts";
import type { Decision } from "./decision.ts";

export type OverflowWhy = "length" | "full" | "time" | "no-agents" | "queue-gone" | "expected-wait";
export type LeftWhy = "abandoned" | "answered" | "overflow" | "moved" | "returned" | "callback" | "cut-off";

/** An offer that is a callback: when the agent has answered, this customer is called. */
export type CallbackOffer = { row: CallbackRow; from: WaitingCaller };

export type QueueEffect =
  | TimerCommand
  | {
      do: "queue.entered";
      call: CallId;
      queue: QueueId;
      priority: number;
      position: number;
      /** Somebody who has hung up; there is no call yet. */
      callback?: string;
      /** He has his old place, because he called again or because he was to be called back. */
      kept?: "rang-off" | "callback";
      /** Why he does not simply stand at the end. */
      because?: Sentence;
    }
  /** Ring these phones. Ring all: comes again for who becomes free meanwhile, with the time that is left. */
  | {
      do: "queue.offer";
      call: CallId;
      queue: QueueId;
      agents: AgentId[];
      ringMs: number;
      terms: OfferTerms;
      decision: Decision;
      callback?: CallbackOffer;
    }
  /** Nobody is free for him; the decision says why for each agent. */
  | { do: "queue.waits"; call: CallId; queue: QueueId; decision: Decision }
  /** Stop ringing these phones. */
  | {
      do: "queue.stopOffer";
      call: CallId;
      queue: QueueId;
      agents: AgentId[];
      why: "missed" | "caller-gone" | "answered-elsewhere" | "withdrawn";
    }
  /** Exactly one for each agent of each offer. */
  | { do: "queue.offerEnded"; call: CallId; queue: QueueId; agent: AgentId; how: RingEnd; ringMs: number; atMs: number }
  /** He picked up a call that is not his to take: tell him why and end his leg. */
  | { do: "queue.lateAnswer"; call: CallId; agent: AgentId; why: "left-the-queue" | "ring-was-over" }
  | { do: "queue.announce"; call: CallId; queue: QueueId; position?: number; expectedWaitMs?: number | "unknown"; first: boolean }
  /** `to` a queue: he stands there already, nothing is left to do. */
  | { do: "queue.overflow"; call: CallId; queue: QueueId; to: OverflowTo; why: OverflowWhy }
  /** Exactly one for each `queue.entered`. */
  | {
      do: "queue.left";
      call: CallId;
      queue: QueueId;
      why: LeftWhy;
      enteredAtMs: number;
      waitMs: number;
      agent?: AgentId;
      /** For an agent who was not offered him and took him all the same. */
      terms?: OfferTerms;
    }
  | {
      do: "queue.refused";
      call: CallId;
      queue: QueueId;
      why: "already-waiting" | "no-such-queue" | "closed";
      because?: Sentence;
    }
  /** Tell him that he can be called back. */
  | { do: "queue.callbackOffer"; call: CallId; queue: QueueId }
  /** He has left the line and keeps his place. `joined`: a callback to this number was wanted already. */
  | {
      do: "queue.callbackTaken";
      call: CallId;
      queue: QueueId;
      callback: string;
      number: string;
      placedAtMs: number;
      priority: number;
      joined: boolean;
    }
  /** He waits on. */
  | { do: "queue.callbackRefused"; call: CallId; queue: QueueId; why: "not-offered" | "no-number" | "too-many" }
  /** Call off this attempt: the customer is no longer to be called. */
  | { do: "queue.callbackOff"; call: CallId; queue: QueueId }
  | { do: "queue.callbackChanged"; queue: QueueId; row: CallbackRow }
  /** A supervisor moved him. */
  | { do: "queue.movedBy"; call: CallId; queue: QueueId; to: MoveTo; by: string }
  /** Closed by hand, or opened again. */
  | { do: "queue.switched"; queue: QueueId };

/** Key of a waiting call's one timer. */
export const queueTimerKey = (call: CallId): string => `queue:${call}`;
