import type { Shelf } from "../../contract/alarm-row.ts";
import type { Effect } from "../../contract/effects.ts";
import type { CareState } from "./care-state.ts";

/** Rings when the first of those that are put aside comes back. */
export const shelfTimer = "care:shelf";

/** What stands on the shelf for a code of a subject, also when it is raised anew meanwhile. */
export const shelfFor = ({ shelves }: CareState, key: string, atMs: number): Shelf | undefined => {
  const shelf = Object.hasOwn(shelves, key) ? shelves[key] : undefined;
  return shelf && shelf.untilMs > atMs ? shelf : undefined;
};

/** Takes away what has stood there long enough; says which. */
export function shelvesOver({ shelves }: CareState, atMs: number): string[] {
  const over = Object.keys(shelves).filter((key) => shelves[key]!.untilMs <= atMs);
  for (const key of over) delete shelves[key];
  return over;
}

export function shelfClock({ shelves }: CareState): Effect {
  const moments = Object.values(shelves).map((shelf) => shelf.untilMs);
  if (moments.length === 0) return { do: "timer.clear", key: shelfTimer };
  return { do: "timer.set", key: shelfTimer, atMs: moments.reduce((a, b) => Math.min(a, b)) };
}
