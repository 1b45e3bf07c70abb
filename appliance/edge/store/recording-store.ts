import type { Database, Statement } from "better-sqlite3";
import type {
  ChainLink,
  QualityResult,
  QualitySample,
  RecordingAccess,
  RecordingHold,
  RecordingNote,
  RetentionRun,
} from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";
import type { RecordingAct } from "./recording-act.ts";
import { recordingSearch } from "./recording-search.ts";
import type { Writer } from "./writer.ts";

/** Where a recording lies now; `bytes` and `sha256` are of the sound without its seal. */
export type RecordingPlace = { id: string; path: string; format: "wav" | "opus" | "mp3"; sealed: boolean; bytes: number };
/** A finished recording with all that retention and after-call work ask about it. */
export type FinishedRecording = {
  id: string;
  call: string;
  kind: "call" | "voicemail";
  startedAtMs: number;
  bytes: number;
  line: string | null;
  direction: string | null;
  queue: string | null;
  agent: string | null;
  tags: string | null;
  linked: number;
  held: number;
};

const pageRows = 500;
const listLimit = 500;
const place = `SELECT r.id, coalesce(f.path, r.path) AS path, coalesce(f.format, 'wav') AS format, coalesce(f.sealed, 0) AS sealed,
  coalesce(f.bytes, r.bytes, 0) AS bytes FROM recording r LEFT JOIN recording_file f ON f.recording = r.id`;
const alive = "NOT EXISTS (SELECT 1 FROM recording_end e WHERE e.recording = r.id)";
const settled = "r.state IN ('complete', 'cut') AND r.doc ->> '$.sha256' IS NOT NULL";

/** Keyset pages, so that a long list never holds up the thread: `next` gives what comes after a row. */
function* pages<T>(next: (after: T | undefined) => T[]): Generator<T[]> {
  for (let after: T | undefined; ; ) {
    const page = next(after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < pageRows) return;
  }
}

