import type { QueueSettings } from "../../contract/queue.ts";
import type { CallId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { stopRinging } from "./offers.ts";
import { type LeftWhy, type OverflowWhy, queueTimerKey } from "./queue-effect.ts";
import type { Facts } from "./queue-event.ts";
import type { QueueContext } from "./queue-plan.ts";
import { type Entry, entryOf, peekQueue } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { setTimer, timesOf } from "./times.ts";
import { positionOf, standInLine, stepOutOfLine } from "./waiting-line.ts";

const maxFacts = 32;

type Enter = { call: CallId; queue: QueueId; priority?: number; placedAtMs?: number; facts?: Facts; visited: QueueId[] };

/** A caller comes in: rung for at once if somebody is free, sent on if he may not wait, else he waits. */
export function enterQueue(scene: Scene, enter: Enter): void {
  const { state, ctx, out } = scene;
  const { call, queue } = enter;
  const settings = ctx.plan.queues.get(queue);
  if (settings === undefined || entryOf(state, call)) {
    out.push({ do: "queue.refused", call, queue, why: settings ? "already-waiting" : "no-such-queue" });
    return;
  }
  const ahead = peekQueue(state, queue).line.length;
  const entry = newEntry(scene, settings, enter);
  standInLine(state, entry);
  out.push({ do: "queue.entered", call, queue, priority: entry.priority, position: positionOf(state, entry) });
  const decision = serve(scene, entry);
  if (entry.offer) return;
  const why = mayNotWait(ctx, settings, ahead);
  if (decision) out.push({ do: "queue.waits", call, queue, decision });
  if (why) overflow(scene, entry, why);
  else setTimer(scene, entry);
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
    tried: [],
    visited: enter.visited,
    announced: 0,
  };
  return { ...entry, ...timesOf(settings, entry) };
}

function mayNotWait(ctx: QueueContext, settings: QueueSettings, ahead: number): OverflowWhy | undefined {
  const { noAgents, length } = settings.overflow;
  if (ahead >= settings.maxWaiting) return "full";
  if (noAgents && !anybodyLoggedIn(ctx, settings.id)) return "no-agents";
  return length !== undefined && ahead >= length ? "length" : undefined;
}

export const anybodyLoggedIn = (ctx: QueueContext, queue: QueueId): boolean =>
  (ctx.plan.members.get(queue) ?? []).some(({ agent }) => (agentLive(ctx.agents, agent)?.state ?? "logged-out") !== "logged-out");

/** The ring came to nothing: the caller's time may be up, else others are asked, else he waits on in his old place. */
export function backToWaiting(scene: Scene, entry: Entry): void {
  const { ctx, out } = scene;
  entry.offer = undefined;
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

/** Leaves for good; phones that still ring are stopped. */
export function leaveQueue(scene: Scene, entry: Entry, why: LeftWhy, agent?: Entry["tried"][number]["agent"]): void {
  const { state, ctx, out } = scene;
  stopRinging(
    scene,
    entry,
    entry.offer?.agents ?? [],
    why === "answered" ? "answeredElsewhere" : why === "abandoned" ? "callGone" : "withdrawn",
  );
  stepOutOfLine(state, entry);
  if (entry.timerAtMs !== undefined) out.push({ do: "timer.clear", key: queueTimerKey(entry.call) });
  const { call, queue, enteredAtMs } = entry;
  out.push({ do: "queue.left", call, queue, why, enteredAtMs, waitMs: ctx.atMs - enteredAtMs, ...(agent ? { agent } : {}) });
}

/** Sends a caller on as the queue says. Another queue takes him with his old place in the line, but none he has been sent away from. */
export function overflow(scene: Scene, entry: Entry, why: OverflowWhy): void {
  const { ctx, out } = scene;
  const wanted = ctx.plan.queues.get(entry.queue)?.overflow.to ?? { kind: "flow-return" };
  const visited = [...entry.visited, entry.queue];
  const possible = wanted.kind !== "queue" || (ctx.plan.queues.has(wanted.queue) && !visited.includes(wanted.queue));
  const to = possible ? wanted : ({ kind: "flow-return" } as const);
  out.push({ do: "queue.overflow", call: entry.call, queue: entry.queue, to, why });
  leaveQueue(scene, entry, "overflow");
  if (to.kind !== "queue") return;
  const { call, priority, placedAtMs, facts } = entry;
  enterQueue(scene, { call, queue: to.queue, priority, placedAtMs, facts, visited });
}
