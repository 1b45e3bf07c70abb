import type { Database } from "better-sqlite3";
import type { AlarmNote, AlarmRow } from "../../contract/alarm-row.ts";

type Columns = {
  id: string;
  code: string;
  subject: string;
  severity: string;
  words_zh: string;
  words_en: string;
  raised_ms: number;
  cleared_ms: number | null;
  acknowledged_by: string | null;
  count: number;
  more: string | null;
};
/** `text`: in what it says, its code or its subject. */
export type AlarmQuery = { severity?: string; codes?: string[]; text?: string; beforeMs?: number; limit?: number };

const listLimit = 500;
const mostNotes = 1_000;

const alarmRow = (row: Columns): AlarmRow => ({
  id: row.id,
  code: row.code,
  subject: row.subject,
  severity: row.severity as AlarmRow["severity"],
  words: { zh: row.words_zh, en: row.words_en },
  raisedAtMs: row.raised_ms,
  ...(row.cleared_ms === null ? {} : { clearedAtMs: row.cleared_ms }),
  ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
  count: row.count,
  ...(row.more === null ? {} : (JSON.parse(row.more) as object)),
});

/** What of a row has no column of its own. */
export function moreOf({ acknowledgedAtMs, acknowledgedHow, shelved, lastAtMs }: AlarmRow): string | null {
  const more = { acknowledgedAtMs, acknowledgedHow, shelved, lastAtMs };
  return Object.values(more).some((value) => value !== undefined) ? JSON.stringify(more) : null;
}

/** Alarms and their history as rows. Writing is the timeline's. */
export function alarmStore(db: Database) {
  const listed = (where: string) =>
    db.prepare<[], Columns>(`SELECT * FROM alarm WHERE ${where} ORDER BY raised_ms DESC LIMIT ${listLimit}`);
  const open = listed("cleared_ms IS NULL");
  const past = listed("cleared_ms IS NOT NULL");
  const byId = db.prepare<[string], Columns>("SELECT * FROM alarm WHERE id = ?");
  const page = db.prepare<[Record<string, string | number | null>], Columns>(
    "SELECT * FROM alarm WHERE raised_ms < :before AND (:severity IS NULL OR severity = :severity) AND (:codes IS NULL OR code IN (SELECT value FROM json_each(:codes))) AND (:text IS NULL OR instr(lower(words_en), :text) > 0 OR instr(lower(words_zh), :text) > 0 OR instr(lower(subject), :text) > 0 OR instr(code, :text) > 0) ORDER BY raised_ms DESC, id DESC LIMIT :limit",
  );
  const notes = db.prepare<[string], { doc: string }>(
    `SELECT doc FROM alarm_note WHERE alarm = ? ORDER BY at_ms, rowid LIMIT ${mostNotes}`,
  );
  return {
    /** Open ones first, then the newest. */
    alarms: (): AlarmRow[] => [...open.all(), ...past.all()].map(alarmRow),
    alarm: (id: string): AlarmRow | undefined => byId.all(id).map(alarmRow)[0],
    /** Newest first. */
    alarmHistory: ({ severity, codes, text, beforeMs, limit }: AlarmQuery): AlarmRow[] =>
      page
        .all({
          before: beforeMs ?? Number.MAX_SAFE_INTEGER,
          severity: severity ?? null,
          codes: codes ? JSON.stringify(codes) : null,
          text: text?.toLowerCase() ?? null,
          limit: Math.min(limit ?? 50, 200),
        })
        .map(alarmRow),
    /** Oldest first. */
    alarmNotes: (id: string): AlarmNote[] => notes.all(id).map(({ doc }) => JSON.parse(doc) as AlarmNote),
  };
}
export type AlarmStore = ReturnType<typeof alarmStore>;
