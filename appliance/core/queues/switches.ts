import type { QueueId } from "../../kit/ids.ts";
import type { QueueSwitch, QueuesState } from "./queues-state.ts";
import type { Scene } from "./scene.ts";

export const switchTimerKey = (queue: QueueId): string => `switch:${queue}`;

export function switchOf(state: QueuesState, queue: QueueId, atMs: number): QueueSwitch | undefined {
  const found = state.switches && Object.hasOwn(state.switches, queue) ? state.switches[queue] : undefined;
  return found && (found.untilMs ?? Number.POSITIVE_INFINITY) > atMs ? found : undefined;
}

export function switchQueue(scene: Scene, queue: QueueId, wish: { closed: boolean; untilMs?: number; by: string }): void {
  const { state, ctx, out } = scene;
  const { closed, untilMs, by } = wish;
  if (!ctx.plan.queues.has(queue)) return;
  if (!closed) {
    openAgain(scene, queue);
    return;
  }
  if (untilMs !== undefined && untilMs <= ctx.atMs) return;
  if (switchOf(state, queue, ctx.atMs)?.untilMs !== undefined) out.push({ do: "timer.clear", key: switchTimerKey(queue) });
  state.switches ??= {};
  state.switches[queue] = { sinceMs: ctx.atMs, ...(untilMs === undefined ? {} : { untilMs }), by };
  if (untilMs !== undefined) out.push({ do: "timer.set", key: switchTimerKey(queue), atMs: untilMs });
  out.push({ do: "queue.switched", queue });
}

/** Also when its time has come. */
export function openAgain({ state, out }: Scene, queue: QueueId): void {
  const found = state.switches?.[queue];
  if (!found) return;
  delete state.switches?.[queue];
  if (found.untilMs !== undefined) out.push({ do: "timer.clear", key: switchTimerKey(queue) });
  out.push({ do: "queue.switched", queue });
}
