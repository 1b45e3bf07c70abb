import type { ItemRow, LiveItem } from "../../contract/items.ts";

/** Everything that waits for a person; what is done is only a row. Plain data. */
export type ItemsState = {
  /** How many were ever made: part of their ids. */
  n: number;
  live: Record<string, ItemRow>;
};
export const newItems = (): ItemsState => ({ n: 0, live: {} });

/** More than this nobody looks through at the console; the list by route has them all. */
const mostShown = 300;

/** What the console is shown: what is due first, then the newest. */
export function liveItems({ live }: ItemsState): LiveItem[] {
  return Object.values(live)
    .sort((a, b) => Number(b.due ?? false) - Number(a.due ?? false) || b.madeAtMs - a.madeAtMs)
    .slice(0, mostShown)
    .map(({ id, kind, state, words, agent, queue, takenBy, dueAtMs, due, madeAtMs, madeBy }) => ({
      id,
      kind,
      state,
      words,
      ...(agent ? { agent } : {}),
      ...(queue ? { queue } : {}),
      ...(takenBy ? { takenBy } : {}),
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
      ...(due ? { due } : {}),
      madeAtMs,
      madeBy,
    }));
}
