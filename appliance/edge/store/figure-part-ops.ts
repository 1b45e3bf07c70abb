import type { Database } from "better-sqlite3";
import type { FigurePart } from "./figure-parts.ts";
import type { WriteResult } from "./write-op.ts";

/** More than a year of many different questions; the oldest go first. */
const keptParts = 40_000;
/** Longest day anywhere; the triggers look no further. */
const longestMs = 93_600_000;
const longestText = 64_000;

/** Keeps counts of days that are over, inside the batch's transaction. */
export function figurePartOps(db: Database) {
  const raise = db.prepare("UPDATE figure_horizon SET until_ms = max(until_ms, ?)");
  const now = db.prepare<[], { until_ms: number; late: number }>("SELECT until_ms, late FROM figure_horizon");
  const put = db.prepare(
    "INSERT OR REPLACE INTO figure_part (source, shape, from_ms, to_ms, counts, reads_from_ms, reads_to_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const trim = db.prepare("DELETE FROM figure_part WHERE n <= (SELECT max(n) FROM figure_part) - ?");
  return {
    horizon(untilMs: number): WriteResult {
      raise.run(Math.round(untilMs));
      return { done: 0 };
    },
    /** `done` is how many were kept. */
    keep(late: number, parts: readonly FigurePart[]): WriteResult {
      const known = now.get();
      if (known?.late !== late) return { done: 0 };
      const fitting = parts.filter(
        ({ fromMs, toMs, counts, reads }) =>
          Math.max(toMs, reads?.toMs ?? toMs) <= known.until_ms &&
          toMs > fromMs &&
          toMs - fromMs <= longestMs &&
          counts.length <= longestText,
      );
      for (const { source, shape, fromMs, toMs, counts, reads } of fitting)
        put.run(source, shape, fromMs, toMs, counts, reads?.fromMs ?? null, reads?.toMs ?? null);
      trim.run(keptParts);
      return { done: fitting.length };
    },
  };
}
