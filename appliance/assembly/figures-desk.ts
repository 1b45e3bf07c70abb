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
import { sourceOf } from "../contract/figures.ts";
import type { Sentence } from "../contract/records.ts";
import type { Settings } from "../contract/settings.ts";
import { defaultTargets } from "../contract/targets.ts";
import { figureOf, formulaOf, usualFigures } from "../core/reports/catalogue.ts";
import { addCounts, basesOfFormula, figureValue, sourceOfPart } from "../core/reports/figure-value.ts";
import { cutRange, type Piece, type Slot } from "../core/reports/pieces.ts";
import { mostDays, type Range, readRange } from "../core/reports/range.ts";
import { levelFormula } from "../core/reports/wallboard.ts";
import type { FigureBounds, FigureFilter, FigureStretch } from "../edge/store/figure-reader.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { Breath } from "./breath.ts";
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
/** A question that can't be answered: where, why, and what would help. */
export type Unanswered = { path: string; reason: Sentence; hint: Sentence } | "busy" | "not-found";
export type FigureReport = { fromMs: number; toMs: number; figures: string[]; rows: FigureRow[] };

/** More rows nobody reads; a finer interval wants a shorter time. */
const mostSlots = 3_000;
const mostRows = 20_000;
/** Questions of this kind at one time; each takes turns with the calls. */
const mostAtOnce = 3;
const usualPage = 100;

/** Answers questions for figures from rows, piece by piece, so that a year's report never keeps a call waiting. */
export class FiguresDesk {
  readonly #store: Pick<Store, "figureCounts" | "figureRows" | "figureTotal" | "figureApplies">;
  readonly #settings: () => Settings;
  readonly #clock: Clock;
  readonly #shifts: ShiftCounter;
  #running = 0;

  constructor(
    store: Pick<Store, "figureCounts" | "figureRows" | "figureTotal" | "figureApplies">,
    settings: () => Settings,
    clock: Clock,
    shifts: ShiftCounter,
  ) {
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
    return {
      range,
      ...cutRange(range, interval, timeZone),
      nowMs,
      ...(by ? { by } : {}),
      filter,
      boundsOf: boundsFrom(settings, withinSec, shortSec),
    };
  }

  /** Counts by key for each slot. A source that can't be told apart as asked is left out, and what needs it has no value. */
  async #count(asked: Asked, bases: readonly BaseCount[]): Promise<Map<string, Counts>[]> {
    const breath = new Breath();
    const counted = asked.slots.map(() => new Map<string, Counts>());
    const names = [...new Set([...(Object.keys(asked.filter) as FigureBy[]), ...(asked.by ? [asked.by] : [])])];
    const used = [...new Set(bases.map(sourceOf))].filter((source) => this.#applies(source, names));
    for (const piece of asked.pieces) {
      const slot = counted[piece.row]!;
      for (const source of used) {
        const found =
          source === "shift"
            ? this.#shifts.counts(piece, asked.filter, asked.by, asked.nowMs)
            : this.#store.figureCounts({ ...this.#stretch(asked, source, piece), bases });
        for (const [key, counts] of found) slot.set(key, addCounts(slot.get(key) ?? {}, counts));
      }
      await breath.take();
    }
    const none = Object.fromEntries(bases.filter((b) => used.includes(sourceOf(b))).map((b) => [b, 0]));
    for (const slot of counted) {
      if (!asked.by && !slot.has("")) slot.set("", {});
      for (const [key, counts] of slot) slot.set(key, { ...none, ...counts });
    }
    return counted;
  }

  #applies(source: CountSource, names: readonly FigureBy[]): boolean {
    return source === "shift" ? names.every((n) => n === "agent") : this.#store.figureApplies(source, names);
  }
  #stretch(asked: Asked, source: FigureStretch["source"], { fromMs, toMs }: Piece): FigureStretch {
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
};

const slotMs: Record<FigureInterval, number> = {
  "15": 900_000,
  "30": 1_800_000,
  "60": 3_600_000,
  day: 86_400_000,
  "hour-of-day": 86_400_000,
  all: 86_400_000,
};

/** Each queue's own T and short abandon, unless the question names others. */
export function boundsFrom(settings: Settings, withinSec?: number, shortSec?: number): (queue: string) => FigureBounds {
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
  settings: Settings,
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

const tooFine: Unanswered = {
  path: "/interval",
  reason: {
    en: `That would be more than ${mostSlots} intervals or ${mostRows} rows.`,
    zh: `结果将超过 ${mostSlots} 个时段或 ${mostRows} 行。`,
  },
  hint: { en: "Choose a shorter time or a longer interval.", zh: "请缩短时间范围或加大间隔。" },
};
const wrongMoment = (path: string): Unanswered => ({
  path,
  reason: { en: "This is no date or time.", zh: "不是有效的日期或时间。" },
  hint: { en: "Write 2026-02-17 or 2026-02-17T08:30.", zh: "请填写如 2026-02-17 或 2026-02-17T08:30。" },
});
const wrongRange: Record<"from" | "to" | "order" | "length", Unanswered> = {
  from: wrongMoment("/from"),
  to: wrongMoment("/to"),
  order: {
    path: "/to",
    reason: { en: "The end is not after the beginning.", zh: "结束时间不晚于开始时间。" },
    hint: { en: "Swap the two, or choose a later end.", zh: "请交换两者，或选择更晚的结束时间。" },
  },
  length: {
    path: "/to",
    reason: { en: `A report spans at most ${mostDays} days.`, zh: `报表最长 ${mostDays} 天。` },
    hint: { en: "Ask for a shorter time.", zh: "请缩短时间范围。" },
  },
};
