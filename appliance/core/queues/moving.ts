import type { MoveTo } from "../../contract/waiting.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { callbackOf, keepCallback } from "./callback/callback.ts";
import { stepOut, tend } from "./callback/tend.ts";
import { leaveQueue } from "./leaving.ts";
import { stopRinging } from "./offers.ts";
import { placeBefore } from "./places.ts";
import { membersAt } from "./queue-plan.ts";
import { type Entry, entryOf } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { setTimer } from "./times.ts";
import { backToWaiting, enterQueue } from "./waiting.ts";
import { positionOf, reStand } from "./waiting-line.ts";

/** Nobody is kept for one agent longer than this. */
const reservedMs = 5 * 60_000;

export function moveWaiting(scene: Scene, call: CallId, to: MoveTo, by: string): void {
  const entry = entryOf(scene.state, call);
  if (!entry) return;
  const { ctx, out } = scene;
  if ("queue" in to) {
    if (to.queue === entry.queue || !ctx.plan.queues.has(to.queue)) return;
    out.push({ do: "queue.movedBy", call, queue: entry.queue, to, by });
    toQueue(scene, entry, to.queue, by);
  } else if ("place" in to) {
    // Whoever stands there keeps the place he has; it is as good and older.
    if (positionOf(scene.state, entry) === to.place) return;
    const place = placeBefore(scene.state, entry.queue, to.place, call) ?? endOf(scene, entry);
    if (place) reStand(scene.state, call, place);
    keepMoved(scene, entry, by);
    out.push({ do: "queue.movedBy", call, queue: entry.queue, to: { place: positionOf(scene.state, entry) }, by });
  } else {
    if (!membersAt(ctx.plan, entry.queue, ctx.atMs).some((m) => m.agent === to.agent)) return;
    out.push({ do: "queue.movedBy", call, queue: entry.queue, to, by });
    toAgent(scene, entry, to.agent);
  }
}

/** With his old place, wherever he has been before. */
function toQueue(scene: Scene, entry: Entry, queue: QueueId, by: string): void {
  const callback = entry.callback && callbackOf(scene.state, entry.callback.id);
  if (callback) {
    stepOut(scene, callback);
    Object.assign(callback.row, { queue, by });
    keepCallback(scene, callback);
    tend(scene, callback);
    return;
  }
  const { call, priority, placedAtMs, facts, from } = entry;
  leaveQueue(scene, entry, "moved");
  enterQueue(scene, { call, queue, priority, placedAtMs, facts, visited: [], ...(from ? { from } : {}) });
}

/** Behind the last one. */
function endOf({ state }: Scene, entry: Entry): Pick<Entry, "priority" | "placedAtMs" | "seq"> | undefined {
  const line = state.queues[entry.queue]?.line ?? [];
  const last = state.entries[line.at(-1) ?? ""];
  if (!last || last === entry) return undefined;
  return { priority: last.priority, placedAtMs: last.placedAtMs, seq: state.nextSeq++ };
}

/** A callback's place is its own, beyond this stay in the line. */
function keepMoved(scene: Scene, { callback: at, priority, placedAtMs, seq }: Entry, by: string): void {
  const callback = at && callbackOf(scene.state, at.id);
  if (!callback) return;
  Object.assign(callback.row, { placedAtMs, by });
  Object.assign(callback, { priority, seq });
  keepCallback(scene, callback);
}

/** Kept for one agent, who takes him before anybody else; after a while anybody may. */
function toAgent(scene: Scene, entry: Entry, agent: AgentId): void {
  const { state, ctx } = scene;
  entry.reserved = { agent, untilMs: ctx.atMs + reservedMs };
  entry.tried = entry.tried.filter((t) => t.agent !== agent);
  state.reserved ??= {};
  state.reserved[agent] = entry.call;
  const others = entry.offer?.agents.filter((a) => a !== agent) ?? [];
  stopRinging(scene, entry, others, "withdrawn");
  if (entry.offer?.agents.length === 0) backToWaiting(scene, entry);
  else if (!entry.offer) {
    serve(scene, entry);
    if (!entry.offer) setTimer(scene, entry);
  }
}

/** The caller who is kept for this agent, if he still waits. */
export function reservedFor({ state, ctx }: Scene, agent: AgentId): Entry | undefined {
  const call = state.reserved && Object.hasOwn(state.reserved, agent) ? state.reserved[agent] : undefined;
  const entry = call && entryOf(state, call);
  if (entry?.reserved?.agent === agent && entry.reserved.untilMs > ctx.atMs) return entry.offer ? undefined : entry;
  if (call !== undefined) delete state.reserved?.[agent];
  return undefined;
}
