import { exhaustive } from "../../kit/exhaustive.ts";
import { agentAvailable, agentChanged, sendOnIfDeserted } from "./agents-turn.ts";
import { noteHandled } from "./expected-wait.ts";
import { ringTimeUp, takeOutcome } from "./outcomes.ts";
import type { QueueEffect } from "./queue-effect.ts";
import type { QueueEvent } from "./queue-event.ts";
import type { QueueContext } from "./queue-plan.ts";
import { entryOf, type QueuesState } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { announceIfDue, setTimer, timesOf } from "./times.ts";
import { enterQueue, leaveQueue, overflow } from "./waiting.ts";

/** Changes `state` in place and returns what is to be done. Same state, event and context: same result. */
export function stepQueues(state: QueuesState, event: QueueEvent, ctx: QueueContext): QueueEffect[] {
  const scene: Scene = { state, ctx, out: [] };
  switch (event.on) {
    case "queue.enter":
      enterQueue(scene, { ...event, visited: [] });
      break;
    case "queue.leave": {
      const entry = entryOf(state, event.call);
      if (entry) leaveQueue(scene, entry, event.why);
      break;
    }
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
    case "queue.planChanged":
      planChanged(scene);
      break;
    default:
      exhaustive(event);
  }
  return scene.out;
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
  if (entry.tried.some((t) => t.untilMs <= ctx.atMs)) {
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
      setTimer(scene, entry);
    }
  }
  for (const queue of Object.keys(state.queues)) if (!ctx.plan.queues.has(queue as never)) delete state.queues[queue];
  for (const queue of ctx.plan.queues.keys()) sendOnIfDeserted(scene, queue);
  for (const agent of ctx.plan.memberships.keys()) agentAvailable(scene, agent);
}
