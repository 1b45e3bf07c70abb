import type { QueueId } from "../../kit/ids.ts";
import { membersAt } from "./queue-plan.ts";
import { peekQueue, queueLive } from "./queues-state.ts";
import type { Scene } from "./scene.ts";

/** Key of a queue's own timer. */
export const lookTimerKey = (queue: QueueId): string => `look:${queue}`;

/** A rule may speak of time: where it left somebody free, it is asked again so soon. */
const ruleAgainMs = 5_000;

/** Somebody waits: the queue looks again when guests come or go, and soon when its rule left somebody free. */
export function lookLater(scene: Scene, queue: QueueId, byRule: boolean): void {
  const { state, ctx, out } = scene;
  if (!byRule && !ctx.plan.guestTurns.has(queue)) return;
  if (peekQueue(state, queue).line.length === 0) return;
  const turn = ctx.plan.guestTurns.get(queue)?.find((atMs) => atMs > ctx.atMs);
  const wanted = Math.min(turn ?? Number.POSITIVE_INFINITY, byRule ? ctx.atMs + ruleAgainMs : Number.POSITIVE_INFINITY);
  const live = queueLive(state, queue);
  if (!Number.isFinite(wanted) || (live.lookAtMs !== undefined && live.lookAtMs <= wanted)) return;
  live.lookAtMs = wanted;
  out.push({ do: "timer.set", key: lookTimerKey(queue), atMs: wanted });
}

/** The members who may have become free for somebody; the timer has struck. */
export function lookedAt(scene: Scene, queue: QueueId) {
  const { state, ctx } = scene;
  const live = Object.hasOwn(state.queues, queue) ? state.queues[queue] : undefined;
  if (live === undefined) return [];
  live.lookAtMs = undefined;
  return membersAt(ctx.plan, queue, ctx.atMs);
}
