import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { nextChance } from "./draw.ts";
import { refit } from "./lanes.ts";
import { lookLater } from "./look.ts";
import { ringChosen } from "./offers.ts";
import type { Entry } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { setTimer } from "./times.ts";

/** Decides for one waiting caller and rings who was chosen; returns the decision. */
export function serve(scene: Scene, entry: Entry, before: Decision["before"] = []): Decision | undefined {
  const { state, ctx } = scene;
  const settings = ctx.plan.queues.get(entry.queue);
  if (settings === undefined || entry.offer) return undefined;
  // Its time may have come while phones rang.
  if (entry.fitUntilMs !== undefined && entry.fitUntilMs <= ctx.atMs) refit(state, ctx, entry);
  const decision = decide(state, ctx, settings, entry, before);
  if (decision.chosen.length > 0) {
    ringChosen(scene, settings, entry, decision);
    // What was drawn is not drawn again.
    if (settings.strategy === "weighted-random") state.chance = nextChance(state.chance ?? 0);
    setTimer(scene, entry);
  } else
    lookLater(
      scene,
      entry.queue,
      decision.considered.some((c) => c.verdict.kind === "rule-says-no"),
    );
  return decision;
}
