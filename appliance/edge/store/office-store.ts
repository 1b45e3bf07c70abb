import type { Database } from "better-sqlite3";
import type { ItemRow } from "../../contract/items.ts";
import type { MailRow } from "../../contract/mail.ts";
import type { ScoreRow, ScoreSummary } from "../../contract/survey.ts";
import type { GreetingRow, MessageRow } from "../../contract/voicemail.ts";
import type { Writer } from "./writer.ts";

type Bound = Record<string, string | number | null>;
type Doc = { doc: string };
const docs = <T>(rows: Doc[]): T[] => rows.map(({ doc }) => JSON.parse(doc) as T);
const loadLimit = 20_000;
const mostCounts = 20_000;
const page = (limit: number | undefined): number => Math.min(limit ?? 50, 200);

export type ItemQuery = { state?: string; kind?: string; agent?: string; call?: string; beforeMs?: number; limit?: number };
type ScoreSpan = { fromMs: number; toMs: number; survey?: string; queue?: string; agent?: string };
type ScoreQuery = ScoreSpan & {
  question?: string;
  value?: number;
  /** Per survey up to which score an answer is low; with it only low ones, and matters not settled. */
  lowUpTo?: Record<string, number>;
  beforeMs?: number;
  limit?: number;
};

/** Messages, greetings, work, scores and mail: as rows. Writing is the timeline's, but for what became of a mail. */
export function officeStore(db: Database, writer: Writer) {
  const messageById = db.prepare<[string], Doc>("SELECT doc FROM message WHERE id = ?");
  const messagesOf = db.prepare<[Bound], Doc>(
    "SELECT doc FROM message WHERE box = :box AND at_ms < :before AND (:state IS NULL OR state = :state) AND (:state IS NOT NULL OR state <> 'deleted') ORDER BY at_ms DESC LIMIT :limit",
  );
  const kept = db.prepare<[], Doc>(`SELECT doc FROM message WHERE state <> 'deleted' ORDER BY at_ms DESC LIMIT ${loadLimit}`);
  const greetings = db.prepare<[], Doc>("SELECT doc FROM greeting LIMIT 1000");
  const itemById = db.prepare<[string], Doc>("SELECT doc FROM item WHERE id = ?");
  const undone = db.prepare<[], Doc>("SELECT doc FROM item WHERE state <> 'done' ORDER BY made_ms DESC LIMIT 1000");
  const items = db.prepare<[Bound], Doc>(
    "SELECT doc FROM item WHERE made_ms < :before AND (:state IS NULL OR state = :state) AND (:kind IS NULL OR kind = :kind) AND (:agent IS NULL OR agent = :agent) AND (:call IS NULL OR call = :call) ORDER BY made_ms DESC LIMIT :limit",
  );
  const scoreSpan =
    "at_ms >= :from AND at_ms < :to AND (:survey IS NULL OR survey = :survey) AND (:queue IS NULL OR queue = :queue) AND (:agent IS NULL OR agent = :agent)";
  const scoreColumns = "call, question, survey, kind, value, agent, queue, language, at_ms AS atMs";
  const scores = db.prepare<[Bound], Record<string, unknown>>(
    `SELECT ${scoreColumns} FROM score WHERE ${scoreSpan} AND (:question IS NULL OR question = :question) AND (:value IS NULL OR value = :value) AND (:low IS NULL OR EXISTS (SELECT 1 FROM json_each(:low) l WHERE l.key = survey AND CASE kind WHEN 'closed' THEN score.value = 2 ELSE score.value <= l.value END)) ORDER BY at_ms DESC LIMIT :limit`,
  );
  const answerCounts = db.prepare<[Bound], Record<string, unknown>>(
    `SELECT survey, question, kind, value, queue, agent, count(*) AS answers FROM score WHERE ${scoreSpan} GROUP BY survey, question, kind, value, queue, agent LIMIT ${mostCounts}`,
  );
  const callCounts = db.prepare<[Bound], Record<string, unknown>>(
    `SELECT survey, queue, agent, count(DISTINCT call) AS calls FROM score WHERE ${scoreSpan} GROUP BY survey, queue, agent LIMIT ${mostCounts}`,
  );
  const scoresOf = db.prepare<[string], Record<string, unknown>>(
    `SELECT ${scoreColumns} FROM score WHERE call = ? ORDER BY at_ms, question`,
  );
  const mailById = db.prepare<[string], Doc>("SELECT doc FROM mail WHERE id = ?");
  const mails = db.prepare<[number], Doc>("SELECT doc FROM mail ORDER BY made_ms DESC LIMIT ?");
  const due = db.prepare<[number, number], Doc>(
    "SELECT doc FROM mail WHERE state = 'waiting' AND next_ms <= ? ORDER BY next_ms LIMIT ?",
  );
  const nextDue = db.prepare<[], number | null>("SELECT min(next_ms) FROM mail WHERE state = 'waiting'").pluck();

  return {
    message: (id: string): MessageRow | undefined => docs<MessageRow>(messageById.all(id))[0],
    /** Newest first. Deleted ones only when they are asked for. */
    messagesOf: (box: string, query: { state?: string; beforeMs?: number; limit?: number }): MessageRow[] =>
      docs(
        messagesOf.all({
          box,
          state: query.state ?? null,
          before: query.beforeMs ?? Number.MAX_SAFE_INTEGER,
          limit: page(query.limit),
        }),
      ),
    /** All that a state beginning anew takes up. */
    officeRows: (): { messages: MessageRow[]; items: ItemRow[]; greetings: GreetingRow[] } => ({
      messages: docs(kept.all()),
      items: docs(undone.all()),
      greetings: docs(greetings.all()),
    }),
    item: (id: string): ItemRow | undefined => docs<ItemRow>(itemById.all(id))[0],
    /** Newest first. */
    items: (query: ItemQuery): ItemRow[] =>
      docs(
        items.all({
          state: query.state ?? null,
          kind: query.kind ?? null,
          agent: query.agent ?? null,
          call: query.call ?? null,
          before: query.beforeMs ?? Number.MAX_SAFE_INTEGER,
          limit: page(query.limit),
        }),
      ),
    scores: (query: ScoreQuery): ScoreRow[] =>
      scores
        .all({
          ...spanOf(query),
          to: Math.min(query.toMs, query.beforeMs ?? query.toMs),
          question: query.question ?? null,
          value: query.value ?? null,
          low: query.lowUpTo ? JSON.stringify(query.lowUpTo) : null,
          limit: Math.min(query.limit ?? 1_000, 10_000),
        })
        .map((row) => plain<ScoreRow>(row)),
    /** Counted by survey, question, queue and agent: as many rows as there are of those, whatever the days. */
    scoreCounts: (span: ScoreSpan): Omit<ScoreSummary, "surveys"> => ({
      answers: answerCounts.all(spanOf(span)).map((row) => plain<ScoreSummary["answers"][number]>(row)),
      calls: callCounts.all(spanOf(span)).map((row) => plain<ScoreSummary["calls"][number]>(row)),
    }),
    scoresOf: (call: string): ScoreRow[] => scoresOf.all(call).map((row) => plain<ScoreRow>(row)),
    mail: (id: string): MailRow | undefined => docs<MailRow>(mailById.all(id))[0],
    mails: (limit: number): MailRow[] => docs(mails.all(limit)),
    mailsDue: (nowMs: number, limit: number): MailRow[] => docs(due.all(nowMs, limit)),
    nextMailMs: (): number | undefined => nextDue.get() ?? undefined,
    /** What became of a mail. */
    keepMail: async (row: MailRow): Promise<void> =>
      void (await writer.ask({
        op: "mail.keep",
        id: row.id,
        state: row.state,
        nextMs: Math.round(row.nextAtMs),
        document: JSON.stringify(row),
      })),
  };
}
export type OfficeStore = ReturnType<typeof officeStore>;

const spanOf = ({ fromMs, toMs, survey, queue, agent }: ScoreSpan): Bound => ({
  from: fromMs,
  to: toMs,
  survey: survey ?? null,
  queue: queue ?? null,
  agent: agent ?? null,
});
/** Columns without a value are left out. */
const plain = <T>(row: Record<string, unknown>): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
