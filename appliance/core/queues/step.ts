import { exhaustive } from "../../kit/exhaustive.ts";
import type { QueueId } from "../../kit/ids.ts";
import { agentAvailable, agentChanged, sendOnIfDeserted } from "./agents-turn.ts";
import { actOnCallback } from "./callback/acts.ts";
import { attemptEnded, haltCallbacks, resumeCallbacks } from "./callback/attempt.ts";
import { callbackOf } from "./callback/callback.ts";
import { noCallback, requestCallback } from "./callback/request.ts";
import { tend, tendAll } from "./callback/tend.ts";
import { noteHandled } from "./expected-wait.ts";
import { keepPlace } from "./kept-places.ts";
import { refit } from "./lanes.ts";
import { leaveQueue } from "./leaving.ts";
import { lookedAt, lookLater, lookTimerKey } from "./look.ts";
import { moveWaiting } from "./moving.ts";
import { ringTimeUp, takeOutcome } from "./outcomes.ts";
import type { QueueEffect } from "./queue-effect.ts";
import type { QueueEvent } from "./queue-event.ts";
import type { QueueContext } from "./queue-plan.ts";
import { entryOf, type QueuesState } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { openAgain, switchQueue } from "./switches.ts";
import { announceIfDue, offerCallbackIfDue, setTimer, timesOf } from "./times.ts";
import { enterQueue, overflow } from "./waiting.ts";

/** Changes `state` in place and returns what is to be done. Same state, event and context: same result. */
export function stepQueues(state: QueuesState, event: QueueEvent, ctx: QueueContext): QueueEffect[] {
  const scene: Scene = { state, ctx, out: [] };
  switch (event.on) {
    case "queue.enter":
      enterQueue(scene, { ...event, visited: [] });
      break;
    case "queue.leave":
      leaves(scene, event);
      break;
    case "queue.callback": {
      const entry = entryOf(state, event.call);
      if (entry) requestCallback(scene, entry, { number: event.number, by: "caller" });
      break;
    }
    case "queue.callbackAct":
      actOnCallback(scene, event.callback, event.act, event.by);
      break;
    case "queue.attemptEnded":
      attemptEnded(scene, event.callback, event.call, event.outcome);
      break;
    case "queue.halt":
      haltCallbacks(scene);
      break;
    case "queue.resume":
      resumeCallbacks(scene, event.nowMs);
      break;
    case "queue.move":
      moveWaiting(scene, event.call, event.to, event.by);
      break;
    case "queue.switch":
      switchQueue(scene, event.queue, event);
      tendAll(scene, event.queue);
      break;
    case "queue.switchTimer":
      openAgain(scene, event.queue);
      tendAll(scene, event.queue);
      break;
    case "queue.callbackTimer":
      callbackTimer(scene, event.callback);
      break;
    case "queue.offerOutcome":
      takeOutcome(scene, event.call, event.agent, event.how);
      break;
    case "queue.agentChanged":
      agentChanged(scene, event.agent);
      break;
    case "queue.handled":
      if (ctx.plan.queues.has(event.queue)) noteHandled(state, event.queue, event.handleMs, ctx.atMs);
      break;
    case "queue.timer":
      timerStrikes(scene, event.call);
      break;
    case "queue.look":
      for (const { agent } of lookedAt(scene, event.queue)) agentAvailable(scene, agent);
      sendOnIfDeserted(scene, event.queue);
      lookLater(scene, event.queue, false);
      break;
    case "queue.planChanged":
      planChanged(scene);
      break;
    default:
      exhaustive(event);
  }
  return scene.out;
}

function leaves(scene: Scene, { call, why, agent }: Extract<QueueEvent, { on: "queue.leave" }>): void {
  const entry = entryOf(scene.state, call);
  // Whoever stands there in place of a call is not the call's to take away.
  if (!entry || entry.callback) return;
  if (why === "abandoned") keepPlace(scene, entry);
  const calledBack = why === "cut-off" && scene.ctx.plan.queues.get(entry.queue)?.callback?.afterFailure;
  if (!calledBack || noCallback(scene, entry) || !requestCallback(scene, entry, { by: "failure" }))
    leaveQueue(scene, entry, why, agent);
}

function callbackTimer(scene: Scene, id: string): void {
  const callback = callbackOf(scene.state, id);
  if (!callback) return;
  delete callback.timerAtMs;
  tend(scene, callback);
}

/** A late or early timer finds nothing due and is set again. */
function timerStrikes(scene: Scene, call: Parameters<typeof entryOf>[1]): void {
  const { state, ctx } = scene;
  const entry = entryOf(state, call);
  if (entry === undefined) return;
  entry.timerAtMs = undefined;
  if (entry.offer) {
    if (entry.offer.untilMs <= ctx.atMs) ringTimeUp(scene, entry);
    else setTimer(scene, entry);
    return;
  }
  if (entry.overflowAtMs <= ctx.atMs) {
    overflow(scene, entry, "time");
    return;
  }
  announceIfDue(scene, entry);
  offerCallbackIfDue(scene, entry);
  const reservedNoLonger = (entry.reserved?.untilMs ?? Number.POSITIVE_INFINITY) <= ctx.atMs;
  const widened = entry.fitUntilMs !== undefined && entry.fitUntilMs <= ctx.atMs;
  if (widened) refit(state, ctx, entry);
  if (widened || reservedNoLonger || entry.tried.some((t) => t.untilMs <= ctx.atMs)) {
    if (reservedNoLonger) delete entry.reserved;
    entry.tried = entry.tried.filter((t) => t.untilMs > ctx.atMs);
    serve(scene, entry);
  }
  setTimer(scene, entry);
}

/** New settings: queues that are gone send their callers back to the flow, the others take the new times. */
function planChanged(scene: Scene): void {
  const { state, ctx } = scene;
  for (const entry of Object.values(state.entries)) {
    const settings = ctx.plan.queues.get(entry.queue);
    if (settings === undefined) overflow(scene, entry, "queue-gone");
    else {
      Object.assign(entry, timesOf(settings, entry));
      refit(state, ctx, entry);
      setTimer(scene, entry);
    }
  }
  tendAll(scene);
  for (const queue of Object.keys(state.switches ?? {}))
    if (!ctx.plan.queues.has(queue as QueueId)) openAgain(scene, queue as QueueId);
  for (const queue of Object.keys(state.queues) as QueueId[]) {
    if (ctx.plan.queues.has(queue)) continue;
    if (state.queues[queue]?.lookAtMs !== undefined) scene.out.push({ do: "timer.clear", key: lookTimerKey(queue) });
    delete state.queues[queue];
  }
  for (const queue of ctx.plan.queues.keys()) sendOnIfDeserted(scene, queue);
  for (const agent of ctx.plan.memberships.keys()) agentAvailable(scene, agent);
  for (const queue of ctx.plan.queues.keys()) lookLater(scene, queue, false);
}
