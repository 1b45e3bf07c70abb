import type { Database, Statement } from "better-sqlite3";
import type { AgentStateRow, CallRecord, QueueRow, RecordingRow, TraceEntry } from "../../contract/records.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";

const traceLimit = 5_000;
const historyLimit = 500;
const queueRowLimit = 100_000;

/** All that is given must fit. `caller` may be any part of the number. `beforeMs`: started earlier than this. */
type CallQuery = { beforeMs?: number; limit?: number; caller?: string; queue?: string; agent?: string };
export type CallDetails = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
/** Service level: answered within T ÷ (offered − short abandons); undefined when nobody was offered. */
type QueueToday = {
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  serviceLevel?: number;
  averageAnswerSec?: number;
};

type Doc = { doc: string };
type StayRow = {
  queue: string;
  entered_ms: number;
  call: string;
  left_ms: number | null;
  outcome: string | null;
  agent: string | null;
  wait_ms: number | null;
  ring_ms: number | null;
};
const docs = <T>(rows: Doc[]): T[] => rows.map((row) => JSON.parse(row.doc) as T);
const some = <K extends string, V>(key: K, value: V | null): { [P in K]?: V } =>
  value === null ? {} : ({ [key]: value } as { [P in K]?: V });

const queueRow = (row: StayRow): QueueRow => ({
  call: row.call as CallId,
  queue: row.queue as QueueId,
  enteredAtMs: row.entered_ms,
  ...some("leftAtMs", row.left_ms),
  ...some("outcome", row.outcome as NonNullable<QueueRow["outcome"]> | null),
  ...some("agent", row.agent as AgentId | null),
  ...some("waitMs", row.wait_ms),
  ...some("ringMs", row.ring_ms),
});

function callReader(db: Database) {
  type Bound = Record<string, string | number>;
  type CallDoc = Doc & { id: string; started_ms: number };
  const prepared = new Map<string, Statement<[Bound], CallDoc>>();
  const select = (where: string[]): Statement<[Bound], CallDoc> => {
    const sql = `SELECT id, started_ms, doc FROM call WHERE ${where.join(" AND ")} ORDER BY started_ms DESC, id DESC LIMIT :limit`;
    const known = prepared.get(sql) ?? db.prepare<[Bound], CallDoc>(sql);
    prepared.set(sql, known);
    return known;
  };
  return (query: CallQuery): CallRecord[] => {
    const { beforeMs = Number.MAX_SAFE_INTEGER, limit = 50, ...filters } = query;
    const where = filters.caller === undefined ? [] : ["instr(caller, :caller) > 0"];
    if (filters.queue !== undefined) where.push("queue = :queue");
    if (filters.agent !== undefined) where.push("agent = :agent");
    const found = select([...where, "started_ms < :before"]).all({ ...filters, before: beforeMs, limit });
    const last = found.at(-1);
    // The next page begins before the last moment of this one: calls of that very moment belong here, or nobody would see them.
    if (last && found.length === limit)
      found.push(
        ...select([...where, "started_ms = :at", "id < :id"]).all({ ...filters, at: last.started_ms, id: last.id, limit: 1_000 }),
      );
    return docs<CallRecord>(found);
  };
}

