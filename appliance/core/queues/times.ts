import type { QueueSettings } from "../../contract/queue.ts";
import { expectedWait } from "./expected-wait.ts";
import { queueTimerKey } from "./queue-effect.ts";
import type { Entry } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { positionOf } from "./waiting-line.ts";

/** Nobody waits longer than this, whatever the settings leave out. */
const longestWaitMs = 2 * 3_600_000;

/** When a caller overflows and hears his next announcement. */
export function timesOf(
  settings: QueueSettings,
  entry: Omit<Entry, "overflowAtMs">,
): Pick<Entry, "overflowAtMs" | "announceAtMs"> {
  const { position, expectedWait: wait, everyMs, firstAfterMs } = settings.announce;
  const wanted = position || wait;
  const first = entry.enteredAtMs + firstAfterMs;
  const announceAtMs = !wanted
    ? undefined
    : entry.announced === 0
      ? first
      : everyMs === 0
        ? undefined
        : (entry.announceAtMs ?? first);
  return { overflowAtMs: entry.enteredAtMs + (settings.overflow.afterMs ?? longestWaitMs), announceAtMs };
}

/** One timer per caller, set to whatever comes next. While phones ring only the end of the ring counts. */
export function setTimer(scene: Scene, entry: Entry): void {
  let next = entry.offer ? entry.offer.untilMs : Math.min(entry.overflowAtMs, entry.announceAtMs ?? Number.POSITIVE_INFINITY);
  if (!entry.offer) for (const { untilMs } of entry.tried) next = Math.min(next, untilMs);
  if (entry.timerAtMs === next) return;
  entry.timerAtMs = next;
  scene.out.push({ do: "timer.set", key: queueTimerKey(entry.call), atMs: next });
}

export function announceIfDue(scene: Scene, entry: Entry): void {
  const { state, ctx, out } = scene;
  const settings = ctx.plan.queues.get(entry.queue);
  if (settings === undefined || entry.announceAtMs === undefined || entry.announceAtMs > ctx.atMs) return;
  const { announce } = settings;
  const position = positionOf(state, entry);
  out.push({
    do: "queue.announce",
    call: entry.call,
    queue: entry.queue,
    ...(announce.position ? { position } : {}),
    ...(announce.expectedWait ? { expectedWaitMs: expectedWait(state, ctx, entry.queue, position) } : {}),
    first: entry.announced === 0,
  });
  entry.announced++;
  entry.announceAtMs = announce.everyMs === 0 ? undefined : ctx.atMs + announce.everyMs;
}
