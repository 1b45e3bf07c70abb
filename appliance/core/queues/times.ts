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
  // Nobody listens, and his time is the callback's own.
  if (entry.callback) return { overflowAtMs: entry.callback.expiresAtMs, announceAtMs: undefined };
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
  let next = entry.offer
    ? entry.offer.untilMs
    : Math.min(
        entry.overflowAtMs,
        entry.announceAtMs ?? Number.POSITIVE_INFINITY,
        entry.callbackOfferAtMs ?? Number.POSITIVE_INFINITY,
      );
  if (!entry.offer && entry.reserved) next = Math.min(next, entry.reserved.untilMs);
  if (!entry.offer) for (const { untilMs } of entry.tried) next = Math.min(next, untilMs);
  if (!entry.offer) next = Math.min(next, entry.fitUntilMs ?? next);
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
  const waitMs = expectedWait(state, ctx, entry.queue, position);
  offerIfLong(scene, entry, waitMs);
  const said = { ...(announce.position ? { position } : {}), ...(announce.expectedWait ? { expectedWaitMs: waitMs } : {}) };
  if (!announce.onlyImproved || isBetter(said, entry.said)) {
    out.push({ do: "queue.announce", call: entry.call, queue: entry.queue, ...said, first: entry.announced === 0 });
    entry.said = { ...(announce.position ? { position } : {}), ...(waitMs === "unknown" ? {} : { expectedWaitMs: waitMs }) };
    entry.announced++;
  }
  entry.announceAtMs = announce.everyMs === 0 ? undefined : ctx.atMs + announce.everyMs;
}

/** Nearer, or sooner; what could not be foreseen before and can be now is news too. */
function isBetter(now: { position?: number; expectedWaitMs?: number | "unknown" }, before: Entry["said"]): boolean {
  if (!before) return true;
  if (now.position !== undefined && now.position < (before.position ?? Number.POSITIVE_INFINITY)) return true;
  return typeof now.expectedWaitMs === "number" && minutes(now.expectedWaitMs) < minutes(before.expectedWaitMs);
}
/** As it is said to him. */
const minutes = (ms: number | undefined): number => (ms === undefined ? Number.POSITIVE_INFINITY : Math.round(ms / 60_000));

/** When he is to be told that he can be called back. */
export function callbackOfferAt(settings: QueueSettings, enteredAtMs: number, waitMs: number | "unknown"): number | undefined {
  const { key, offerAfterMs, whenExpectedWaitMs = Number.POSITIVE_INFINITY } = settings.callback ?? {};
  if (key === undefined) return undefined;
  if (waitMs !== "unknown" && waitMs >= whenExpectedWaitMs) return enteredAtMs;
  return offerAfterMs === undefined ? undefined : enteredAtMs + offerAfterMs;
}

/** The wait has become longer than could be foreseen when he came. */
function offerIfLong(scene: Scene, entry: Entry, waitMs: number | "unknown"): void {
  const settings = scene.ctx.plan.queues.get(entry.queue);
  if (!settings || entry.callbackOffered) return;
  const offerAtMs = callbackOfferAt(settings, entry.enteredAtMs, waitMs);
  if (offerAtMs !== undefined) entry.callbackOfferAtMs = offerAtMs;
}

/** Once; the key works at any time. */
export function offerCallbackIfDue({ ctx, out }: Scene, entry: Entry): void {
  if (entry.callbackOfferAtMs === undefined || entry.callbackOfferAtMs > ctx.atMs) return;
  delete entry.callbackOfferAtMs;
  entry.callbackOffered = true;
  out.push({ do: "queue.callbackOffer", call: entry.call, queue: entry.queue });
}
