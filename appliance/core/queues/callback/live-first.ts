import type { AgentId, QueueId } from "../../../kit/ids.ts";
import type { Verdict } from "../decision.ts";
import { firstFor } from "../lanes.ts";
import { membershipsAt } from "../queue-plan.ts";
import { type Entry, peekQueue, queueLive } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import { termsOf } from "./callback.ts";

type Floor = Pick<Scene, "state" | "ctx">;

const queuesOf = ({ ctx }: Floor, agent: AgentId): QueueId[] => membershipsAt(ctx.plan, agent, ctx.atMs).map((m) => m.queue);

/** Somebody waits on the line in this queue whom the agent could take. */
const liveFor = ({ state, ctx }: Floor, agent: AgentId, queue: QueueId): boolean =>
  firstFor(state, ctx, queue, agent, (entry) => !entry.callback) !== undefined;

/**
 * Old places of people who have hung up must not starve those who hold the line: when `liveFirst` callbacks in a row have gone to agents
 * who could have taken a caller of one of their queues instead, the next one goes to that caller. Whom a supervisor has given to an agent
 * the agent takes.
 */
export function callerFirst(floor: Floor, agent: AgentId, entry: Entry): Extract<Verdict, { kind: "caller-first" }> | undefined {
  if (!entry.callback || entry.reserved?.agent === agent) return undefined;
  const most = termsOf(floor.ctx.plan, entry.queue).liveFirst;
  const queue = queuesOf(floor, agent).find(
    (id) => (peekQueue(floor.state, id).passedBy ?? 0) >= most && liveFor(floor, agent, id),
  );
  return queue && { kind: "caller-first", queue };
}

/** Counts before the phones ring: afterwards the agents are no longer free. */
export function noteGiven(scene: Scene, entry: Entry, agents: readonly AgentId[]): void {
  if (!entry.callback) {
    delete queueLive(scene.state, entry.queue).passedBy;
    return;
  }
  if (entry.reserved) return;
  const passed = new Set(agents.flatMap((agent) => queuesOf(scene, agent).filter((queue) => liveFor(scene, agent, queue))));
  for (const queue of passed) {
    const live = queueLive(scene.state, queue);
    live.passedBy = (live.passedBy ?? 0) + 1;
  }
}
