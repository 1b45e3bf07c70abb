import type { CallLeg } from "../call.ts";
import { closeLeg } from "../ending.ts";
import type { Scene } from "../scene.ts";

const watchersOf = ({ call }: Scene): CallLeg[] => call.legs.filter((l) => l.role === "watcher" && l.state !== "ended");

/** The talk that was watched is over, and the watching with it. */
export function endWatching(scene: Scene): void {
  for (const leg of watchersOf(scene)) closeLeg(scene, leg, "hangup");
}
