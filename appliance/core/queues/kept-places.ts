import type { QueueId } from "../../kit/ids.ts";
import type { Entry, KeptPlace, QueuesState } from "./queues-state.ts";
import type { Scene } from "./scene.ts";

const mostKept = 500;

/** He rang off: if he calls again soon, from a number we know, his place is still his. */
export function keepPlace({ state, ctx }: Scene, { queue, placedAtMs, priority, from }: Entry): void {
  const keepSec = ctx.plan.queues.get(queue)?.keepPlaceSec ?? 0;
  if (keepSec === 0 || !from?.number) return;
  const places = fresh(state, ctx.atMs).filter((p) => p.number !== from.number || p.queue !== queue);
  places.push({ number: from.number, queue, placedAtMs, priority, untilMs: ctx.atMs + keepSec * 1_000 });
  state.kept = places.slice(-mostKept);
}

/** Gives it back, once. */
export function takeKeptPlace(
  state: QueuesState,
  queue: QueueId,
  number: string | undefined,
  atMs: number,
): KeptPlace | undefined {
  const places = fresh(state, atMs);
  const found = number === undefined ? undefined : places.find((p) => p.number === number && p.queue === queue);
  if (found) state.kept = places.filter((p) => p !== found);
  return found;
}

const fresh = (state: QueuesState, atMs: number): KeptPlace[] => (state.kept ?? []).filter((p) => p.untilMs >= atMs);
