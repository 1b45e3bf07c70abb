import type { AgentState } from "../../contract/agent.ts";
import type { TimerCommand } from "../../contract/effects.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import type { AgentEventName, RefusalCode, Why } from "./agent-event.ts";
import type { Reached } from "./agent-live.ts";

export type AgentEffect =
  | TimerCommand
  | {
      do: "agent.changed";
      agent: AgentId;
      from: AgentState;
      /** Since when he was in `from`. */
      fromSinceMs: number;
      to: AgentState;
      why: Why;
      /** Since when he was logged in; only when that ends. */
      loggedInAtMs?: number;
      /** Code of the reason, when not ready. */
      reason?: string;
      atMs: number;
    }
  /** Sits at another desk; the state is as it was. */
  | { do: "agent.moved"; agent: AgentId; phone: PhoneId }
  /** A request that can't be granted; the state is as it was. */
  | { do: "agent.refused"; agent: AgentId; on: AgentEventName; why: RefusalCode; call?: CallId }
  /** A call is over for him, wrap-up included: the parts of its handling time. Without a queue it was his own (direct) call. */
  | {
      do: "agent.handled";
      agent: AgentId;
      call: CallId;
      queue?: QueueId;
      talkMs: number;
      holdMs: number;
      wrapMs: number;
      /** Not known of calls that an older version began. */
      reached?: Reached;
      atMs: number;
    };

/** Key of an agent's one timer. */
export const agentTimerKey = (agent: AgentId): string => `agent:${agent}`;
