import type { Database } from "better-sqlite3";
import { textsOver } from "../../contract/text-states.ts";
import type { WriteResult } from "./write-op.ts";

/** So many at a time, that what is written meanwhile doesn't wait. */
export const textsPurgedAtOnce = 500;

/** What people and the house do to texts; the rest is the timeline's. */
export function textOps(db: Database) {
  // Something may have become of an old one lately, and a report or a person's word may still be waited for.
  const purge = db.prepare<[Record<string, number | string>]>(
    `DELETE FROM text WHERE id IN (SELECT id FROM text WHERE at_ms < :before AND state IN (SELECT value FROM json_each(:over)) AND doc ->> '$.stateAtMs' < :before AND coalesce(doc ->> '$.dueAtMs', 0) <= :now LIMIT ${textsPurgedAtOnce})`,
  );
  return {
    /** How many went. */
    purge: (beforeMs: number, nowMs: number): WriteResult => ({
      done: purge.run({ before: Math.round(beforeMs), now: Math.round(nowMs), over: JSON.stringify(textsOver) }).changes,
    }),
  };
}
