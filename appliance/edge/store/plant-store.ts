import type { Database } from "better-sqlite3";
import type { PlantReadingRow, ReadingQuality } from "../../contract/plant.ts";
import { purgedAtOnce } from "./plant-ops.ts";
import type { Writer } from "./writer.ts";

type Columns = { at_ms: number; value: number | null; quality: string };
export type PlantHistoryQuery = { point: string; fromMs: number; toMs: number; limit: number };

/** The past of points. Writing is the timeline's. */
export function plantStore(db: Database, writer: Writer) {
  const columns = "at_ms, value, quality";
  const before = db.prepare<[string, number], Columns>(
    `SELECT ${columns} FROM plant_reading WHERE point = ? AND at_ms < ? ORDER BY at_ms DESC LIMIT 1`,
  );
  const count = db
    .prepare<[string, number, number], number>("SELECT count(*) FROM plant_reading WHERE point = ? AND at_ms BETWEEN ? AND ?")
    .pluck();
  const all = db.prepare<[string, number, number], Columns>(
    `SELECT ${columns} FROM plant_reading WHERE point = ? AND at_ms BETWEEN ? AND ? ORDER BY at_ms`,
  );
  // Of each stretch its lowest and its highest: a peak of a minute must be seen in a month.
  const extremes = db.prepare<[Record<string, string | number>], Columns>(
    `WITH of AS (SELECT ${columns}, (at_ms - :from) / :stretch AS n FROM plant_reading WHERE point = :point AND at_ms BETWEEN :from AND :to),
     lowest AS (SELECT n, at_ms, min(value) AS value, quality FROM of WHERE value IS NOT NULL GROUP BY n),
     highest AS (SELECT n, at_ms, max(value) AS value, quality FROM of WHERE value IS NOT NULL GROUP BY n)
     SELECT ${columns} FROM lowest UNION SELECT ${columns} FROM highest ORDER BY at_ms`,
  );
  return {
    /** Oldest first, with the one that stood when it begins; of more than `limit` the lowest and highest of even stretches. */
    plantHistory({ point, fromMs, toMs, limit }: PlantHistoryQuery): PlantReadingRow[] {
      const rowOf = ({ at_ms, value, quality }: Columns): PlantReadingRow => ({
        point,
        ...(value === null ? {} : { value }),
        quality: quality as ReadingQuality,
        atMs: at_ms,
      });
      const found = count.get(point, fromMs, toMs) ?? 0;
      const stretch = Math.max(1, Math.ceil((toMs - fromMs) / Math.max(1, Math.floor(limit / 2))));
      const rows = found <= limit ? all.all(point, fromMs, toMs) : extremes.all({ point, from: fromMs, to: toMs, stretch });
      return [...before.all(point, fromMs), ...rows].map(rowOf);
    },
    async dropPlantReadingsBefore(beforeMs: number): Promise<void> {
      while ((await writer.ask({ op: "plant.purge", beforeMs })) >= purgedAtOnce);
    },
  };
}
export type PlantStore = ReturnType<typeof plantStore>;
