import { type SqlSource, sourceSql } from "./figure-sql.ts";

/**
 * Rows of other tables that what is counted of a stretch depends on: their first and last moment, and how many it still waits for.
 * What is found here is what the triggers look for (0045-figure-reads.sql): moments are those when a call began, a talk began, an agent put a caller on hold.
 */
export type ReadsSql = { from: string; where: string; first: string; last: string; open: string };
/** No row of a time outside of `fromMs` and `toMs` changes the count; "open": nobody can say yet. */
export type FigureReads = { fromMs: number; toMs: number } | "open" | undefined;

const ofCall = {
  where: "1",
  first: "r.started_ms",
  last: "r.started_ms",
  open: "r.id IS NULL",
} as const;
const call = "LEFT JOIN call r ON r.id = s.call";
/** Sources that are told by more than rows of their own; who had a call afterwards is told by the call, at any time. */
export const readsSql: Partial<Record<SqlSource, ReadsSql>> = {
  "stay-talk": { from: "queue_stay s", where: "1", first: "s.left_ms", last: "s.left_ms", open: "s.left_ms IS NULL" },
  contact: {
    ...ofCall,
    from: `queue_stay s ${call}`,
    where: "s.outcome IS 'answered'",
    last: "max(r.started_ms, s.left_ms + :repeat)",
    open: "r.id IS NULL OR s.left_ms IS NULL",
  },
  "held-end": {
    ...ofCall,
    from: `handling s INDEXED BY handling_by_queue ${call}`,
    where: "s.hold_ms > 0",
    first: "min(r.started_ms, s.talk_from_ms)",
    last: "max(r.started_ms, s.talk_from_ms, r.ended_ms)",
    open: "r.id IS NULL OR r.ended_ms IS NULL",
  },
};
/** The line is told by the call. */
export const lineReads = (source: SqlSource): ReadsSql => ({ ...ofCall, from: `${sourceSql[source].from} ${call}` });
