import type { Database } from "better-sqlite3";
import type { AgentStateRow, AlarmRow, CallRecord, QueueRow, RecordingRow, TraceEntry } from "../../contract/records.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";

const traceLimit = 5_000;
const historyLimit = 500;
const alarmLimit = 500;
const queueRowLimit = 100_000;

/** All that is given must fit. `caller` may be any part of the number. `beforeMs`: started earlier than this. */
export type CallQuery = { beforeMs?: number; limit?: number; caller?: string; queue?: string; agent?: string };
export type CallDetails = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
/** Service level: answered within T ÷ (offered − short abandons); undefined when nobody was offered. */
export type QueueToday = {
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  serviceLevel?: number;
  averageAnswerSec?: number;
};

type Doc = { doc: string };
type StayRow = { queue: string; entered_ms: number; call: string; left_ms: number | null; outcome: string | null; agent: string | null; wait_ms: number | null; ring_ms: number | null };
type AlarmColumns = { id: string; code: string; subject: string; severity: string; words_zh: string; words_en: string; raised_ms: number; cleared_ms: number | null; acknowledged_by: string | null; count: number };

const docs = <T>(rows: Doc[]): T[] => rows.map((row) => JSON.parse(row.doc) as T);
const some = <K extends string, V>(key: K, value: V | null): { [P in K]?: V } => (value === null ? {} : ({ [key]: value } as { [P in K]?: V }));

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

const alarmRow = (row: AlarmColumns): AlarmRow => ({
  id: row.id,
  code: row.code,
  subject: row.subject,
  severity: row.severity as AlarmRow["severity"],
  words: { zh: row.words_zh, en: row.words_en },
  raisedAtMs: row.raised_ms,
  ...some("clearedAtMs", row.cleared_ms),
  ...some("acknowledgedBy", row.acknowledged_by),
  count: row.count,
});

/** Reads the records, in the thread that asks. */
export function recordReader(db: Database) {
  const callById = db.prepare<[string], Doc>("SELECT doc FROM call WHERE id = ?");
  const callsAt = db.prepare<[number, string], Doc>("SELECT doc FROM call WHERE started_ms = ? AND id > ? ORDER BY id");
  const filters = "(:caller IS NULL OR instr(caller, :caller) > 0) AND (:queue IS NULL OR queue = :queue) AND (:agent IS NULL OR agent = :agent)";
  const page = (index: string) =>
    db.prepare<[Record<string, string | number | null>], Doc & { id: string; started_ms: number }>(
      `SELECT id, started_ms, doc FROM call INDEXED BY ${index} WHERE started_ms < :before AND ${filters.replace(index === "call_by_queue" ? "(:queue IS NULL OR queue = :queue)" : index === "call_by_agent" ? "(:agent IS NULL OR agent = :agent)" : "\0", index === "call_by_queue" ? "queue = :queue" : "agent = :agent")} ORDER BY started_ms DESC LIMIT :limit`,
    );
  void callsAt;
  const pages = { call_by_start: page("call_by_start"), call_by_queue: page("call_by_queue"), call_by_agent: page("call_by_agent") };
  void pages;
  return { callById };
}
