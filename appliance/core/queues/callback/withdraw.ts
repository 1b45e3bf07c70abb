import type { Scene } from "../scene.ts";
import type { Callback } from "./callback-state.ts";
import { closeCallback } from "./tend.ts";

/** No longer wanted: an attempt under way is called off, and its agent is free. */
export function withdrawCallback(scene: Scene, callback: Callback, by: string): void {
  const { row } = callback;
  const running = row.state === "dialling" ? row.attempts.at(-1) : undefined;
  if (running && running.outcome === undefined) {
    Object.assign(running, { outcome: "withdrawn", endedAtMs: scene.ctx.atMs });
    scene.out.push({ do: "queue.callbackOff", call: running.call, queue: row.queue });
  }
  closeCallback(scene, callback, "withdrawn", by);
}