function queueReader(db: Database) {
  const rows = db.prepare<[string, number], StayRow>(
    `SELECT * FROM queue_stay WHERE queue = ? AND entered_ms >= ? ORDER BY entered_ms DESC LIMIT ${queueRowLimit}`,
  );
  const wait = "coalesce(wait_ms, left_ms - entered_ms, 0)";
  const gaveUp = "outcome = 'abandoned'";
  const today = db.prepare<
    [{ queue: string; since: number; inTimeMs: number; shortMs: number }],
    { offered: number; answered: number; inTime: number; abandoned: number; shortAbandoned: number; averageMs: number | null }
  >(`SELECT count(*) AS offered,
      count(*) FILTER (WHERE outcome = 'answered') AS answered,
      count(*) FILTER (WHERE outcome = 'answered' AND ${wait} <= :inTimeMs) AS inTime,
      count(*) FILTER (WHERE ${gaveUp} AND ${wait} >= :shortMs) AS abandoned,
      count(*) FILTER (WHERE ${gaveUp} AND ${wait} < :shortMs) AS shortAbandoned,
      avg(${wait}) FILTER (WHERE outcome = 'answered') AS averageMs
    FROM queue_stay WHERE queue = :queue AND entered_ms >= :since`);
  const waits = db
    .prepare<[string, number], number>(
      `SELECT ${wait} FROM queue_stay WHERE queue = ? AND outcome = 'answered' ORDER BY entered_ms DESC LIMIT ?`,
    )
    .pluck();
  return {
    queueRows: (queue: string, sinceMs: number): QueueRow[] => rows.all(queue, sinceMs).map(queueRow),
    queueToday(queue: string, sinceMs: number, serviceLevelSec: number, shortAbandonSec: number): QueueToday {
      const row = today.get({ queue, since: sinceMs, inTimeMs: serviceLevelSec * 1_000, shortMs: shortAbandonSec * 1_000 });
      if (!row) return { offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0 };
      const { offered, answered, abandoned, shortAbandoned, inTime, averageMs } = row;
      const counted = offered - shortAbandoned;
      return {
        offered,
        answered,
        abandoned,
        shortAbandoned,
        ...(counted > 0 ? { serviceLevel: inTime / counted } : {}),
        ...(averageMs === null ? {} : { averageAnswerSec: averageMs / 1_000 }),
      };
    },
    /** Milliseconds that the last `n` answered calls waited, newest first. */
    recentWaits: (queue: string, n: number): number[] => waits.all(queue, n),
  };
}

/** The row as the timeline keeps it, and that it was deleted since. */
const recordingDoc =
  "CASE WHEN EXISTS (SELECT 1 FROM recording_end e WHERE e.recording = recording.id) THEN json_set(doc, '$.state', 'deleted') ELSE doc END AS doc";

/** Reads the records, in the thread that asks. */
export function recordReader(db: Database) {
  const callById = db.prepare<[string], Doc>("SELECT doc FROM call WHERE id = ?");
  const trace = db.prepare<[string], Doc>(`SELECT doc FROM trace WHERE call = ? ORDER BY n LIMIT ${traceLimit}`);
  const recordingsOf = db.prepare<[string], Doc>(`SELECT ${recordingDoc} FROM recording WHERE call = ? ORDER BY started_ms, id`);
  const recordingById = db.prepare<[string], Doc>(`SELECT ${recordingDoc} FROM recording WHERE id = ?`);
  const recordingsUnsettled = db.prepare<[], Doc>(
    "SELECT doc FROM recording WHERE state IN ('recording', 'cut') AND json_extract(doc, '$.sha256') IS NULL ORDER BY started_ms",
  );
  const history = db.prepare<
    [string],
    { agent: string; from_ms: number; state: string; reason: string | null; to_ms: number | null }
  >(`SELECT * FROM agent_state WHERE agent = ? ORDER BY from_ms DESC LIMIT ${historyLimit}`);
  return {
    calls: callReader(db),
    call(id: string): CallDetails | undefined {
      const [record] = docs<CallRecord>(callById.all(id));
      return record && { record, trace: docs<TraceEntry>(trace.all(id)), recordings: docs<RecordingRow>(recordingsOf.all(id)) };
    },
    recording: (id: string): RecordingRow | undefined => docs<RecordingRow>(recordingById.all(id))[0],
    /** Being made, or cut off and not yet measured. */
    unsettledRecordings: (): RecordingRow[] => docs<RecordingRow>(recordingsUnsettled.all()),
    /** Newest first. */
    agentHistory: (agent: string): AgentStateRow[] =>
      history.all(agent).map((row) => ({
        agent: row.agent as AgentId,
        state: row.state,
        ...some("reason", row.reason),
        fromMs: row.from_ms,
        ...some("toMs", row.to_ms),
      })),
    ...queueReader(db),
  };
}
export type RecordReader = ReturnType<typeof recordReader>;
