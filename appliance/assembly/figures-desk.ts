import { createHash } from "node:crypto";
import { baseCounts, sourceOf } from "../contract/base-counts.ts";
import { defaultTargets } from "../contract/default-targets.ts";
import type {
  BaseCount,
  BehindRow,
  CountSource,
  Counts,
  FigureBy,
  FigureFormula,
  FigureInterval,
  FigureRow,
} from "../contract/figures.ts";
import type { RouteReply } from "../contract/routes.ts";
import type { Settings } from "../contract/settings.ts";
import { figureOf, formulaOf, usualFigures } from "../core/reports/catalogue.ts";
import { addCounts, basesOfFormula, figureValue, sourceOfPart } from "../core/reports/figure-value.ts";
import { cutRange, type Piece, type Slot } from "../core/reports/pieces.ts";
import { type Range, readRange } from "../core/reports/range.ts";
import { levelFormula } from "../core/reports/wallboard.ts";
import type { FigureBounds, FigureFilter, FigureStretch } from "../edge/store/figure-reader.ts";
import { basesOfSource } from "../edge/store/figure-reader.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { Breath } from "./breath.ts";
import { mostRows, mostSlots, tooFine, type Unanswered, wrongRange } from "./figures-unanswered.ts";
import type { DayOf, Keeping, KeptDays } from "./kept-days.ts";
import type { ShiftCounter } from "./shift-counter.ts";

export type FigureQuestion = {
  from?: string;
  to?: string;
  by?: FigureBy;
  interval?: FigureInterval;
  queue?: string;
  agent?: string;
  line?: string;
  direction?: "in" | "out" | "internal";
  withinSec?: number;
  shortSec?: number;
  figures?: string;
};
export type BehindQuestion = FigureQuestion & {
  id: string;
  formula?: string;
  part?: "over" | "under";
  key?: string;
  slot?: number;
  hour?: number;
  offset?: number;
  limit?: number;
};
type FigureReport = RouteReply<"figures">;

/** Questions of this kind at one time; each takes turns with the calls. */
const mostAtOnce = 3;
const usualPage = 100;

type FigureStore = Pick<Store, "figureCounts" | "figureRows" | "figureTotal" | "figureApplies" | "figureReads" | "figureMeaning">;
/** What of the settings figures depend on. */
export type FigureSettings = Pick<Settings, "site" | "queues" | "agents" | "trunks" | "lines" | "targets">;

/** Answers questions for figures from rows, piece by piece, so that a year's report never keeps a call waiting. */
export class FiguresDesk {
  readonly #store: FigureStore;
  readonly #settings: () => FigureSettings;
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #shifts: ShiftCounter;
  /** Without it everything is counted anew each time. */
  readonly #kept: KeptDays | undefined;
  #running = 0;

  constructor(
    store: FigureStore,
    settings: () => FigureSettings,
    clock: Pick<Clock, "nowMs">,
    shifts: ShiftCounter,
    kept?: KeptDays,
  ) {
    this.#kept = kept;
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
    this.#shifts = shifts;
  }

