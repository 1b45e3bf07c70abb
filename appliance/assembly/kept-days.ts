import type { BaseCount, Counts } from "../contract/figures.ts";
import type { FigurePart } from "../edge/store/figure-parts.ts";
import type { FigureReads } from "../edge/store/figure-reads.ts";

/** A local day of a question, or what it asks of one; never more. */
export type DayOf<P> = { fromMs: number; toMs: number; pieces: P[] };
/** What is counted of each day, and how: all bases of a source, and which rows beside its own they are told by. */
export type Keeping = {
  source: string;
  shape: string;
  bases: readonly BaseCount[];
  reads: (fromMs: number, toMs: number) => FigureReads;
};
export type KeptDaysParts = {
  horizon: () => { untilMs: number; late: number };
  part: (source: string, shape: string, fromMs: number, toMs: number) => string | undefined;
  stillWaiting: (fromMs: number, toMs: number) => boolean;
  /** Rows of a time before it count as late from then on. */
  raise: (untilMs: number) => Promise<void>;
  /** Resolves with whether they were kept. */
  keep: (late: number, parts: FigurePart[]) => Promise<boolean>;
};

/** A day is over for good an hour later: what was under way at midnight has its rows by then. */
const settledMs = 3_600_000;
/** Handed over at one time; each is one transaction beside those of the calls. */
const portion = 40;

/**
 * Counts days that are over once, and reads what they came to from then on. What is kept is derived from rows and from nothing else: a row that
 * comes late drops it, and what was counted while one came is not kept.
 */
export class KeptDays {
  readonly #parts: KeptDaysParts;

  constructor(parts: KeptDaysParts) {
    this.#parts = parts;
  }

  /** Begins one question about these days. */
  async open(days: readonly { toMs: number }[], nowMs: number): Promise<KeptQuestion> {
    const untilMs = Math.max(0, ...days.map((day) => day.toMs).filter((toMs) => toMs <= nowMs - settledMs));
    const { horizon, raise } = this.#parts;
    if (horizon().untilMs < untilMs) await raise(untilMs);
    // Read before anything is counted: a row that comes later than this is seen by who keeps.
    return new KeptQuestion(this.#parts, horizon());
  }
}

class KeptQuestion {
  readonly #parts: KeptDaysParts;
  readonly #known: { untilMs: number; late: number };
  #made: FigurePart[] = [];

  constructor(parts: KeptDaysParts, known: { untilMs: number; late: number }) {
    this.#parts = parts;
    this.#known = known;
  }

  /** Counts of each piece of the day, by key: as they were kept, or as `count` finds them now. */
  counts<P>(
    { source, shape, bases, reads }: Keeping,
    { fromMs, toMs, pieces }: DayOf<P>,
    count: (piece: P) => Map<string, Counts>,
  ): Map<string, Counts>[] {
    const over = toMs <= this.#known.untilMs;
    const kept = over ? this.#parts.part(source, shape, fromMs, toMs) : undefined;
    if (kept !== undefined) return unpacked(kept, pieces.length, bases);
    const found = pieces.map(count);
    if (!over || (source === "stay" && this.#parts.stillWaiting(fromMs, toMs))) return found;
    const read = reads(fromMs, toMs);
    // A caller who may still call again: what the day comes to is not known yet.
    if (read === "open" || (read && read.toMs > this.#known.untilMs)) return found;
    this.#made.push({ source, shape, fromMs, toMs, counts: packed(found, bases), ...(read ? { reads: read } : {}) });
    return found;
  }

  /** Keeps what was counted anew, as long as no late row has come meanwhile. */
  async close(): Promise<void> {
    const { late } = this.#known;
    const made = this.#made;
    this.#made = [];
    for (let i = 0; i < made.length; i += portion) if (!(await this.#parts.keep(late, made.slice(i, i + portion)))) return;
  }
}

type Packed = [piece: number, key: string, ...counts: number[]][];

const packed = (found: readonly Map<string, Counts>[], bases: readonly BaseCount[]): string =>
  JSON.stringify(
    found.flatMap((byKey, piece) =>
      [...byKey].map(([key, counts]): Packed[number] => [piece, key, ...bases.map((base) => counts[base] ?? 0)]),
    ),
  );

function unpacked(text: string, pieces: number, bases: readonly BaseCount[]): Map<string, Counts>[] {
  const found = Array.from({ length: pieces }, () => new Map<string, Counts>());
  for (const [piece, key, ...counts] of JSON.parse(text) as Packed) {
    const of: Counts = {};
    for (const [i, base] of bases.entries()) of[base] = counts[i] ?? 0;
    found[piece]?.set(key, of);
  }
  return found;
}
