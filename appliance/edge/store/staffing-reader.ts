import type { Database } from "better-sqlite3";

/** More samples say nothing more; the newest are taken. */
const mostSamples = 20_000;

/** What staffing is worked out from: handling times, waits and how they ended, time on the lines. */
export function staffingReader(db: Database) {
  const queues = "(SELECT value FROM json_each(:queues))";
  type Asked = { queues: string; from: number; to: number };
  const handled = db
    .prepare<[Asked], number>(
      `SELECT talk_ms + hold_ms + wrap_ms FROM handling WHERE queue IN ${queues} AND offered_ms >= :from AND offered_ms < :to ORDER BY offered_ms DESC LIMIT ${mostSamples}`,
    )
    .pluck();
  const waits = db.prepare<[Asked], { waitMs: number; gaveUp: number }>(
    `SELECT ifnull(wait_ms, left_ms - entered_ms) AS waitMs, outcome IS 'abandoned' AS gaveUp FROM queue_stay
     WHERE queue IN ${queues} AND entered_ms >= :from AND entered_ms < :to AND left_ms IS NOT NULL ORDER BY entered_ms DESC LIMIT ${mostSamples}`,
  );
  const onLines = db.prepare<[{ from: number; to: number }], { calls: number; ms: number }>(
    `SELECT count(*) AS calls, ifnull(sum(ended_ms - started_ms), 0) AS ms FROM call INDEXED BY call_figures
     WHERE direction = 'in' AND started_ms >= :from AND started_ms < :to AND ended_ms IS NOT NULL`,
  );
  const asked = (of: readonly string[], from: number, to: number): Asked => ({ queues: JSON.stringify(of), from, to });
  return {
    handlingTimes: (of: readonly string[], fromMs: number, toMs: number): number[] => handled.all(asked(of, fromMs, toMs)),
    waitsEnded: (of: readonly string[], fromMs: number, toMs: number): { waitMs: number; gaveUp: boolean }[] =>
      waits.all(asked(of, fromMs, toMs)).map(({ waitMs, gaveUp }) => ({ waitMs, gaveUp: gaveUp === 1 })),
    /** Calls in that are over, and how long they held a line. */
    timeOnLines: (fromMs: number, toMs: number): { calls: number; ms: number } =>
      onLines.get({ from: fromMs, to: toMs }) ?? { calls: 0, ms: 0 },
  };
}
export type StaffingReader = ReturnType<typeof staffingReader>;
