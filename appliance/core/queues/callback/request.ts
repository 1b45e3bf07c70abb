import { leaveQueue } from "../leaving.ts";
import type { Entry } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import { reStand } from "../waiting-line.ts";
import { allCallbacks, callbackFor, keepCallback, mostCallbacks } from "./callback.ts";
import type { Callback } from "./callback-state.ts";
import { tend } from "./tend.ts";

type Asked = { number?: string | undefined; by: string };

/** Why he can't be called back; undefined: he can. */
export function noCallback(
  scene: Scene,
  entry: Entry,
  number = entry.from?.number,
): "not-offered" | "no-number" | "too-many" | undefined {
  if (!scene.ctx.plan.queues.get(entry.queue)?.callback || !entry.from || entry.callback) return "not-offered";
  if (!number) return "no-number";
  return allCallbacks(scene.state).length >= mostCallbacks && !callbackFor(scene.state, number) ? "too-many" : undefined;
}

/** A caller leaves the line and keeps his place in it. A second request for a number joins the first, whichever place is the better. */
export function requestCallback(scene: Scene, entry: Entry, { number = entry.from?.number, by }: Asked): boolean {
  const { state, out } = scene;
  const { call, queue, from } = entry;
  const why = noCallback(scene, entry, number);
  if (why || !from || !number) {
    out.push({ do: "queue.callbackRefused", call, queue, why: why ?? "no-number" });
    return false;
  }
  const known = callbackFor(state, number);
  leaveQueue(scene, entry, "callback");
  const callback = known ?? newCallback(scene, entry, number, by);
  if (known) joins(scene, known, entry);
  out.push({
    do: "queue.callbackTaken",
    call,
    queue,
    callback: callback.row.id,
    number,
    placedAtMs: callback.row.placedAtMs,
    priority: entry.priority,
    joined: known !== undefined,
  });
  if (!known) {
    keepCallback(scene, callback);
    tend(scene, callback);
  }
  return true;
}

function newCallback({ state, ctx }: Scene, entry: Entry, number: string, by: string): Callback {
  const { call, queue, placedAtMs, priority, facts, seq, from } = entry;
  const n = state.nextCallback ?? 1;
  state.nextCallback = n + 1;
  const id = `cb${n}-${call}`;
  const language = from?.language ?? "zh";
  const callback: Callback = {
    row: {
      id,
      number,
      ...(from?.name ? { name: from.name } : {}),
      language,
      queue,
      call,
      requestedAtMs: ctx.atMs,
      placedAtMs,
      state: "waiting",
      attempts: [],
      by,
    },
    from: from ?? { language, called: "", fields: [] },
    priority,
    facts,
    seq,
    nextCall: 1,
  };
  state.callbacks ??= {};
  state.callbacks[id] = callback;
  return callback;
}

function joins(scene: Scene, known: Callback, { placedAtMs, priority, seq }: Entry): void {
  const better = priority > known.priority || placedAtMs < known.row.placedAtMs;
  if (!better) return;
  if (placedAtMs < known.row.placedAtMs) known.seq = seq;
  known.row.placedAtMs = Math.min(placedAtMs, known.row.placedAtMs);
  known.priority = Math.max(priority, known.priority);
  if (known.entry)
    reStand(scene.state, known.entry, { placedAtMs: known.row.placedAtMs, priority: known.priority, seq: known.seq });
  keepCallback(scene, known);
}
