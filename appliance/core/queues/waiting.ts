import type { QueueSettings } from "../../contract/queue.ts";
import type { Sentence } from "../../contract/records.ts";
import type { WaitingCaller } from "../../contract/waiting.ts";
import type { CallId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { isOpen } from "../calendar/opening.ts";
import { callbackFor, callbackOf, noteRinging } from "./callback/callback.ts";
import { noCallback, requestCallback } from "./callback/request.ts";
import { closeCallback } from "./callback/tend.ts";
import { withdrawCallback } from "./callback/withdraw.ts";
import { expectedWait } from "./expected-wait.ts";
import { takeKeptPlace } from "./kept-places.ts";
import { askedOf } from "./lanes.ts";
import { leaveQueue } from "./leaving.ts";
import type { OverflowWhy } from "./queue-effect.ts";
import type { Facts } from "./queue-event.ts";
import { membersAt, type QueueContext } from "./queue-plan.ts";
import { type Entry, entryOf, peekQueue } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { standingOf } from "./standing.ts";
import { switchOf } from "./switches.ts";
import { callbackOfferAt, offerCallbackIfDue, setTimer, timesOf } from "./times.ts";
import { positionOf, standInLine } from "./waiting-line.ts";

const maxFacts = 32;

type Enter = {
  call: CallId;
  queue: QueueId;
  priority?: number;
  placedAtMs?: number;
  facts?: Facts;
  from?: WaitingCaller;
  visited: QueueId[];
};

/** A caller comes in: rung for at once if somebody is free, sent on if he may not wait, else he waits. */
export function enterQueue(scene: Scene, enter: Enter): void {
  const { state, ctx, out } = scene;
  const { call, queue } = enter;
  const settings = ctx.plan.queues.get(queue);
  if (settings === undefined || entryOf(state, call)) {
    out.push({ do: "queue.refused", call, queue, why: settings ? "already-waiting" : "no-such-queue" });
    return;
  }
  const shut = switchOf(state, queue, ctx.atMs) ? {} : closedNow(ctx, settings);
  if (shut) {
    out.push({ do: "queue.refused", call, queue, why: "closed", ...shut });
    return;
  }
  const { line, callbacks = 0 } = peekQueue(state, queue);
  const ahead = line.length - callbacks;
  const { because, ...place } = standingOf(settings, enter, ctx.atMs);
  const entry = newEntry(scene, settings, { ...enter, ...place });
  const kept = oldPlace(scene, entry);
  standInLine(state, entry);
  const position = positionOf(state, entry);
  const told = { ...(kept ? { kept } : {}), ...(because ? { because } : {}) };
  out.push({ do: "queue.entered", call, queue, priority: entry.priority, position, ...told });
  const decision = serve(scene, entry);
  if (entry.offer) return;
  const why = mayNotWait(scene, settings, ahead, position);
  if (decision) out.push({ do: "queue.waits", call, queue, decision });
  if (why) {
    overflow(scene, entry, why);
    return;
  }
  entry.callbackOfferAtMs = callbackOfferAt(settings, ctx.atMs, expectedWait(state, ctx, queue, position));
  offerCallbackIfDue(scene, entry);
  setTimer(scene, entry);
}

/** Who rang off a moment ago, or was to be called back, has the place he had; nobody who hides his number. */
function oldPlace(scene: Scene, entry: Entry): "rang-off" | "callback" | undefined {
  const { state, ctx } = scene;
  const number = entry.from?.number;
  if (number === undefined) return undefined;
  const callback = callbackFor(state, number);
  if (callback) {
    Object.assign(entry, {
      placedAtMs: Math.min(entry.placedAtMs, callback.row.placedAtMs),
      priority: Math.max(entry.priority, callback.priority),
    });
    withdrawCallback(scene, callback, "caller");
    return "callback";
  }
  const kept = takeKeptPlace(state, entry.queue, number, ctx.atMs);
  if (!kept) return undefined;
  entry.placedAtMs = Math.min(entry.placedAtMs, kept.placedAtMs);
  entry.priority = Math.max(entry.priority, kept.priority);
  return "rang-off";
}

function newEntry(scene: Scene, settings: QueueSettings, enter: Enter): Entry {
  const { atMs } = scene.ctx;
  const entry = {
    call: enter.call,
    queue: enter.queue,
    priority: enter.priority ?? settings.priority,
    enteredAtMs: atMs,
    placedAtMs: Math.min(atMs, enter.placedAtMs ?? atMs),
    seq: scene.state.nextSeq++,
    facts: Object.fromEntries(Object.entries(enter.facts ?? {}).slice(0, maxFacts)),
    ...(enter.from ? { from: enter.from } : {}),
    tried: [],
    visited: enter.visited,
    announced: 0,
  };
  return { ...entry, ...askedOf(settings, entry, atMs), ...timesOf(settings, entry) };
}

/** `ahead`: callers on the line; people who have hung up crowd nobody out. */
function mayNotWait({ state, ctx }: Scene, settings: QueueSettings, ahead: number, position: number): OverflowWhy | undefined {
  const { noAgents, length, expectedWaitMs } = settings.overflow;
  if (ahead >= settings.maxWaiting) return "full";
  if (noAgents && !anybodyLoggedIn(ctx, settings.id)) return "no-agents";
  if (length !== undefined && ahead >= length) return "length";
  const waitMs = expectedWaitMs === undefined ? "unknown" : expectedWait(state, ctx, settings.id, position);
  return waitMs !== "unknown" && waitMs >= (expectedWaitMs ?? 0) ? "expected-wait" : undefined;
}

/** Outside its hours nobody is let in; who waits already is served. */
function closedNow(ctx: QueueContext, settings: QueueSettings): { because: Sentence } | undefined {
  const calendar = settings.hours === undefined ? undefined : ctx.plan.calendars.get(settings.hours);
  const opening = calendar && isOpen(calendar, ctx.atMs);
  return opening && !opening.open ? { because: opening.why } : undefined;
}

export const anybodyLoggedIn = (ctx: QueueContext, queue: QueueId): boolean =>
  membersAt(ctx.plan, queue, ctx.atMs).some(
    ({ agent }) => (agentLive(ctx.agents, agent)?.state ?? "logged-out") !== "logged-out",
  );

/** The ring came to nothing: the caller's time may be up, else others are asked, else he waits on in his old place. */
export function backToWaiting(scene: Scene, entry: Entry): void {
  const { ctx, out } = scene;
  entry.offer = undefined;
  noteRinging(scene, entry, false);
  const settings = ctx.plan.queues.get(entry.queue);
  if (settings === undefined) overflow(scene, entry, "queue-gone");
  else if (entry.overflowAtMs <= ctx.atMs) overflow(scene, entry, "time");
  else {
    const decision = serve(scene, entry);
    if (entry.offer) return;
    if (decision) out.push({ do: "queue.waits", call: entry.call, queue: entry.queue, decision });
    setTimer(scene, entry);
  }
}

/** Sends a caller on as the queue says. Another queue takes him with his old place in the line, but none he has been sent away from. */
export function overflow(scene: Scene, entry: Entry, why: OverflowWhy): void {
  const { ctx, out } = scene;
  const callback = entry.callback && callbackOf(scene.state, entry.callback.id);
  if (callback) {
    closeCallback(scene, callback, why === "queue-gone" ? "failed" : "expired", "box");
    return;
  }
  const wanted = ctx.plan.queues.get(entry.queue)?.overflow.to ?? { kind: "flow-return" };
  const visited = [...entry.visited, entry.queue];
  const possible =
    wanted.kind === "queue"
      ? ctx.plan.queues.has(wanted.queue) && !visited.includes(wanted.queue)
      : wanted.kind !== "callback" || noCallback(scene, entry) === undefined;
  const to = possible ? wanted : ({ kind: "flow-return" } as const);
  out.push({ do: "queue.overflow", call: entry.call, queue: entry.queue, to, why });
  if (to.kind === "callback") {
    requestCallback(scene, entry, { by: "overflow" });
    return;
  }
  leaveQueue(scene, entry, "overflow");
  if (to.kind !== "queue") return;
  const { call, priority, placedAtMs, facts, from } = entry;
  enterQueue(scene, { call, queue: to.queue, priority, placedAtMs, facts, visited, ...(from ? { from } : {}) });
}
