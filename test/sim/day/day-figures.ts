import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BaseCount, type Counts, type FigureBy, sourceOf } from "../../../appliance/contract/figures.ts";
import type { StoreChange } from "../../../appliance/contract/records.ts";
import { openStore } from "../../../appliance/edge/store/store.ts";
import { hourMs } from "./day-plan.ts";
import type { DayWorld } from "./day-world.ts";

export const dayBounds = { inTimeMs: 20_000, shortMs: 5_000, limitWaitMs: 120_000, shortTalkMs: 10_000, repeatMs: 3_600_000 };
const portion = 5_000;

/** The day's rows in a true database, and the figures it gives: by queue or agent, hour by hour. `twice`: closed and opened again before it is asked. */
export async function dayFigures(
  { world, plan }: DayWorld,
  bases: readonly BaseCount[],
  by: FigureBy | undefined,
  twice = false,
): Promise<Map<string, Counts>> {
  const dir = await mkdtemp(join(tmpdir(), "linebox-day-"));
  try {
    let store = await openStore({ dir, hear: () => undefined });
    const changes: StoreChange[] = world.effects.flatMap((e) => (e.do === "store" && e.change.put !== "trace" ? [e.change] : []));
    for (let i = 0; i < changes.length; i += portion) {
      store.put(changes.slice(i, i + portion));
      await store.flushed();
    }
    if (twice) {
      await store.close();
      store = await openStore({ dir, hear: () => undefined });
    }
    const found = new Map<string, Counts>();
    for (let hour = 0; hour < 29; hour++) {
      const fromMs = plan.fromMs + hour * hourMs;
      for (const source of new Set(bases.map(sourceOf))) {
        if (source === "shift") continue;
        const stretch = {
          source,
          fromMs,
          toMs: fromMs + hourMs,
          nowMs: world.atMs,
          ...(by ? { by } : {}),
          filter: {},
          boundsOf: () => dayBounds,
        };
        for (const [key, counts] of store.figureCounts({ ...stretch, bases }))
          found.set(`${key} ${hour}`, { ...found.get(`${key} ${hour}`), ...counts });
      }
    }
    await store.close();
    return found;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
