import type { StoreChange } from "../../contract/records.ts";
import type { FloorEffect } from "../queues/floor.ts";

/** What is kept of the floor for the figures: calls handled, offers and how they ended, times of presence. */
export function floorRows(effect: FloorEffect): StoreChange[] {
  switch (effect.do) {
    case "agent.handled": {
      const { agent, call, queue, talkMs, holdMs, wrapMs, reached, atMs } = effect;
      if (!reached) return [];
      const parts = { ...reached, talkMs, holdMs, wrapMs, doneAtMs: atMs };
      return [{ put: "handling", row: { agent, call, ...(queue ? { queue } : {}), ...parts } }];
    }
    case "queue.offerEnded": {
      const { agent, call, queue, how, ringMs, atMs } = effect;
      return [{ put: "offer", row: { agent, call, queue, atMs: atMs - ringMs, ringMs, how } }];
    }
    case "agent.changed": {
      const { agent, from, to, why, loggedInAtMs, atMs } = effect;
      const by = "by" in why ? { inBy: why.by } : {};
      if (from === "logged-out") return [{ put: "presence", row: { agent, inAtMs: atMs, ...by } }];
      if (to !== "logged-out" || loggedInAtMs === undefined) return [];
      return [{ put: "presence", row: { agent, inAtMs: loggedInAtMs, outAtMs: atMs, outWhy: why.kind } }];
    }
    default:
      return [];
  }
}
