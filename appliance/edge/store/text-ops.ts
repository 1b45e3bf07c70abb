import type { Database } from "better-sqlite3";
import { textsOver } from "../../contract/texts.ts";
import type { WriteResult } from "./write-op.ts";

/** So many at a time, that what is written meanwhile doesn't wait. */
export const textsPurgedAtOnce = 500;

/** What people and the house do to texts; the rest is the timeline's. */
export function textOps(db: Database) {
  const purge = db.prepare<[number, string]>(
    `DELETE FROM text WHERE id IN (SELECT id FROM text WHERE at_ms < ? AND state IN (SELECT value FROM json_each(?)) LIMIT ${textsPurgedAtOnce})`,
  );
  return {
    /** How many went. */
    purge: (beforeMs: number): WriteResult => ({ done: purge.run(Math.round(beforeMs), JSON.stringify(textsOver)).changes }),
  };
}
