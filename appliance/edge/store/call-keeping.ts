import type { Database } from "better-sqlite3";
import { emptiedCall } from "../../contract/emptied-call.ts";
import type { CallRecord } from "../../contract/records.ts";
import type { AgedCall } from "../../core/recordings/calls-going.ts";
import { withoutNumbers } from "../../core/recordings/emptied-cases.ts";
import type { BoxKey } from "./box-key.ts";
import type { WriteOp, WriteResult } from "./write-op.ts";
import type { Writer } from "./writer.ts";

/** So many rows are looked at in one step, and written in one transaction. */
const atOnce = 200;

type EmptiedRow = Extract<WriteOp, { op: "calls.empty" }>["rows"][number];

/** Somebody holds the call or a recording of it. */
const isHeld = `EXISTS (SELECT 1 FROM recording_hold h WHERE h.released_ms IS NULL AND (h.until_ms IS NULL OR h.until_ms > :now)
  AND (h.call = c.id OR h.recording IN (SELECT id FROM recording WHERE call = c.id)))`;
/** There is still something of it to be heard. */
const isHeard = `EXISTS (SELECT 1 FROM recording r WHERE r.call = c.id AND r.state IN ('recording', 'complete', 'cut'))`;
const isKept = `(${isHeard} OR ${isHeld})`;
/** Calls that began before a bound and still have all of themselves, oldest first, after the last of the page before: the same for what is shown and for what goes. */
const agedCalls = `FROM call c INDEXED BY call_not_emptied WHERE c.doc ->> '$.emptiedAtMs' IS NULL
  AND c.started_ms < :before AND (c.started_ms, c.id) > (:atMs, :id) ORDER BY c.started_ms, c.id`;
/** So many are only looked at in one step. */
const lookedAtOnce = 2_000;

/** Lets go what lies beside a call that is emptied, inside the batch's transaction. */
export function callOps(db: Database) {
  const empty = db.prepare<[EmptiedRow & { now: number }]>(
    `UPDATE call AS c SET caller = :caller, doc = :doc WHERE id = :id AND doc ->> '$.emptiedAtMs' IS NULL AND NOT ${isKept}`,
  );
  const dropTrace = db.prepare<[string]>("DELETE FROM trace WHERE call = ?");
  const maskBeside = recordingsWords(db);
  const dropWords = db.prepare<[string]>("DELETE FROM call_words WHERE call = ?");
  return {
    /** `done` is how many were. */
    empty(rows: readonly EmptiedRow[], nowMs: number): WriteResult {
      let emptied = 0;
      for (const row of rows) {
        if (empty.run({ ...row, now: Math.round(nowMs) }).changes === 0) continue;
        dropTrace.run(row.id);
        dropWords.run(row.id);
        maskBeside(row.id);
        emptied++;
      }
      return { done: emptied };
    },
  };
}

/** What people wrote beside a call's recordings, which are gone by then, and why somebody heard or held them: it stays without numbers. */
function recordingsWords(db: Database): (call: string) => void {
  const recordings = db.prepare<[string], string>("SELECT id FROM recording WHERE call = ?").pluck();
  const columns = [
    ["recording_note", "text", "recording"],
    ["recording_access", "reason", "recording"],
    ["quality_result", "note", "recording"],
    ["recording_hold", "reason", "recording"],
    ["recording_hold", "reason", "call"],
  ] as const;
  const masks = columns.map(([table, column, by]) => ({
    by,
    texts: db
      .prepare<[string], string>(`SELECT DISTINCT ${column} FROM ${table} WHERE ${by} = ? AND ${column} IS NOT NULL`)
      .pluck(),
    put: db.prepare<[string, string, string]>(`UPDATE ${table} SET ${column} = ? WHERE ${by} = ? AND ${column} = ?`),
  }));
  return (call) => {
    const ids = recordings.all(call);
    for (const { by, texts, put } of masks)
      for (const id of by === "call" ? [call] : ids)
        for (const text of texts.all(id)) {
          const masked = withoutNumbers(text);
          if (masked !== text) put.run(masked, id, text);
        }
  };
}

/** How long calls are kept. */
export function callKeeping(db: Database, writer: Writer, key: BoxKey, nowMs: () => number) {
  type Candidate = { id: string; startedMs: number; caller: string; direction: string; doc: string; kept: number };
  const page = db.prepare<[{ before: number; now: number; atMs: number; id: string }], Candidate>(
    `SELECT c.id, c.started_ms AS startedMs, c.caller, c.direction, c.doc, c.ended_ms IS NULL OR ${isKept} AS kept
      ${agedCalls} LIMIT ${atOnce}`,
  );
  type Aged = { id: string; startedMs: number; stays: AgedCall["stays"] | null };
  const aged = db.prepare<[{ before: number; now: number; atMs: number; id: string }], Aged>(
    `SELECT c.id, c.started_ms AS startedMs,
      CASE WHEN c.ended_ms IS NULL THEN 'open' WHEN ${isHeld} THEN 'held' WHEN ${isHeard} THEN 'recorded' END AS stays
      ${agedCalls} LIMIT ${lookedAtOnce}`,
  );
  // Who called twice still counts as one who called twice; who it was nobody can tell without the box's own key.
  const standIn = ({ caller, direction }: Candidate): string =>
    direction === "in" && /[0-9]/.test(caller) ? `~0${key.standIn("caller", caller)}` : caller;
  return {
    /** Calls that began before that and still have all of themselves, oldest first, and which of them stay: the others are those that would be emptied. */
    *agedCallPages(beforeMs: number): Generator<AgedCall[]> {
      const now = Math.round(nowMs());
      let last = { atMs: Number.MIN_SAFE_INTEGER, id: "" };
      for (;;) {
        const rows = aged.all({ before: Math.round(beforeMs), now, ...last });
        const end = rows.at(-1);
        if (!end) return;
        last = { atMs: end.startedMs, id: end.id };
        yield rows.map(({ startedMs, stays }) => (stays === null ? { startedMs } : { startedMs, stays: stays! }));
      }
    },
    /** Empties calls that began before that and are over; held ones, and those with a recording, stay. Resolves with how many were. */
    async emptyCallsBefore(beforeMs: number): Promise<number> {
      const now = Math.round(nowMs());
      let emptied = 0;
      let last = { atMs: Number.MIN_SAFE_INTEGER, id: "" };
      for (;;) {
        const rows = page.all({ before: Math.round(beforeMs), now, ...last });
        const end = rows.at(-1);
        if (!end) return emptied;
        last = { atMs: end.startedMs, id: end.id };
        const going = rows
          .filter(({ kept }) => kept === 0)
          .map((row) => ({
            id: row.id,
            caller: standIn(row),
            doc: JSON.stringify(emptiedCall(JSON.parse(row.doc) as CallRecord, now)),
          }));
        if (going.length > 0) emptied += await writer.ask({ op: "calls.empty", rows: going, nowMs: now });
        // Calls go first.
        await new Promise((done) => setImmediate(done));
      }
    },
  };
}
export type CallKeeping = ReturnType<typeof callKeeping>;
