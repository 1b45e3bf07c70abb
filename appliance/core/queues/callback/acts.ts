import type { CallbackAct } from "../../../contract/waiting.ts";
import { frontOf } from "../places.ts";
import type { Scene } from "../scene.ts";
import { reStand } from "../waiting-line.ts";
import { callbackFor, callbackOf, keepCallback } from "./callback.ts";
import { tend } from "./tend.ts";
import { withdrawCallback } from "./withdraw.ts";

/** Somebody decides about a callback; a supervisor, or the customer himself. */
export function actOnCallback(scene: Scene, id: string, act: CallbackAct, by: string): void {
  const callback = callbackOf(scene.state, id);
  if (!callback) return;
  const { row } = callback;
  switch (act.act) {
    case "cancel":
      withdrawCallback(scene, callback, by);
      return;
    case "front": {
      const front = frontOf(scene.state, row.queue, callback.entry);
      if (front) {
        row.placedAtMs = Math.min(row.placedAtMs, front.placedAtMs);
        callback.priority = Math.max(callback.priority, front.priority);
        if (callback.entry) reStand(scene.state, callback.entry, { placedAtMs: row.placedAtMs, priority: callback.priority });
      }
      break;
    }
    case "now":
      delete callback.pauseUntilMs;
      break;
    case "number":
      // One callback for a number, and nobody is called at two numbers.
      if (row.state === "dialling" || callbackFor(scene.state, act.number)) return;
      row.number = act.number;
      callback.from = { ...callback.from, number: act.number };
      break;
  }
  row.by = by;
  keepCallback(scene, callback);
  tend(scene, callback);
}
