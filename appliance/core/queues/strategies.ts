import type { QueueStrategy } from "../../contract/queue-choice.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { ChosenBy, Verdict } from "./decision.ts";
import { draw } from "./draw.ts";

/** An agent who can be rung. `turn`: his place in the order of turns. `order`: his fixed place, smaller first. */
export type Candidate = {
  agent: AgentId;
  idleMs: number;
  turn: number;
  order: number;
  share: number;
  /** Calls and talk of queues since local midnight. */
  calls: number;
  talkMs: number;
  /** Sum of his grades in what the caller needs. */
  points: number;
  /** By the queue's own rule. */
  score: number;
};
/** Who had the last turn, as a place in that order, how long the order is, and where the sequence of draws stands. */
export type Turns = { last: number; count: number; chance: number };
/** The verdict on each candidate, in the same order; at least one is chosen. */
type Strategy = (candidates: readonly Candidate[], turns: Turns) => Verdict[];

/** The one who has the least of something; equal: free the longest, then first in the list. */
function least(
  by: ChosenBy,
  measure: (one: Candidate, turns: Turns) => number,
  loses: (one: Candidate, best: Candidate, turns: Turns) => Verdict,
  value?: (one: Candidate) => number,
): Strategy {
  return (candidates, turns) => {
    let best = candidates[0]!;
    for (const one of candidates) {
      const difference = measure(one, turns) - measure(best, turns);
      if (difference < 0 || (difference === 0 && one.idleMs > best.idleMs)) best = one;
    }
    return candidates.map((one) => {
      if (one === best) return chosen(candidates, by, one, value?.(one));
      return measure(one, turns) === measure(best, turns)
        ? { kind: "idle-shorter", idleMs: one.idleMs, chosenIdleMs: best.idleMs }
        : loses(one, best, turns);
    });
  };
}

const chosen = (candidates: readonly Candidate[], by: ChosenBy, one: Candidate, value?: number): Verdict => ({
  kind: "chosen",
  by: candidates.length === 1 ? "only-one" : by,
  idleMs: one.idleMs,
  ...(value === undefined || candidates.length === 1 ? {} : { value }),
});

/** The first after the last one, round and round. */
const away = (one: Candidate, { last, count }: Turns): number => (one.turn - last - 1 + count) % count;

/** Drawn from a hat that holds his share of lots. */
const weightedRandom: Strategy = (candidates, { chance }) => {
  const total = candidates.reduce((sum, one) => sum + one.share, 0);
  let lot = draw(chance, total);
  const drawn = candidates.find((one) => {
    lot -= one.share;
    return lot < 0;
  })!;
  return candidates.map((one) =>
    one === drawn ? chosen(candidates, "drawn", one, one.share) : { kind: "not-drawn", share: one.share, total },
  );
};

const ringAll: Strategy = (candidates) => candidates.map((one) => chosen(candidates, "everybody", one));

export const strategies: Record<QueueStrategy, Strategy> = {
  "longest-idle": least(
    "longest-idle",
    (one) => -one.idleMs,
    (one, best) => ({ kind: "idle-shorter", idleMs: one.idleMs, chosenIdleMs: best.idleMs }),
  ),
  "round-robin": least("next-in-turn", away, (one, best, turns) => ({
    kind: "later-turn",
    turns: away(one, turns) - away(best, turns),
  })),
  "fewest-calls": least(
    "fewest-calls",
    (one) => one.calls,
    (one, best) => ({ kind: "more-calls", calls: one.calls, chosenCalls: best.calls }),
    (one) => one.calls,
  ),
  "least-talk": least(
    "least-talk",
    (one) => one.talkMs,
    (one, best) => ({ kind: "more-talk", talkMs: one.talkMs, chosenTalkMs: best.talkMs }),
    (one) => one.talkMs,
  ),
  linear: least(
    "first-in-order",
    (one) => one.order,
    (_one, best) => ({ kind: "later-in-order", after: best.agent }),
  ),
  "weighted-random": weightedRandom,
  skills: least(
    "best-skilled",
    (one) => -one.points,
    (one, best) => ({ kind: "less-skilled", points: one.points, chosenPoints: best.points }),
    (one) => one.points,
  ),
  rule: least(
    "highest-score",
    (one) => -one.score,
    (one, best) => ({ kind: "lower-score", score: one.score, chosenScore: best.score }),
    (one) => one.score,
  ),
  "ring-all": ringAll,
};
