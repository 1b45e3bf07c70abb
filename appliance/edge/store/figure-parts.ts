import type { Database } from "better-sqlite3";

/** Counts of a day that is over: of one source, asked in one way (`shape`). `reads`: of which time the rows are that it was told by beside its own. */
export type FigurePart = {
  source: string;
  shape: string;
  fromMs: number;
  toMs: number;
  counts: string;
  reads?: { fromMs: number; toMs: number };
};

/** Reads the counts kept of days that are over. What is there is what the rows say: a late row drops what it changes (see the migration). */
export function figureParts(db: Database) {
  const horizon = db.prepare<[], { untilMs: number; late: number }>("SELECT until_ms AS untilMs, late FROM figure_horizon");
  const part = db
    .prepare<[string, string, number, number], string>(
      "SELECT counts FROM figure_part WHERE source = ? AND shape = ? AND from_ms = ? AND to_ms = ?",
    )
    .pluck();
  const stillOpen = db
    .prepare<[number, number], number>(
      "SELECT EXISTS (SELECT 1 FROM queue_stay INDEXED BY queue_stay_open WHERE left_ms IS NULL AND entered_ms >= ? AND entered_ms < ?)",
    )
    .pluck();
  return {
    /** Rows of a time before `untilMs` count as late, and how many there were. */
    figureHorizon: (): { untilMs: number; late: number } => horizon.get() ?? { untilMs: 0, late: 0 },
    figurePart: (source: string, shape: string, fromMs: number, toMs: number): string | undefined =>
      part.get(source, shape, fromMs, toMs),
    /** Somebody of that time still waits: what he counts as changes with the clock. */
    stillWaiting: (fromMs: number, toMs: number): boolean => stillOpen.get(fromMs, toMs) === 1,
  };
}
