import type { QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { membersAt, membershipsAt, type QueueContext } from "./queue-plan.ts";
import { peekQueue, type QueuesState, queueLive } from "./queues-state.ts";

const maxHandledRows = 50;
/** Fewer calls than this say nothing about the next. */
const fewestRows = 5;
/** What was handled longer ago belongs to another hour of the day. */
const recentMs = 2 * 3_600_000;

export function noteHandled(state: QueuesState, queue: QueueId, handleMs: number, atMs: number): void {
  const { handled } = queueLive(state, queue);
  handled.push({ atMs, handleMs });
  if (handled.length > maxHandledRows) handled.shift();
}

/** Position × mean handling time ÷ agents at work, from the queue's own latest calls; honestly unknown when those are too few or nobody works. */
export const expectedWait = (state: QueuesState, ctx: QueueContext, queue: QueueId, position: number): number | "unknown" =>
  waitByPosition(state, ctx, queue)(position);

/** The same for many positions at one moment. */
export function waitByPosition(state: QueuesState, ctx: QueueContext, queue: QueueId): (position: number) => number | "unknown" {
  const recent = peekQueue(state, queue).handled.filter((row) => ctx.atMs - row.atMs <= recentMs);
  if (recent.length < fewestRows) return () => "unknown";
  const meanMs = recent.reduce((sum, row) => sum + row.handleMs, 0) / recent.length;
  const hands = handsAtWork(state, ctx, queue);
  return (position) => (hands === 0 ? "unknown" : Math.round((position * meanMs) / hands));
}

/** Agents at work for the queue; who serves several queues with callers counts for his share. */
function handsAtWork(state: QueuesState, ctx: QueueContext, queue: QueueId): number {
  let hands = 0;
  for (const { agent } of membersAt(ctx.plan, queue, ctx.atMs)) {
    const live = agentLive(ctx.agents, agent);
    if (live === undefined || live.state === "logged-out" || live.state === "not-ready") continue;
    const others = membershipsAt(ctx.plan, agent, ctx.atMs).filter(
      (m) => m.queue !== queue && peekQueue(state, m.queue).line.length > 0,
    ).length;
    hands += 1 / (1 + others);
  }
  return hands;
}
