import type { Database } from "better-sqlite3";
import { textGroups } from "../../contract/text-states.ts";
import type { TextQuery, TextRow } from "../../contract/texts.ts";
import { textsPurgedAtOnce } from "./text-ops.ts";
import type { Writer } from "./writer.ts";

type Doc = { doc: string };
/** What came within this may come again. */
const lately = 72 * 3_600_000;
/** What a state that begins anew can take up. */
const loadLimit = 25_000;

/** Text messages as rows. Writing is the timeline's. */
export function textStore(db: Database, writer: Writer, nowMs: () => number) {
  const byId = db.prepare<[string], Doc>("SELECT doc FROM text WHERE id = ?");
  const page = db.prepare<[Record<string, string | number | null>], Doc>(
    "SELECT doc FROM text WHERE at_ms < :before AND (:for IS NULL OR direction = 'in' OR by = :for) AND (:direction IS NULL OR direction = :direction) AND (:state IS NULL OR state = :state) AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states))) AND (:number IS NULL OR number = :number) AND (:text IS NULL OR instr(lower(doc ->> '$.text'), :text) > 0 OR instr(number, :text) > 0) ORDER BY at_ms DESC, id DESC LIMIT :limit",
  );
  const live = db.prepare<[number], Doc>(
    `SELECT doc FROM text WHERE state IN ('arriving', 'waiting', 'sending', 'checking') OR at_ms > ? ORDER BY at_ms DESC LIMIT ${loadLimit}`,
  );
  const rowOf = ({ doc }: Doc): TextRow => JSON.parse(doc) as TextRow;
  return {
    text: (id: string): TextRow | undefined => byId.all(id).map(rowOf)[0],
    /** Newest first. */
    texts: (query: TextQuery): TextRow[] =>
      page
        .all({
          before: query.beforeMs ?? Number.MAX_SAFE_INTEGER,
          for: query.for ?? null,
          direction: query.direction ?? null,
          state: query.state ?? null,
          states: query.group ? JSON.stringify(textGroups[query.group]) : null,
          number: query.number ?? null,
          text: query.text?.toLowerCase() ?? null,
          limit: Math.min(query.limit ?? 50, 200),
        })
        .map(rowOf),
    /** What is over, and has been since before that. */
    async dropTextsBefore(beforeMs: number): Promise<void> {
      while ((await writer.ask({ op: "text.purge", beforeMs, nowMs: nowMs() })) >= textsPurgedAtOnce);
    },
    /** Those a state that begins anew has to know. */
    liveTexts: (): TextRow[] => live.all(nowMs() - lately).map(rowOf),
  };
}
export type TextStore = ReturnType<typeof textStore>;
