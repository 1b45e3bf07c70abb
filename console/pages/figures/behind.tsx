import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { BehindRow, Figure } from "../../../appliance/contract/figures.ts";
import { type BehindAsk, type FigureCatalogue, figuresBehind } from "../../data/figures.ts";
import { agentName, lineName, queueName } from "../../data/names.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { stateWord } from "../../parts/marks.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { age, clock, day } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { namedFigure } from "./figure-text.ts";

const page = 100;
type Part = "over" | "under";
type Loaded = { total: number; rows: BehindRow[]; loading: boolean; error?: unknown };

/** Exactly the calls that a figure is made of: what is counted, and out of what. */
export function Behind({
  catalogue,
  name,
  ask,
  where,
  back,
}: {
  catalogue: FigureCatalogue;
  /** Id and formula. */
  name: string;
  ask: Omit<BehindAsk, "id" | "formula" | "part">;
  /** Which of the report's numbers it is, in words. */
  where: string;
  back: string;
}) {
  const w = reportWords.value.behind;
  const named = namedFigure(catalogue.figures, name);
  const part = useSignal<Part>("over");
  const totals = useSignal<Partial<Record<Part, number>>>({});
  const list = useSignal<Loaded>({ total: 0, rows: [], loading: true });
  const root = useRef<HTMLOListElement>(null);
  const turn = useRef(0);
  useRowKeys(root);
  const formula = named ? (named.formula ?? named.figure.formulas[0]) : undefined;
  const base = { ...ask, id: named?.figure.id ?? "", ...(named?.formula ? { formula: named.formula.id } : {}) };
  const load = async (offset: number) => {
    const mine = ++turn.current;
    const old = list.peek().rows;
    list.value = { ...list.peek(), loading: true, rows: offset === 0 ? [] : old };
    try {
      const found = await figuresBehind({ ...base, part: part.peek(), offset, limit: page });
      if (mine !== turn.current) return;
      totals.value = { ...totals.peek(), [part.peek()]: found.total };
      list.value = { total: found.total, rows: offset === 0 ? found.rows : [...old, ...found.rows], loading: false };
    } catch (error) {
      if (mine === turn.current) list.value = { ...list.peek(), loading: false, error };
    }
  };
  const key = JSON.stringify([base, part.value]);
  useEffect(() => {
    if (named) void load(0);
  }, [key]);
  useEffect(() => {
    if (!named || !formula?.under) return;
    figuresBehind({ ...base, part: "under", limit: 1 }).then(
      ({ total }) => {
        totals.value = { ...totals.peek(), under: total };
      },
      () => undefined,
    );
  }, [JSON.stringify(base)]);
  if (!named || !formula) return <Empty icon="search" title={name} />;
  const { total, rows, loading, error } = list.value;
  const count = (of: Part) => totals.value[of] ?? "…";
  return (
    <div class="behind">
      <a class="back" href={back}>
        <Icon name="back" size={14} /> {w.back}
      </a>
      <header class="page-head">
        <h1>{fill(w.title, { name: pick(named.figure.name) })}</h1>
        <p class="note">{where}</p>
      </header>
      <p class="formula">{pick(formula.text)}</p>
      {formula.under ? (
        <Segments
          label={pick(named.figure.name)}
          value={part.value}
          choices={[
            { value: "over", label: fill(w.over, { n: count("over") }) },
            { value: "under", label: fill(w.under, { n: count("under") }) },
          ]}
          onChoose={(to) => {
            part.value = to as Part;
          }}
        />
      ) : null}
      {error ? <FaultNote error={error} onRetry={() => void load(0)} /> : null}
      {!loading && !error && rows.length === 0 ? <Empty icon="calls" title={w.none} note={w.noneNote} /> : null}
      <ol class="behind-rows" ref={root}>
        {rows.map((row, i) => (
          <Row key={`${row.call ?? row.agent} ${row.atMs} ${i}`} row={row} figure={named.figure} />
        ))}
      </ol>
      {loading ? <Loading /> : null}
      {rows.length > 0 ? (
        <p class="row behind-foot">
          <span class="note num">{fill(w.shown, { n: rows.length, of: total })}</span>
          {rows.length < total ? (
            <Button small pending={loading} onPress={() => void load(rows.length)}>
              {w.more}
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

function Row({ row, figure }: { row: BehindRow; figure: Figure }) {
  const w = reportWords.value.behind;
  const l = language.value;
  const how = row.how
    ? row.of === "agent-state"
      ? stateWord(row.how as never)
      : ((w.how as Record<string, string>)[row.how] ?? row.how)
    : "";
  const who = [row.queue ? queueName(row.queue) : "", row.agent ? agentName(row.agent) : "", row.line ? lineName(row.line) : ""];
  const body = (
    <>
      <time class="num" dateTime={new Date(row.atMs).toISOString()}>
        {day(row.atMs, l)} {clock(row.atMs, l)}
      </time>
      <span class="behind-of">{w.of[row.of]}</span>
      <span class="cut">{who.filter(Boolean).join(" · ")}</span>
      <span class="behind-how">{how}</span>
      <span class="num right">
        {figure.unit === "count" || figure.unit === "score" || row.value === 1
          ? row.value === 1
            ? ""
            : row.value
          : age(row.value, l)}
      </span>
      {row.call ? <Icon name="forward" size={14} /> : <span />}
    </>
  );
  return (
    <li>
      {row.call ? (
        <a class="behind-row" href={`/calls/${row.call}`} title={w.openCall} data-row>
          {body}
        </a>
      ) : (
        <span class="behind-row" title={w.noCall}>
          {body}
        </span>
      )}
    </li>
  );
}
