import type { Database, Statement } from "better-sqlite3";
import type { CallbackRow } from "../../contract/callback.ts";

/** All that is given must fit. `beforeMs`: asked for earlier than this. */
type CallbackQuery = { beforeMs?: number; limit?: number; queue?: string; number?: string; state?: string };

/** Callbacks as they were kept, newest request first. */
export function callbackReader(db: Database) {
  type Bound = Record<string, string | number>;
  const prepared = new Map<string, Statement<[Bound], { doc: string }>>();
  return {
    callbacks({ beforeMs = Number.MAX_SAFE_INTEGER, limit = 50, ...filters }: CallbackQuery): CallbackRow[] {
      const where = (["queue", "number", "state"] as const).filter((f) => filters[f] !== undefined).map((f) => `${f} = :${f}`);
      const sql = `SELECT doc FROM callback WHERE ${[...where, "requested_ms < :before"].join(" AND ")} ORDER BY requested_ms DESC, id DESC LIMIT :limit`;
      const select = prepared.get(sql) ?? db.prepare<[Bound], { doc: string }>(sql);
      prepared.set(sql, select);
      const bound = Object.fromEntries(Object.entries(filters).filter(([, v]) => v !== undefined)) as Bound;
      return select.all({ ...bound, before: beforeMs, limit }).map((row) => JSON.parse(row.doc) as CallbackRow);
    },
  };
}
export type CallbackReader = ReturnType<typeof callbackReader>;
