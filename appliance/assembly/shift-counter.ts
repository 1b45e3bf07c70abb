import type { BehindRow, Counts, FigureBy, FigurePart } from "../contract/figures.ts";
import { partValue } from "../core/reports/figure-value.ts";
import { type PlanKept, planKept } from "../core/shifts/adherence.ts";
import type { FigureFilter } from "../edge/store/figure-reader.ts";
import type { Store } from "../edge/store/store.ts";

type Span = { fromMs: number; toMs: number };

/** What shifts planned and what agents did meanwhile, as base counts by agent. */
export class ShiftCounter {
  readonly #store: Pick<Store, "shiftRows" | "statesOf">;

  constructor(store: Pick<Store, "shiftRows" | "statesOf">) {
    this.#store = store;
  }

  counts(span: Span, filter: FigureFilter, by: FigureBy | undefined, nowMs: number): Map<string, Counts> {
    const found = new Map<string, Counts>();
    for (const { agent, kept } of this.#each(span, filter, nowMs)) {
      const key = by === "agent" ? agent : "";
      const sum = found.get(key) ?? {};
      for (const name of ["plannedMs", "inPlanMs", "paidMs", "availablePaidMs"] as const)
        sum[name] = (sum[name] ?? 0) + kept[name];
      found.set(key, sum);
    }
    return found;
  }

  /** The shifts behind a part of a figure, as far as they lie within the span. */
  rows(span: Span, filter: FigureFilter, part: FigurePart, nowMs: number): BehindRow[] {
    return this.#each(span, filter, nowMs).map(({ agent, fromMs, date, kept }) => ({
      of: "shift",
      atMs: fromMs,
      agent,
      how: date,
      value: partValue(part, kept) ?? 0,
    }));
  }

  #each(
    { fromMs, toMs }: Span,
    filter: FigureFilter,
    nowMs: number,
  ): { agent: string; fromMs: number; date: string; kept: PlanKept }[] {
    const span = { fromMs, toMs };
    const rows = this.#store.shiftRows(fromMs, toMs).filter((s) => filter.agent === undefined || s.agent === filter.agent);
    return rows.map((shift) => {
      const states = this.#store.statesOf(shift.agent, Math.max(shift.fromMs, fromMs), Math.min(shift.toMs, toMs));
      return { agent: shift.agent, fromMs: shift.fromMs, date: shift.date, kept: planKept(shift, states, span, nowMs) };
    });
  }
}
