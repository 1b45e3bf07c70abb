import { type AgentState, agentStates } from "../../contract/agent.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { expectedWait } from "./expected-wait.ts";
import type { QueueContext } from "./queue-plan.ts";
import { peekQueue, type QueuesState } from "./queues-state.ts";

/** What a queue looks like now. Offered, answered and abandoned today are counted from rows, not here. */
export type QueueView = {
  queue: QueueId;
  length: number;
  longestWaitMs: number;
  /** Wait of somebody who would come now. */
  expectedWaitMs: number | "unknown";
  agents: Record<AgentState, number>;
  /** The first of the line, at most `limit`. */
  waiting: { call: CallId; position: number; enteredAtMs: number; ageMs: number; priority: number; offeredTo: AgentId[] }[];
};

export function queueView(state: QueuesState, ctx: QueueContext, queue: QueueId, limit = 100): QueueView {
  const { line } = peekQueue(state, queue);
  const agents = Object.fromEntries(agentStates.map((s) => [s, 0])) as Record<AgentState, number>;
  for (const { agent } of ctx.plan.members.get(queue) ?? []) agents[agentLive(ctx.agents, agent)?.state ?? "logged-out"]++;
  let longestWaitMs = 0;
  const waiting: QueueView["waiting"] = [];
  for (const [i, call] of line.entries()) {
    const { enteredAtMs, priority, offer } = state.entries[call]!;
    const ageMs = ctx.atMs - enteredAtMs;
    longestWaitMs = Math.max(longestWaitMs, ageMs);
    if (i < limit)
      waiting.push({ call, position: i + 1, enteredAtMs, ageMs, priority, offeredTo: offer ? [...offer.agents] : [] });
  }
  return {
    queue,
    length: line.length,
    longestWaitMs,
    expectedWaitMs: expectedWait(state, ctx, queue, line.length + 1),
    agents,
    waiting,
  };
}
