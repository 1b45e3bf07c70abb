import type { Database, Statement } from "better-sqlite3";
import { type BaseCount, baseCounts, type Counts, type FigureBy, sourceOf } from "../../contract/base-counts.ts";
import type { BehindRow, FigurePart } from "../../contract/figures.ts";
import { type FigureReads, lineReads, type ReadsSql, readsSql } from "./figure-reads.ts";
import { type BaseSql, baseSql, type SqlSource, sourceSql } from "./figure-sql.ts";

export type FigureFilter = Partial<Record<FigureBy, string>>;
/** Bounds in milliseconds that decide what a row counts as. */
export type FigureBounds = { inTimeMs: number; shortMs: number; limitWaitMs: number; shortTalkMs: number; repeatMs: number };
export type FigureStretch = {
  source: SqlSource;
  fromMs: number;
  toMs: number;
  /** Who still waits, and states that last, are counted up to here. */
  nowMs: number;
  by?: FigureBy;
  /** Only these are counted; without it all of the source. */
  bases?: readonly BaseCount[];
  filter: FigureFilter;
  boundsOf: (queue: string) => FigureBounds;
};
type Bound = Record<string, string | number | null>;
type Span = { fromMs: number | null; toMs: number | null; open: number };
type StateRow = { agent: string; from_ms: number; state: string; reason: string | null; to_ms: number | null };

export const basesOfSource = (source: SqlSource) =>
  baseCounts.filter((base): base is keyof typeof baseSql => sourceOf(base) === source);
const sqlOf = (base: BaseCount): BaseSql => baseSql[base as keyof typeof baseSql];
const counts = (base: BaseCount, state: string): boolean => [state, "any"].includes(sqlOf(base).state ?? "");
const reasonOf = ({ state, reason }: StateRow): string => (state === "not-ready" ? (reason ?? "") : "");
const aggregate = (base: BaseCount): string => {
  const { where, sum, max } = sqlOf(base);
  if (max) return `ifnull(max(${sum}) FILTER (WHERE ${where}), 0) AS ${base}`;
  return sum === undefined
    ? `count(*) FILTER (WHERE ${where}) AS ${base}`
    : `ifnull(sum(${sum}) FILTER (WHERE ${where}), 0) AS ${base}`;
};

const readsOf = (source: SqlSource, { from, where, first, last, open }: ReadsSql): string =>
  `SELECT min(${first}) AS fromMs, max(${last}) AS toMs, count(*) FILTER (WHERE ${open}) AS open FROM ${from} WHERE ${sourceSql[source].range} AND ${where}`;
const meanings = new Map<SqlSource, string>();