  async figures(question: FigureQuestion): Promise<FigureReport | { unanswered: Unanswered }> {
    const asked = this.#ask(question);
    if ("unanswered" in asked) return asked;
    const wanted = wantedFigures(question.figures, this.#settings());
    if ("unanswered" in wanted) return wanted;
    const bases = [...new Set(wanted.formulas.flatMap(([, formula]) => basesOfFormula(formula)))];
    return this.#alone(async () => {
      const counted = await this.#count(asked, bases);
      const rows = rowsOf(asked.slots, counted, asked.by !== undefined);
      if (rows.length > mostRows) return { unanswered: tooFine };
      for (const row of rows)
        row.figures = Object.fromEntries(wanted.formulas.map(([id, formula]) => [id, figureValue(formula, row.counts)]));
      return { ...asked.range, figures: wanted.formulas.map(([id]) => id), rows };
    });
  }

  /** The rows behind a figure's upper or lower part, oldest first. */
  async behind(question: BehindQuestion): Promise<{ total: number; rows: BehindRow[] } | { unanswered: Unanswered }> {
    const { id, part = "over", key, slot, hour, offset = 0, limit = usualPage } = question;
    const figure = figureOf(id);
    const named =
      id === "serviceLevel" && question.formula === undefined ? levelFormula(this.#settings().targets).id : question.formula;
    const formula = figure && formulaOf(figure, named);
    const wanted = formula?.[part];
    if (!wanted) return { unanswered: "not-found" };
    const asked = this.#ask(question);
    if ("unanswered" in asked) return asked;
    const filter = key === undefined || asked.by === undefined ? asked.filter : { ...asked.filter, [asked.by]: key };
    const at = asked.slots.findIndex((s) => (hour === undefined ? s.fromMs === slot : s.hour === hour));
    if ((slot !== undefined || hour !== undefined) && at < 0) return { unanswered: "not-found" };
    const pieces = at < 0 ? asked.pieces : asked.pieces.filter((piece) => piece.row === at);
    const source = sourceOfPart(wanted);
    if (!this.#applies(source, Object.keys(filter) as FigureBy[])) return { unanswered: "not-found" };
    return this.#alone(async () => {
      const breath = new Breath();
      const rows: BehindRow[] = [];
      let total = 0;
      for (const piece of pieces) {
        // Only as many as are still wanted leave the store; the others are counted.
        const found = this.#rowsOf({ ...asked, filter }, source, piece, wanted, total, offset, limit - rows.length);
        total += found.total;
        rows.push(...found.rows);
        await breath.take();
      }
      return { total, rows };
    });
  }

  #rowsOf(
    asked: Asked,
    source: CountSource,
    piece: Piece,
    part: NonNullable<FigureFormula["under"]>,
    before: number,
    offset: number,
    room: number,
  ): { total: number; rows: BehindRow[] } {
    if (source === "shift") {
      const all = this.#shifts.rows(piece, asked.filter, part, asked.nowMs);
      const skip = Math.max(0, offset - before);
      return { total: all.length, rows: all.slice(skip, skip + Math.max(0, room)) };
    }
    const stretch = this.#stretch(asked, source, piece);
    const total = this.#store.figureTotal(stretch, part);
    const skip = Math.max(0, offset - before);
    if (room <= 0 || skip >= total) return { total, rows: [] };
    return { total, rows: this.#store.figureRows(stretch, part, skip, room) };
  }

  #ask(question: FigureQuestion): Asked | { unanswered: Unanswered } {
    const { interval = "all", by, queue, agent, line, direction, withinSec, shortSec } = question;
    const settings = this.#settings();
    const { timeZone } = settings.site;
    const nowMs = this.#clock.nowMs();
    const range = readRange(question, timeZone, nowMs);
    if ("wrong" in range) return { unanswered: wrongRange[range.wrong] };
    // Refused before it is cut: the cutting itself would take long.
    if ((range.toMs - range.fromMs) / slotMs[interval] > mostSlots) return { unanswered: tooFine };
    const filter = Object.fromEntries(
      Object.entries({ queue, agent, line, direction }).filter(([, v]) => v !== undefined),
    ) as FigureFilter;
    const boundsOf = boundsFrom(settings, withinSec, shortSec);
    return {
      range,
      ...cutRange(range, interval, timeZone),
      nowMs,
      ...(by ? { by } : {}),
      filter,
      boundsOf,
      // A day as a whole is counted alike for "day" and "all".
      interval: interval === "all" ? "day" : interval === "hour-of-day" ? "60" : interval,
      bounds: JSON.stringify(["", ...settings.queues.map((q) => q.id as string)].map((id) => [id, boundsOf(id)])),
    };
  }

  /** Counts by key for each slot. A source that can't be told apart as asked is left out, and what needs it has no value. */
  async #count(asked: Asked, bases: readonly BaseCount[]): Promise<Map<string, Counts>[]> {
    const breath = new Breath();
    const counted = asked.slots.map(() => new Map<string, Counts>());
    const names = [...new Set([...(Object.keys(asked.filter) as FigureBy[]), ...(asked.by ? [asked.by] : [])])];
    const used = [...new Set(bases.map(sourceOf))].filter((source) => this.#applies(source, names));
    const days = daysOf(asked.pieces);
    const kept = await this.#kept?.open(days, asked.nowMs);
    const counters = used.map((source) => ({
      keeping: kept && this.#keeping(asked, source),
      wanted: bases.filter((base) => sourceOf(base) === source),
      source,
    }));
    for (const day of days)
      for (const { source, keeping, wanted } of counters) {
        const count = (piece: Piece): Map<string, Counts> =>
          source === "shift"
            ? this.#shifts.counts(piece, asked.filter, asked.by, asked.nowMs)
            : this.#store.figureCounts({ ...this.#stretch(asked, source, piece), bases: keeping?.bases ?? bases });
        const found = kept && keeping ? kept.counts(keeping, day, count) : day.pieces.map(count);
        for (const [i, piece] of day.pieces.entries()) {
          const slot = counted[piece.row]!;
          for (const [key, counts] of found[i]!) slot.set(key, addCounts(slot.get(key) ?? {}, only(counts, wanted)));
        }
        await breath.take();
      }
    void kept?.close().catch(() => undefined);
    const none = Object.fromEntries(bases.filter((b) => used.includes(sourceOf(b))).map((b) => [b, 0]));
    for (const slot of counted) {
      if (!asked.by && !slot.has("")) slot.set("", {});
      for (const [key, counts] of slot) slot.set(key, { ...none, ...counts });
    }
    return counted;
  }

  /** `shape`: all that decides what a day of this source comes to, but for the rows. */
  #keeping(asked: Asked, source: CountSource): Keeping {
    const { by, filter, interval, bounds } = asked;
    const meaning = source === "shift" ? adherenceMeaning : this.#store.figureMeaning(source);
    const of = [by ?? "", Object.entries(filter).sort(), interval, bounded.has(source) ? bounds : ""];
    const shape = createHash("sha256")
      .update(JSON.stringify([meaning, of]))
      .digest("base64url");
    if (source === "shift") return { source, shape, bases: shiftBases, reads: () => undefined };
    const reads = (fromMs: number, toMs: number) => this.#store.figureReads(this.#stretch(asked, source, { fromMs, toMs }));
    return { source, shape, bases: basesOfSource(source), reads };
  }

  #applies(source: CountSource, names: readonly FigureBy[]): boolean {
    return source === "shift" ? names.every((n) => n === "agent") : this.#store.figureApplies(source, names);
  }
  #stretch(asked: Asked, source: FigureStretch["source"], { fromMs, toMs }: Range): FigureStretch {
    const { nowMs, by, filter, boundsOf } = asked;
    return { source, fromMs, toMs, nowMs, ...(by ? { by } : {}), filter, boundsOf };
  }

  async #alone<T>(work: () => Promise<T>): Promise<T | { unanswered: Unanswered }> {
    if (this.#running >= mostAtOnce) return { unanswered: "busy" };
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
    }
  }
}

