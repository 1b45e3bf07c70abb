import type { CallbackState } from "../../../contract/callback.ts";
import type { CallId, QueueId } from "../../../kit/ids.ts";
import { nextClosed, nextOpen } from "../../calendar/opening.ts";
import { askedOf } from "../lanes.ts";
import { leaveQueue } from "../leaving.ts";
import { type Entry, entryOf } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import { serve } from "../serve.ts";
import { switchOf } from "../switches.ts";
import { setTimer } from "../times.ts";
import { positionOf, standInLine } from "../waiting-line.ts";
import { allCallbacks, keepCallback, noteState, queueCallbackTimerKey, termsOf } from "./callback.ts";
import type { Callback } from "./callback-state.ts";

/** Puts a callback in the line when he may be called now, takes him out when he may not, and sets the timer to whatever changes that. */
export function tend(scene: Scene, callback: Callback): void {
  const { state, ctx } = scene;
  const { row } = callback;
  if (row.state === "dialling" || state.halted) return;
  const terms = termsOf(ctx.plan, row.queue);
  const expiresAtMs = row.requestedAtMs + terms.giveUpMs;
  if (!ctx.plan.queues.has(row.queue)) closeCallback(scene, callback, "failed", "box");
  else if (expiresAtMs <= ctx.atMs) closeCallback(scene, callback, "expired", "box");
  else {
    const { dueAtMs, closesAtMs } = whenDue(scene, callback);
    if (dueAtMs > ctx.atMs) {
      stepOut(scene, callback);
      noteNext(scene, callback, dueAtMs < expiresAtMs ? dueAtMs : undefined);
      setCallbackTimer(scene, callback, Math.min(dueAtMs, expiresAtMs));
    } else {
      noteNext(scene, callback, undefined);
      setCallbackTimer(scene, callback, Math.min(closesAtMs, expiresAtMs));
      if (callback.entry === undefined) stepIn(scene, callback, expiresAtMs);
    }
  }
}

/** Of one queue, or of all. */
export function tendAll(scene: Scene, queue?: QueueId): void {
  for (const callback of allCallbacks(scene.state))
    if (queue === undefined || callback.row.queue === queue) tend(scene, callback);
}

const weekMs = 7 * 86_400_000;

/**
 * When he may be called next, and until when: one rule for the hours and for a queue that somebody has closed by hand. He stays due meanwhile.
 * A calendar that is gone forbids nothing.
 */
function whenDue({ state, ctx }: Scene, { row, pauseUntilMs }: Callback): { dueAtMs: number; closesAtMs: number } {
  const { hours } = termsOf(ctx.plan, row.queue);
  const calendar = hours === undefined ? undefined : ctx.plan.calendars.get(hours);
  const shut = switchOf(state, row.queue, ctx.atMs);
  const shutUntilMs = shut ? (shut.untilMs ?? Number.POSITIVE_INFINITY) : 0;
  const earliest = Math.max(ctx.atMs, pauseUntilMs ?? 0, shutUntilMs);
  if (earliest === Number.POSITIVE_INFINITY) return { dueAtMs: earliest, closesAtMs: earliest };
  if (calendar === undefined) return { dueAtMs: earliest, closesAtMs: Number.POSITIVE_INFINITY };
  return {
    dueAtMs: nextOpen(calendar, earliest) ?? Number.POSITIVE_INFINITY,
    closesAtMs: nextClosed(calendar, earliest) ?? earliest + weekMs,
  };
}

/** In his first place, whatever has happened since. Each stay is a call of its own: an attempt has a record, and so has the next. */
function stepIn(scene: Scene, callback: Callback, expiresAtMs: number): void {
  const { state, ctx, out } = scene;
  const { row, priority, facts, from, seq } = callback;
  const call = `${row.id}.${callback.nextCall++}` as CallId;
  callback.entry = call;
  const settings = ctx.plan.queues.get(row.queue);
  const entry: Entry = {
    call,
    queue: row.queue,
    priority,
    enteredAtMs: ctx.atMs,
    placedAtMs: row.placedAtMs,
    seq,
    facts,
    from,
    callback: { id: row.id, number: row.number, expiresAtMs },
    tried: [],
    visited: [],
    announced: 0,
    overflowAtMs: expiresAtMs,
    ...(settings ? askedOf(settings, { facts, enteredAtMs: ctx.atMs }, ctx.atMs) : {}),
  };
  standInLine(state, entry);
  const position = positionOf(state, entry);
  out.push({ do: "queue.entered", call, queue: row.queue, priority, position, callback: row.id });
  serve(scene, entry);
  if (!entry.offer) setTimer(scene, entry);
}

/** Phones that ring for him are stopped. */
export function stepOut(scene: Scene, callback: Callback): void {
  const entry = callback.entry && entryOf(scene.state, callback.entry);
  delete callback.entry;
  if (!entry) return;
  leaveQueue(scene, entry, "returned");
  if (callback.row.state === "ringing") noteState(scene, callback, "waiting");
}

/** The end of a callback, however it comes; what is kept of it is its row. */
export function closeCallback(
  scene: Scene,
  callback: Callback,
  state: Extract<CallbackState, "done" | "failed" | "withdrawn" | "expired">,
  by: string,
): void {
  const { row, timerAtMs } = callback;
  delete row.nextAtMs;
  Object.assign(row, { state, endedAtMs: scene.ctx.atMs, by });
  stepOut(scene, callback);
  if (timerAtMs !== undefined) scene.out.push({ do: "timer.clear", key: queueCallbackTimerKey(row.id) });
  delete scene.state.callbacks?.[row.id];
  keepCallback(scene, callback);
}

function noteNext(scene: Scene, callback: Callback, nextAtMs: number | undefined): void {
  if (callback.row.nextAtMs === nextAtMs) return;
  if (nextAtMs === undefined) delete callback.row.nextAtMs;
  else callback.row.nextAtMs = nextAtMs;
  keepCallback(scene, callback);
}

function setCallbackTimer(scene: Scene, callback: Callback, atMs: number): void {
  if (callback.timerAtMs === atMs) return;
  callback.timerAtMs = atMs;
  scene.out.push({ do: "timer.set", key: queueCallbackTimerKey(callback.row.id), atMs });
}
