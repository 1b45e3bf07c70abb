import type { Database } from "better-sqlite3";
import type { WriteResult } from "./write-op.ts";

/** Rows of all points together; the oldest go first. About 150 MB. */
const keptReadings = 3_000_000;
/** In one transaction; others wait meanwhile. */
const atOnce = 20_000;

/** Lets old readings go, inside the batch's transaction. */
export function plantOps(db: Database) {
  const cap = db
    .prepare<[], number>(`SELECT at_ms FROM plant_reading ORDER BY at_ms DESC LIMIT 1 OFFSET ${keptReadings}`)
    .pluck();
  const drop = db.prepare(
    `DELETE FROM plant_reading WHERE (point, at_ms) IN (SELECT point, at_ms FROM plant_reading WHERE at_ms < ? ORDER BY at_ms LIMIT ${atOnce})`,
  );
  return {
    /** `done` is how many went; there may be more when it is `atOnce`. */
    purge: (beforeMs: number): WriteResult => ({ done: drop.run(Math.max(Math.round(beforeMs), cap.get() ?? 0)).changes }),
  };
}
export const purgedAtOnce = atOnce;