/** Counts base quantities of a stretch of time, and lists the rows behind them: both by the same conditions. */
export function figureReader(db: Database) {
  const prepared = new Map<string, Statement<[Bound], unknown>>();
  const statement = <Row>(sql: string): Statement<[Bound], Row> => {
    const known = prepared.get(sql) ?? db.prepare<[Bound], unknown>(sql);
    prepared.set(sql, known);
    return known as Statement<[Bound], Row>;
  };
  const distinct = (column: "queue" | "agent", table: string) =>
    // Skips from one value to the next along the index instead of reading all rows.
    db
      .prepare<[], string>(
        `WITH RECURSIVE v(x) AS (SELECT min(${column}) FROM ${table} UNION ALL SELECT (SELECT min(${column}) FROM ${table} WHERE ${column} > x) FROM v WHERE x IS NOT NULL) SELECT x FROM v WHERE x IS NOT NULL`,
      )
      .pluck();
  const queuesOf = {
    stay: distinct("queue", "queue_stay"),
    handling: distinct("queue", "handling INDEXED BY handling_by_queue"),
    offer: distinct("queue", "offer"),
  };
  const agents = distinct("agent", "agent_state");
  const before = db.prepare<[string, number], StateRow>(
    "SELECT agent, from_ms, state, reason, to_ms FROM agent_state WHERE agent = ? AND from_ms < ? ORDER BY from_ms DESC, ifnull(to_ms, 9e15) DESC LIMIT 1",
  );

  /** The first column of each index, one value after the other. */
  function partsOf({ source, filter }: FigureStretch): (string | null)[] {
    switch (source) {
      case "stay":
      case "stay-talk":
        return filter.queue === undefined ? queuesOf.stay.all() : [filter.queue];
      case "offer":
        return filter.queue === undefined ? queuesOf.offer.all() : [filter.queue];
      case "contact":
        return filter.queue === undefined ? queuesOf.stay.all() : [filter.queue];
      case "score":
        return [null];
      case "handling":
      case "passed-on":
      case "held-end":
        return filter.queue === undefined ? [...queuesOf.handling.all(), null] : [filter.queue];
      case "call":
        return filter.direction === undefined ? ["in", "out", "internal"] : [filter.direction];
      case "agent-state":
        return filter.agent === undefined ? agents.all() : [filter.agent];
    }
  }

  function fromWhere({ source, by, filter }: FigureStretch): string {
    const { from, range, columns, lineJoin } = sourceSql[source];
    const withLine = by === "line" || filter.line !== undefined;
    const conditions = (Object.keys(filter) as FigureBy[]).map((name) => `${columns[name]} = :${name}`);
    return `FROM ${from} ${withLine && lineJoin ? lineJoin : ""} WHERE ${[range, ...conditions].join(" AND ")}`;
  }
  const bind = (stretch: FigureStretch, part: string | null): Bound => {
    const { inTimeMs, shortMs, limitWaitMs, shortTalkMs, repeatMs } = stretch.boundsOf(part ?? "");
    const { fromMs, toMs, nowMs, filter } = stretch;
    const bounds = { inTime: inTimeMs, short: shortMs, limitWait: limitWaitMs, shortTalk: shortTalkMs, repeat: repeatMs };
    return { ...filter, ...bounds, from: fromMs, to: toMs, now: nowMs, part };
  };
  /** States that began before the stretch and reach into it; one for each agent. */
  function carriedOver({ fromMs, nowMs, filter }: FigureStretch): StateRow[] {
    const found = (filter.agent === undefined ? agents.all() : [filter.agent]).flatMap((agent) => before.all(agent, fromMs));
    const fits = (row: StateRow): boolean => filter.reason === undefined || filter.reason === reasonOf(row);
    return found.filter((row) => row.state !== "logged-out" && (row.to_ms ?? nowMs) > fromMs && fits(row));
  }
  const spentIn = (row: StateRow, { fromMs, toMs, nowMs }: FigureStretch): number =>
    Math.max(0, Math.min(row.to_ms ?? nowMs, toMs) - Math.max(row.from_ms, fromMs));

  const carriedInto = (stretch: FigureStretch, plus: readonly BaseCount[]): StateRow[] =>
    stretch.source !== "agent-state" ? [] : carriedOver(stretch).filter(({ state }) => plus.some((base) => counts(base, state)));
  const rowsOf = (plus: readonly BaseCount[], minus: readonly BaseCount[]): string =>
    [`(${plus.map((b) => `(${sqlOf(b).where})`).join(" OR ")})`, ...minus.map((b) => `NOT (${sqlOf(b).where})`)].join(" AND ");

  return {
    /** Whether rows of this source can be told apart that way. */
    figureApplies: (source: SqlSource, names: readonly FigureBy[]): boolean =>
      names.every((name) => sourceSql[source].columns[name] !== undefined),

    /** Which rows beside its own what is counted of a stretch depends on; undefined: on none. */
    figureReads(stretch: FigureStretch): FigureReads {
      const { source, by, filter } = stretch;
      const withLine = sourceSql[source].lineJoin && (by === "line" || filter.line !== undefined);
      const wanted = [readsSql[source], withLine ? lineReads(source) : undefined].filter((sql) => sql !== undefined);
      let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const sql of wanted)
        for (const part of partsOf(stretch)) {
          const found = statement<Span>(readsOf(source, sql)).get(bind(stretch, part));
          if (found?.open) return "open";
          fromMs = Math.min(fromMs, found?.fromMs ?? fromMs);
          toMs = Math.max(toMs, found?.toMs ?? toMs);
        }
      return fromMs <= toMs ? { fromMs, toMs } : undefined;
    },

    /** What a source counts and how, so that nothing counted by another release is taken for it. */
    figureMeaning: (source: SqlSource): string => {
      const known =
        meanings.get(source) ?? JSON.stringify([sourceSql[source], basesOfSource(source).map((base) => [base, sqlOf(base)])]);
      meanings.set(source, known);
      return known;
    },

    /** Base counts of the source by key; "" for all together. */
    figureCounts(stretch: FigureStretch): Map<string, Counts> {
      const { source, by } = stretch;
      const bases = basesOfSource(source).filter((base) => stretch.bases?.includes(base) ?? true);
      // All rows of one statement are of one queue, or of one agent's states: nothing to sort by.
      const together = source === "score" ? false : by === "queue" || (source === "agent-state" && by === "agent");
      const keyed = together ? undefined : by;
      const key = by === undefined ? "''" : `ifnull(${sourceSql[source].columns[by]}, '')`;
      const group = keyed === undefined ? "HAVING count(*) > 0" : "GROUP BY key";
      const sql = `SELECT ${key} AS key, ${bases.map(aggregate).join(", ")} ${fromWhere(stretch)} ${group}`;
      const found = new Map<string, Counts>();
      const add = (name: string, more: Counts): void => {
        const sum = found.get(name) ?? {};
        for (const base of bases) {
          const [a = 0, b = 0] = [sum[base], more[base]];
          sum[base] = sqlOf(base).max ? Math.max(a, b) : a + b;
        }
        found.set(name, sum);
      };
      for (const part of partsOf(stretch))
        for (const { key: name, ...sums } of statement<Counts & { key: string }>(sql).all(bind(stretch, part))) add(name, sums);
      if (source === "agent-state")
        for (const row of carriedOver(stretch))
          for (const base of bases)
            if (counts(base, row.state))
              add(by === "agent" ? row.agent : by === "reason" ? reasonOf(row) : "", { [base]: spentIn(row, stretch) });
      return found;
    },

    /** How many rows are behind a part of a figure. */
    figureTotal(stretch: FigureStretch, { plus, minus = [] }: FigurePart): number {
      const sql = `SELECT count(*) AS n ${fromWhere(stretch)} AND ${rowsOf(plus, minus)}`;
      let total = 0;
      for (const part of partsOf(stretch)) for (const { n } of statement<{ n: number }>(sql).all(bind(stretch, part))) total += n;
      return total + carriedInto(stretch, plus).length;
    },

    /** The rows behind a part of a figure, oldest first, from `offset` on, at most `limit`. */
    figureRows(stretch: FigureStretch, { plus, minus = [] }: FigurePart, offset: number, limit: number): BehindRow[] {
      const { source } = stretch;
      const { at, shown, columns, lineJoin } = sourceSql[source];
      // A count may be the sum of several amounts of one row: then it shows once with their sum.
      const value = plus.map((base) => `CASE WHEN ${sqlOf(base).where} THEN ${sqlOf(base).sum ?? "1"} ELSE 0 END`).join(" + ");
      const line = lineJoin && (stretch.by === "line" || stretch.filter.line !== undefined) ? `, ${columns.line} AS line` : "";
      const sql = `SELECT ${at} AS atMs, ${shown}${line}, ${value} AS value ${fromWhere(stretch)} AND ${rowsOf(plus, minus)} ORDER BY atMs LIMIT :take`;
      type Row = { atMs: number; value: number } & Record<"call" | "queue" | "agent" | "line" | "how", string | null>;
      const rows = partsOf(stretch).flatMap((part) => statement<Row>(sql).all({ ...bind(stretch, part), take: offset + limit }));
      const nothing = { call: null, queue: null, line: null };
      for (const row of carriedInto(stretch, plus))
        rows.push({ ...nothing, atMs: row.from_ms, agent: row.agent, how: row.state, value: spentIn(row, stretch) });
      return rows
        .sort((a, b) => a.atMs - b.atMs)
        .slice(offset, offset + limit)
        .map((row) => shownRow(source, row));
    },
  };
}

function shownRow(
  source: SqlSource,
  {
    atMs,
    value,
    ...names
  }: { atMs: number; value: number } & Partial<Record<"call" | "queue" | "agent" | "line" | "how", string | null>>,
): BehindRow {
  const of =
    source === "stay-talk"
      ? "stay"
      : source === "passed-on" || source === "held-end"
        ? "handling"
        : source === "contact"
          ? "stay"
          : source;
  const known = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== null && name !== undefined));
  return { of, atMs, value, ...known };
}
export type FigureReader = ReturnType<typeof figureReader>;
