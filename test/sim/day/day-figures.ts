import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ShiftCounter } from "../../../appliance/assembly/shift-counter.ts";
import { type BaseCount, type Counts, type FigureBy, sourceOf } from "../../../appliance/contract/base-counts.ts";
import type { StoreChange } from "../../../appliance/contract/records.ts";
import { openStore, type Store } from "../../../appliance/edge/store/store.ts";
import { hourMs } from "./day-plan.ts";
import { dayShifts } from "./day-shifts.ts";
import type { DayWorld } from "./day-world.ts";

export const dayBounds = { inTimeMs: 20_000, shortMs: 5_000, limitWaitMs: 120_000, shortTalkMs: 10_000, repeatMs: hourMs };
const portion = 5_000;

/** The day's rows in a true database, filled once, and the figures it gives. */
export class DayFigures {
  readonly #day: DayWorld;
  readonly #dir: string;
  #store: Store;

  private constructor(day: DayWorld, dir: string, store: Store) {
    this.#day = day;
    this.#dir = dir;
    this.#store = store;
  }

  static async of(day: DayWorld): Promise<DayFigures> {
    const dir = await mkdtemp(join(tmpdir(), "linebox-day-"));
    const store = await openStore({ dir, hear: () => undefined });
    const changes: StoreChange[] = day.world.effects.flatMap((e) =>
      e.do === "store" && e.change.put !== "trace" ? [e.change] : [],
    );
    for (let i = 0; i < changes.length; i += portion) {
      store.put(changes.slice(i, i + portion));
      await store.flushed();
    }
    await store.putShifts(dayShifts(day.plan), [], "day");
    return new DayFigures(day, dir, store);
  }

  /** Closed and opened again, as by a restart. */
  async reopen(): Promise<void> {
    await this.#store.close();
    this.#store = await openStore({ dir: this.#dir, hear: () => undefined });
  }

  async close(): Promise<void> {
    await this.#store.close();
    await rm(this.#dir, { recursive: true, force: true });
  }

  /** By queue or agent, hour by hour: "bills 9" → counts. */
  counts(bases: readonly BaseCount[], by: FigureBy | undefined): Map<string, Counts> {
    const { plan, world } = this.#day;
    const found = new Map<string, Counts>();
    for (let hour = 0; hour < 29; hour++) {
      const fromMs = plan.fromMs + hour * hourMs;
      for (const source of new Set(bases.map(sourceOf))) {
        if (source === "shift") {
          const shifts = new ShiftCounter(this.#store).counts({ fromMs, toMs: fromMs + hourMs }, {}, by, world.atMs);
          for (const [key, counts] of shifts) found.set(`${key} ${hour}`, { ...found.get(`${key} ${hour}`), ...counts });
          continue;
        }
        const stretch = { source, fromMs, toMs: fromMs + hourMs, nowMs: world.atMs, filter: {}, boundsOf: () => dayBounds };
        for (const [key, counts] of this.#store.figureCounts({ ...stretch, ...(by ? { by } : {}), bases }))
          found.set(`${key} ${hour}`, { ...found.get(`${key} ${hour}`), ...counts });
      }
    }
    return found;
  }
}