/** Recordings as evidence: where they lie, their chain, notes, holds, who heard them, and what retention may take. */
export function recordingStore(db: Database, writer: Writer) {
  type PlaceRow = Omit<RecordingPlace, "sealed"> & { sealed: number };
  const placeOf = db.prepare<[string], PlaceRow>(`${place} WHERE r.id = ? AND ${alive}`);
  const links = db.prepare<[number, number], ChainLink>("SELECT * FROM recording_chain WHERE n > ? ORDER BY n LIMIT ?");
  const linksOf = db.prepare<[string], ChainLink>("SELECT * FROM recording_chain WHERE recording = ? ORDER BY n");
  const docs = db.prepare<[string, number], { id: string; doc: string; ended: number }>(
    `SELECT r.id, r.doc, NOT ${alive} AS ended FROM recording r WHERE r.id > ? ORDER BY r.id LIMIT ?`,
  );
  const lost = db
    .prepare<[], string>(
      "SELECT DISTINCT recording FROM recording_chain WHERE recording NOT IN (SELECT id FROM recording) LIMIT 1000",
    )
    .pluck();
  const head = db.prepare<[], { n: number; hash: string }>("SELECT n, hash FROM recording_chain ORDER BY n DESC LIMIT 1");
  const finished = db.prepare<{ ms: number; id: string; limit: number }, FinishedRecording>(
    `SELECT r.id, r.call, r.kind, r.started_ms AS startedAtMs, coalesce(f.bytes, r.bytes, 0) AS bytes,
      c.doc ->> '$.line' AS line, c.doc ->> '$.direction' AS direction, c.queue, c.agent,
      (SELECT json_group_array(tag) FROM recording_note WHERE recording = r.id AND tag IS NOT NULL) AS tags,
      EXISTS (SELECT 1 FROM recording_note WHERE recording = r.id AND by <> 'box')
        OR EXISTS (SELECT 1 FROM quality_result WHERE recording = r.id AND score IS NOT NULL)
        OR EXISTS (SELECT 1 FROM recording_access WHERE recording = r.id AND how = 'exported') AS linked,
      coalesce((SELECT max(coalesce(until_ms, 9e15)) FROM recording_hold h WHERE released_ms IS NULL AND (h.recording = r.id OR h.call = r.call)), 0) AS held
    FROM recording r LEFT JOIN recording_file f ON f.recording = r.id LEFT JOIN call c ON c.id = r.call
    WHERE (r.started_ms, r.id) > (:ms, :id) AND r.state IN ('complete', 'cut', 'failed') AND ${alive}
    ORDER BY r.started_ms, r.id LIMIT :limit`,
  );
  const total = db
    .prepare<[], number>(
      `SELECT coalesce(sum(coalesce(f.bytes, r.bytes, 0)), 0) FROM recording r LEFT JOIN recording_file f ON f.recording = r.id WHERE ${alive}`,
    )
    .pluck();
  const notes = db.prepare<[string], RecordingNote>(
    "SELECT n, at_ms AS atMs, tag, text, by, made_ms AS madeAtMs FROM recording_note WHERE recording = ? ORDER BY n",
  );
  const holdColumns =
    "n, recording, call, reason, by, at_ms AS atMs, until_ms AS untilMs, released_ms AS releasedAtMs, released_by AS releasedBy";
  const holds = db.prepare<[], RecordingHold>(
    `SELECT ${holdColumns} FROM recording_hold ORDER BY released_ms IS NOT NULL, n DESC LIMIT ${listLimit}`,
  );
  const accesses = db.prepare<[string], RecordingAccess>(
    `SELECT recording, at_ms AS atMs, who, address, how, reason FROM recording_access WHERE recording = ? ORDER BY n DESC LIMIT ${listLimit}`,
  );
  const accessesOf = db.prepare<[string], RecordingAccess>(
    `SELECT recording, at_ms AS atMs, who, address, how, reason FROM recording_access WHERE who = ? ORDER BY n DESC LIMIT ${listLimit}`,
  );
  const runs = db.prepare<[], RetentionRun>(
    "SELECT n, at_ms AS atMs, by, plan, deleted, bytes, held FROM retention_run ORDER BY n DESC LIMIT 100",
  );
  const toSweep: Statement<[], { id: string; path: string; what: "ended" | "leftover" | "dropped" }> = db.prepare(
    `SELECT r.id, coalesce(f.path, r.path) AS path, 'ended' AS what FROM recording_end e JOIN recording r ON r.id = e.recording LEFT JOIN recording_file f ON f.recording = r.id WHERE e.file_gone = 0
     UNION ALL SELECT recording, leftover, 'leftover' FROM recording_file WHERE leftover IS NOT NULL
     UNION ALL SELECT r.id, r.path, 'dropped' FROM recording r WHERE r.state = 'dropped' AND r.id NOT IN (SELECT recording FROM recording_work WHERE work = 'dropped')
     LIMIT ${pageRows}`,
  );
  const workRows = db.prepare<{ work: string; before: number; retry: number; limit: number }, FinishedRecording & PlaceRow>(
    `SELECT r.id, r.call, r.kind, r.started_ms AS startedAtMs, c.queue, c.agent, coalesce(f.path, r.path) AS path,
      coalesce(f.format, 'wav') AS format, coalesce(f.sealed, 0) AS sealed, coalesce(f.bytes, r.bytes, 0) AS bytes
    FROM recording r LEFT JOIN recording_file f ON f.recording = r.id LEFT JOIN call c ON c.id = r.call
    LEFT JOIN recording_work w ON w.recording = r.id AND w.work = :work
    WHERE ${settled} AND ${alive} AND r.started_ms < :before AND coalesce(w.done, 0) = 0 AND coalesce(w.tries, 0) < 3 AND coalesce(w.at_ms, 0) < :retry
    ORDER BY r.started_ms LIMIT :limit`,
  );
  const samples = db.prepare<[], Omit<QualitySample, "leaveOutAudited"> & { leaveOutAudited: number }>(
    `SELECT n, made_ms AS madeAtMs, by, from_ms AS fromMs, to_ms AS toMs, per_agent AS perAgent, seed, min_talk_ms / 1000.0 AS minTalkSec,
      leave_out_audited AS leaveOutAudited, talks, too_short AS tooShort, audited FROM quality_sample ORDER BY n DESC LIMIT 200`,
  );
  const results = db.prepare<[number], QualityResult>(
    "SELECT recording, agent, score, note, by, at_ms AS atMs FROM quality_result WHERE sample = ? ORDER BY agent, recording",
  );
  const audible = db.prepare<[number, number], { recording: string; agent: string; talkMs: number; audited: number }>(
    `SELECT r.id AS recording, c.agent, coalesce(c.talk_ms, coalesce(c.ended_ms, c.started_ms) - c.started_ms) AS talkMs,
      EXISTS (SELECT 1 FROM quality_result q WHERE q.recording = r.id AND q.score IS NOT NULL) AS audited FROM recording r JOIN call c ON c.id = r.call
     WHERE r.started_ms >= ? AND r.started_ms < ? AND r.kind = 'call' AND c.agent IS NOT NULL AND ${settled} AND ${alive} ORDER BY r.started_ms LIMIT 100000`,
  );
  return {
    /** Resolves with a number that the act gives (the new row's), when it is on disk. */
    recordingAct: (act: RecordingAct): Promise<number> => writer.ask({ op: "recording", act }),
    /** undefined when there is none, or when it was deleted. */
    recordingPlace(id: string): RecordingPlace | undefined {
      const row = placeOf.get(id);
      return row && { ...row, sealed: row.sealed === 1 };
    },
    chainLinks: (afterN: number, limit = pageRows): ChainLink[] => links.all(afterN, limit),
    chainLinksOf: (id: string): ChainLink[] => linksOf.all(id),
    chainHead: () => head.get(),
    /** Every recording, page by page. */
    recordingPages: () =>
      pages<{ id: string; row: RecordingRow; ended: boolean }>((after) =>
        docs
          .all(after?.id ?? "", pageRows)
          .map(({ id, doc, ended }) => ({ id, row: JSON.parse(doc) as RecordingRow, ended: ended === 1 })),
      ),
    /** Linked once, but without a row. */
    recordingsWithoutRow: (): string[] => lost.all(),
    /** Finished ones, oldest first, page by page. */
    finishedPages: () =>
      pages<FinishedRecording>((after) => finished.all({ ms: after?.startedAtMs ?? -1, id: after?.id ?? "", limit: pageRows })),
    recordingBytes: (): number => total.get() ?? 0,
    recordingNotes: (id: string): RecordingNote[] => notes.all(id),
    recordingHolds: (): RecordingHold[] => holds.all(),
    recordingAccesses: (id: string): RecordingAccess[] => accesses.all(id),
    accessesOf: (who: string): RecordingAccess[] => accessesOf.all(who),
    retentionRuns: (): RetentionRun[] => runs.all(),
    filesToSweep: () => toSweep.all(),
    /** Recordings begun before `beforeMs` on which this work is still to be done. */
    recordingWork: (work: string, beforeMs: number, retryBeforeMs: number, limit: number) =>
      workRows.all({ work, before: beforeMs, retry: retryBeforeMs, limit }).map((row) => ({ ...row, sealed: row.sealed === 1 })),
    qualitySamples: (): QualitySample[] => samples.all().map((row) => ({ ...row, leaveOutAudited: row.leaveOutAudited === 1 })),
    qualityResults: (sample: number): QualityResult[] => results.all(sample),
    audibleTalks: (fromMs: number, toMs: number) =>
      audible.all(fromMs, toMs).map((row) => ({ ...row, audited: row.audited === 1 })),
    ...recordingSearch(db),
  };
}
export type RecordingStore = ReturnType<typeof recordingStore>;
