import type { Database, Statement } from "better-sqlite3";
import type { FoundRecording } from "../../contract/evidence.ts";
import type { CallRecord, RecordingRow } from "../../contract/records.ts";

/** All that is given must fit. `words`: any part of what was typed, noted or tagged. Lengths in milliseconds. */
export type RecordingQuery = {
  beforeMs?: number;
  sinceMs?: number;
  number?: string;
  agent?: string;
  queue?: string;
  line?: string;
  direction?: string;
  kind?: string;
  tag?: string;
  words?: string;
  endReason?: string;
  minMs?: number;
  maxMs?: number;
  minScore?: number;
  maxScore?: number;
  limit?: number;
};

const conditions: Record<Exclude<keyof RecordingQuery, "limit" | "words">, string> = {
  beforeMs: "r.started_ms < :beforeMs",
  sinceMs: "r.started_ms >= :sinceMs",
  number: "(instr(c.caller, :number) > 0 OR instr(c.doc ->> '$.called', :number) > 0)",
  agent: "c.agent = :agent",
  queue: "c.queue = :queue",
  line: "c.doc ->> '$.line' = :line",
  direction: "c.doc ->> '$.direction' = :direction",
  kind: "r.kind = :kind",
  tag: "r.id IN (SELECT recording FROM recording_note WHERE tag = :tag)",
  endReason: "c.doc ->> '$.endReason' = :endReason",
  minMs: "r.duration_ms >= :minMs",
  maxMs: "r.duration_ms <= :maxMs",
  minScore: "r.id IN (SELECT recording FROM quality_result WHERE score >= :minScore)",
  maxScore: "r.id IN (SELECT recording FROM quality_result WHERE score <= :maxScore)",
};
/** The trigram index finds parts of three characters and more; shorter words are looked for one by one. */
const indexed = "r.call IN (SELECT call FROM call_words WHERE n IN (SELECT rowid FROM call_words_text WHERE words MATCH :words))";
const scanned = "r.call IN (SELECT call FROM call_words WHERE instr(lower(words), lower(:words)) > 0)";
const preparedLimit = 200;

export function recordingSearch(db: Database) {
  type Row = { doc: string; call: string | null; tags: string; ended: number };
  const prepared = new Map<string, Statement<[Record<string, string | number>], Row>>();
  const statement = (where: string[]): Statement<[Record<string, string | number>], Row> => {
    const sql = `SELECT r.doc, c.doc AS call, EXISTS (SELECT 1 FROM recording_end WHERE recording = r.id) AS ended,
        (SELECT json_group_array(tag) FROM recording_note WHERE recording = r.id AND tag IS NOT NULL) AS tags
      FROM recording r LEFT JOIN call c ON c.id = r.call
      WHERE ${["r.state <> 'dropped'", ...where].join(" AND ")} ORDER BY r.started_ms DESC, r.id DESC LIMIT :limit`;
    const made = prepared.get(sql) ?? db.prepare<[Record<string, string | number>], Row>(sql);
    if (prepared.size < preparedLimit) prepared.set(sql, made);
    return made;
  };
  return {
    /** Newest first; a page is followed by the one before its last moment. */
    findRecordings({ limit = 50, words, ...query }: RecordingQuery): FoundRecording[] {
      const given = Object.entries(query).filter(([, value]) => value !== undefined) as [
        keyof typeof conditions,
        string | number,
      ][];
      const where = given.map(([name]) => conditions[name]);
      const values: Record<string, string | number> = { ...Object.fromEntries(given), limit };
      if (words !== undefined) {
        const long = [...words].length >= 3;
        where.push(long ? indexed : scanned);
        // One phrase in the words of FTS5: quotes are doubled.
        values.words = long ? `"${words.replaceAll('"', '""')}"` : words;
      }
      return statement(where)
        .all(values)
        .map(({ doc, call, tags, ended }) => ({
          recording: { ...(JSON.parse(doc) as RecordingRow), ...(ended ? { state: "deleted" as const } : {}) },
          ...(call === null ? {} : { call: JSON.parse(call) as CallRecord }),
          tags: JSON.parse(tags) as string[],
        }));
    },
  };
}
