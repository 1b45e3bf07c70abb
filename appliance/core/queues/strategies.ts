import type { QueueStrategy } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { Verdict } from "./decision.ts";

/** An agent who can be rung. `turn`: his place in the order of turns. */
export type Candidate = { agent: AgentId; idleMs: number; turn: number };
/** Who had the last turn, as a place in that order, and how long the order is. */
export type Turns = { last: number; count: number };
/** The verdict on each candidate, in the same order; at least one is chosen. */
type Strategy = (candidates: readonly Candidate[], turns: Turns) => Verdict[];

/** Who has been free the longest; equal: first in the order. */
const longestIdle: Strategy = (candidates) => {
  let best = candidates[0]!;
  for (const one of candidates) if (one.idleMs > best.idleMs) best = one;
  return candidates.map((one) =>
    one === best
      ? { kind: "chosen", by: candidates.length === 1 ? "only-one" : "longest-idle", idleMs: one.idleMs }
      : { kind: "idle-shorter", idleMs: one.idleMs, chosenIdleMs: best.idleMs },
  );
};

/** The first after the last one, round and round. */
const roundRobin: Strategy = (candidates, { last, count }) => {
  const away = (one: Candidate): number => (one.turn - last - 1 + count) % count;
  let best = candidates[0]!;
  for (const one of candidates) if (away(one) < away(best)) best = one;
  return candidates.map((one) =>
    one === best
      ? { kind: "chosen", by: candidates.length === 1 ? "only-one" : "next-in-turn", idleMs: one.idleMs }
      : { kind: "later-turn", turns: away(one) - away(best) },
  );
};

const ringAll: Strategy = (candidates) =>
  candidates.map((one) => ({ kind: "chosen", by: candidates.length === 1 ? "only-one" : "everybody", idleMs: one.idleMs }));

export const strategies: Record<QueueStrategy, Strategy> = {
  "longest-idle": longestIdle,
  "round-robin": roundRobin,
  "ring-all": ringAll,
};
