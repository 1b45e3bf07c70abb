import type { AgentId } from "../../kit/ids.ts";
import type { Decision } from "./decision.ts";
import { membershipsAt, type QueueContext } from "./queue-plan.ts";
import type { Entry } from "./queues-state.ts";
import { compareEntries } from "./waiting-line.ts";

type Why = Decision["before"][number]["why"];
/** The first of each of an agent's queues, in the order in which he takes them, and why the first is before another. */
export type Across = { order: Entry[]; why: (first: Entry, other: Entry) => Why };

/** Negative: `a` came first. */
const byPlace = (a: Entry, b: Entry): number => a.placedAtMs - b.placedAtMs || a.seq - b.seq;

/** Which caller comes first when several queues of an agent have some: the site decides by what. */
export function acrossQueues(ctx: QueueContext, agent: AgentId, heads: Entry[]): Across {
  switch (ctx.plan.acrossQueues) {
    case "priority":
      return {
        order: heads.sort(compareEntries),
        why: (first, other) => (first.priority > other.priority ? "priority" : "waited-longer"),
      };
    case "longest-waiting":
      return { order: heads.sort(byPlace), why: () => "waited-longer" };
    case "weights": {
      const weights = new Map(membershipsAt(ctx.plan, agent, ctx.atMs).map((m) => [m.queue, m.weight]));
      // Who has just come counts too.
      const weight = (entry: Entry): number => (weights.get(entry.queue) ?? 1) * (ctx.atMs - entry.placedAtMs + 1);
      return {
        order: heads.sort((a, b) => weight(b) - weight(a) || byPlace(a, b)),
        why: () => "weighs-more",
      };
    }
  }
}
