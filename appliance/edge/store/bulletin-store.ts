import type { Database } from "better-sqlite3";
import type { Bulletin, BulletinReading, BulletinRow } from "../../contract/bulletins.ts";
import type { AgentId } from "../../kit/ids.ts";

type Bound = Record<string, string | number | null>;
type Doc = { doc: string };
type ReadingRow = { bulletin: string; user: string; agent: AgentId | null; readAtMs: number; acknowledgedAtMs: number | null };
/** As many as can be live. */
const loadLimit = 200;

/** Only what `user` sent or what went to `agent` or to all; only what went to `to`; only what has `text` in its text or its sender. */
export type BulletinQuery = {
  for?: { user: string; agent?: string };
  to?: string;
  text?: string;
  beforeMs?: number;
  limit?: number;
};

/** Bulletins and their readings, as rows. Writing is the timeline's. */
export function bulletinStore(db: Database) {
  const byId = db.prepare<[string], Doc>("SELECT doc FROM bulletin WHERE id = ?");
  const wentTo = (agent: string): string =>
    `(doc ->> '$.to.kind' = 'all' OR EXISTS (SELECT 1 FROM json_each(doc, '$.agents') WHERE value = ${agent}))`;
  const page = db.prepare<[Bound], Doc>(
    `SELECT doc FROM bulletin WHERE sent_ms < :before AND (:to IS NULL OR ${wentTo(":to")}) AND (:user IS NULL OR sent_by = :user OR ${wentTo(":agent")}) AND (:text IS NULL OR instr(lower(doc ->> '$.text' || char(10) || coalesce(doc ->> '$.sentByName', '') || char(10) || sent_by), :text) > 0) ORDER BY sent_ms DESC LIMIT :limit`,
  );
  const newest = db.prepare<[], Doc>(`SELECT doc FROM bulletin ORDER BY until_ms DESC LIMIT ${loadLimit}`);
  const readings = db.prepare<[string], ReadingRow>(
    "SELECT bulletin, user, agent, read_ms AS readAtMs, acknowledged_ms AS acknowledgedAtMs FROM bulletin_reading WHERE bulletin = ? ORDER BY read_ms, user",
  );
  const whole = ({ doc }: Doc): Bulletin => {
    const row = JSON.parse(doc) as BulletinRow;
    return { ...row, readings: readings.all(row.id).map(readingOf) };
  };
  return {
    bulletin: (id: string): Bulletin | undefined => byId.all(id).map(whole)[0],
    /** Newest first. */
    bulletins: (query: BulletinQuery): Bulletin[] =>
      page
        .all({
          before: query.beforeMs ?? Number.MAX_SAFE_INTEGER,
          to: query.to ?? null,
          text: query.text?.toLowerCase() ?? null,
          user: query.for?.user ?? null,
          agent: query.for?.agent ?? null,
          limit: Math.min(query.limit ?? 50, 200),
        })
        .map(whole),
    /** Those that may still be shown; the ones over are for the reader to leave out. */
    bulletinRows: (): Bulletin[] => newest.all().map(whole),
  };
}
export type BulletinStore = ReturnType<typeof bulletinStore>;

const readingOf = ({ agent, acknowledgedAtMs, ...rest }: ReadingRow): BulletinReading => ({
  ...rest,
  ...(agent === null ? {} : { agent }),
  ...(acknowledgedAtMs === null ? {} : { acknowledgedAtMs }),
});