type Asked = {
  range: Range;
  slots: Slot[];
  pieces: Piece[];
  nowMs: number;
  by?: FigureBy;
  filter: FigureFilter;
  boundsOf: (queue: string) => FigureBounds;
  interval: Exclude<FigureInterval, "all" | "hour-of-day">;
  /** The same bounds as text. */
  bounds: string;
};

/** To be raised when core/shifts/adherence counts otherwise. */
const adherenceMeaning = "shifts 2";
/** What they come to depends on what the settings call in time, short, and again. */
const bounded: ReadonlySet<CountSource> = new Set(["stay", "stay-talk", "contact"]);
const shiftBases = baseCounts.filter((base) => sourceOf(base) === "shift");

/** Pieces of each local day together. */
function daysOf(pieces: readonly Piece[]): DayOf<Piece>[] {
  const days: DayOf<Piece>[] = [];
  let last = -1;
  for (const piece of pieces) {
    const day = days.at(-1);
    if (day && piece.day === last) {
      day.toMs = piece.toMs;
      day.pieces.push(piece);
    } else days.push({ fromMs: piece.fromMs, toMs: piece.toMs, pieces: [piece] });
    last = piece.day;
  }
  return days;
}

function only(counts: Counts, wanted: readonly BaseCount[]): Counts {
  const found: Counts = {};
  for (const base of wanted) if (counts[base] !== undefined) found[base] = counts[base];
  return found;
}

const slotMs: Record<FigureInterval, number> = {
  "15": 900_000,
  "30": 1_800_000,
  "60": 3_600_000,
  day: 86_400_000,
  "hour-of-day": 86_400_000,
  all: 86_400_000,
};

/** Each queue's own T and short abandon, unless the question names others. */
export function boundsFrom(
  settings: Pick<Settings, "queues" | "targets">,
  withinSec?: number,
  shortSec?: number,
): (queue: string) => FigureBounds {
  const { longestAnswerSec, shortTalkSec, repeatDays } = { ...defaultTargets, ...settings.targets };
  const queues = new Map(settings.queues.map((q) => [q.id as string, q]));
  return (id) => ({
    inTimeMs: (withinSec ?? queues.get(id)?.serviceLevelSec ?? 20) * 1_000,
    shortMs: (shortSec ?? queues.get(id)?.shortAbandonSec ?? 5) * 1_000,
    limitWaitMs: longestAnswerSec * 1_000,
    shortTalkMs: shortTalkSec * 1_000,
    repeatMs: repeatDays * 86_400_000,
  });
}

function wantedFigures(
  text: string | undefined,
  settings: FigureSettings,
): { formulas: [string, FigureFormula][] } | { unanswered: Unanswered } {
  const formulas: [string, FigureFormula][] = [];
  for (const name of text ? text.split(",") : usualFigures) {
    const [id = "", wanted] = name.trim().split(":");
    const figure = figureOf(id);
    const usual = id === "serviceLevel" ? levelFormula(settings.targets).id : undefined;
    const formula = figure && formulaOf(figure, wanted ?? usual);
    if (!formula)
      return {
        unanswered: {
          path: "/figures",
          reason: { en: `There is no figure "${name.slice(0, 60)}".`, zh: `没有指标“${name.slice(0, 60)}”。` },
          hint: { en: "The catalogue lists them all.", zh: "请查看指标目录。" },
        },
      };
    formulas.push([wanted === undefined ? id : `${id}:${wanted}`, formula]);
  }
  return { formulas };
}

function rowsOf(slots: readonly Slot[], counted: readonly Map<string, Counts>[], byKey: boolean): FigureRow[] {
  return slots.flatMap(({ fromMs, toMs, label, hour }, i) =>
    [...counted[i]!].map(([key, counts]) => ({
      ...(byKey ? { key } : {}),
      ...(hour === undefined ? {} : { hour }),
      fromMs,
      toMs,
      label,
      counts,
      figures: {},
    })),
  );
}
