import type { AgentId, QueueId } from "../../../kit/ids.ts";
import { firstFor } from "../lanes.ts";
import { membershipsAt } from "../queue-plan.ts";
import { type Entry, peekQueue, queueLive } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import { termsOf } from "./callback.ts";

const queuesOf = ({ ctx }: Scene, agent: AgentId): QueueId[] => membershipsAt(ctx.plan, agent, ctx.atMs).map((m) => m.queue);

/** Somebody waits on the line in this queue whom the agent could take. */
const liveFor = ({ state, ctx }: Scene, agent: AgentId, queue: QueueId): boolean =>
  firstFor(state, ctx, queue, agent, (entry) => !entry.callback) !== undefined;

/**
 * Old places of people who have hung up must not starve those who hold the line: when `liveFirst` callbacks in a row have gone to agents
 * who could have taken a caller of one of their queues instead, the next one goes to that caller.
 */
export function givesWay(scene: Scene, agent: AgentId, entry: Entry): boolean {
  if (!entry.callback) return false;
  const most = termsOf(scene.ctx.plan, entry.queue).liveFirst;
  return queuesOf(scene, agent).some(
    (queue) => (peekQueue(scene.state, queue).passedBy ?? 0) >= most && liveFor(scene, agent, queue),
  );
}

/** Counts before the phones ring: afterwards the agents are no longer free. */
export function noteGiven(scene: Scene, entry: Entry, agents: readonly AgentId[]): void {
  if (!entry.callback) {
    delete queueLive(scene.state, entry.queue).passedBy;
    return;
  }
  const passed = new Set(agents.flatMap((agent) => queuesOf(scene, agent).filter((queue) => liveFor(scene, agent, queue))));
  for (const queue of passed) {
    const live = queueLive(scene.state, queue);
    live.passedBy = (live.passedBy ?? 0) + 1;
  }
}
