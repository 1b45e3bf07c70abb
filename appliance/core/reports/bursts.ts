import type { Burst } from "../../contract/staffing.ts";

/** Calls of one interval, and which others it may be compared with (the same time of the week, say). */
export type Interval = { fromMs: number; toMs: number; like: string; calls: number };

/** So rare by chance that in a year of half-hours less than one would be seen. */
const rareShare = 1e-6;
/** A handful of calls more than usual is no outage, however rare it is by the book. */
const fewestMore = 10;

/**
 * Intervals with far more calls than random arrivals explain: after an outage everybody calls for one and the same reason, and Erlang's and all
 * other formulas for independent callers (Poisson) say nothing about that. The others of the same kind say what is usual; a median, so that the
 * burst itself does not.
 */
export function burstsIn(intervals: readonly Interval[]): Burst[] {
  const alike = new Map<string, number[]>();
  for (const { like, calls } of intervals) alike.set(like, [...(alike.get(like) ?? []), calls]);
  const all = median(intervals.map((i) => i.calls));
  const usualOf = new Map([...alike].map(([like, calls]) => [like, calls.length >= 3 ? median(calls) : all]));
  return intervals.flatMap(({ fromMs, toMs, like, calls }) => {
    // A median of none still lets somebody call.
    const usual = Math.max(usualOf.get(like) ?? 0, 1);
    return calls - usual > fewestMore && atLeast(calls, usual) < rareShare ? [{ fromMs, toMs, calls, usual }] : [];
  });
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle]! : ((ordered[middle - 1] ?? 0) + (ordered[middle] ?? 0)) / 2;
}

/** Chance of `n` or more when `mean` are expected (Poisson); its bound by Chernoff, which is never smaller than the true one. */
function atLeast(n: number, mean: number): number {
  return n <= mean ? 1 : Math.exp(n - mean - n * Math.log(n / mean));
}
