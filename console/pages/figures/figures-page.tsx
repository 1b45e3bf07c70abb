import "./figures.css";
import { useSignal } from "@preact/signals";
import { useLocation, useRoute } from "preact-iso";
import type { Figure, FigureRow } from "../../../appliance/contract/figures.ts";
import { boxNow } from "../../data/clock.ts";
import { type FigureCatalogue, type FigureReport, figureCatalogue, figures, figuresFile } from "../../data/figures.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { SelectInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { hour } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { Behind } from "./behind.tsx";
import { ChooseFigures } from "./choose-figures.tsx";
import { Columns } from "./columns.tsx";
import { Explain } from "./explain.tsx";
import { FigureTable, keyName, type Opened } from "./figure-table.tsx";
import { figureText, namedFigure, slotText } from "./figure-text.ts";
import { askOf, type Question, readQuestion, writeQuestion } from "./question.ts";
import { QuestionLine } from "./question-line.tsx";
import { ReportTabs } from "./report-tabs.tsx";

type Named = { name: string; figure: Figure };
/** More keys than this are read in the table. */
const mostCharts = 12;

/** Figures of any time, apart as one likes; every number opens into its calls. The question is in the address. */
export function FiguresPage() {
  const { state, reload } = useLoaded(figureCatalogue, "catalogue");
  const { value: catalogue, error, loading } = state.value;
  return (
    <div class="page figures">
      {catalogue ? (
        <Asked catalogue={catalogue} />
      ) : error ? (
        <FaultNote error={error} onRetry={reload} />
      ) : loading ? (
        <Loading />
      ) : null}
    </div>
  );
}

function Asked({ catalogue }: { catalogue: FigureCatalogue }) {
  const { query } = useLocation();
  const opened = useRoute().params.name;
  const q = readQuestion(query);
  if (opened) return <BehindPage catalogue={catalogue} q={q} name={opened} query={query} />;
  return <Report catalogue={catalogue} q={q} />;
}

function BehindPage({
  catalogue,
  q,
  name,
  query,
}: {
  catalogue: FigureCatalogue;
  q: Question;
  name: string;
  query: Record<string, string>;
}) {
  const { figures: _, ...ask } = askOf(q, boxNow());
  const { key, slot, hour: hourOf, label } = query;
  const at = slot ? { slot: Number(slot) } : hourOf ? { hour: Number(hourOf) } : {};
  const where = [
    label,
    q.by && key ? keyName(q.by, key) : "",
    q.queue ? keyName("queue", q.queue) : "",
    q.agent ? keyName("agent", q.agent) : "",
  ];
  return (
    <Behind
      catalogue={catalogue}
      name={name}
      ask={{ ...ask, ...(key === undefined ? {} : { key }), ...at }}
      where={where.filter(Boolean).join(" · ") || reportWords.value.figures[q.when]}
      back={`/figures?${writeQuestion(q)}`}
    />
  );
}

function Report({ catalogue, q }: { catalogue: FigureCatalogue; q: Question }) {
  const { route } = useLocation();
  const w = reportWords.value.figures;
  const l = language.value;
  const explained = useSignal<string | undefined>(undefined);
  const choosing = useSignal(false);
  const nowMs = boxNow();
  const address = writeQuestion(q);
  const set = (next: Question) => {
    const to = writeQuestion(next);
    route(to === "" ? "/figures" : `/figures?${to}`, true);
  };
  const { by: _by, ...together } = q;
  const { state, reload } = useLoaded(
    async () => {
      // Every figure of the whole time too: a mean of means would be wrong.
      const [report, whole] = await Promise.all([
        figures(askOf(q, boxNow())),
        figures(askOf({ ...together, interval: "all" }, boxNow())),
      ]);
      return { report, whole, asOfMs: boxNow() };
    },
    writeQuestion({ ...q, chart: "offered" }),
  );
  const named = q.figures.flatMap((name): Named[] => {
    const found = namedFigure(catalogue.figures, name);
    return found ? [{ name, figure: found.figure }] : [];
  });
  const { value, error, loading } = state.value;
  const oneDay = value ? value.report.toMs - value.report.fromMs <= 90_000_000 : true;
  const hrefOf = ({ name, row }: Opened) => {
    const at = row
      ? {
          ...(row.key === undefined ? {} : { key: row.key }),
          ...(row.hour !== undefined ? { hour: row.hour } : q.interval === "all" ? {} : { slot: row.fromMs }),
          label: row.label,
        }
      : {};
    const to = new URLSearchParams(address);
    for (const [k, v] of Object.entries(at)) to.set(k, String(v));
    return `/figures/${encodeURIComponent(name)}?${to}`;
  };
  const shown = explained.value ? namedFigure(catalogue.figures, explained.value) : undefined;
  const use = (formula: string) => {
    const old = explained.value ?? "";
    const id = old.split(":")[0] ?? "";
    explained.value = undefined;
    set({ ...q, figures: q.figures.map((name) => (name === old ? `${id}:${formula}` : name)) });
  };
  const inForce = shown ? value?.whole.rows[0]?.figures[shown.figure.id]?.formula : undefined;
  return (
    <>
      <header class="page-head">
        <h1>{w.title}</h1>
        <ReportTabs at="/figures" />
      </header>
      <QuestionLine q={q} set={set} nowMs={nowMs} />
      <div class="figures-tools">
        {value ? <span class="note num">{fill(w.asOf, { time: hour(value.asOfMs, l) })}</span> : null}
        <Button kind="quiet" small icon="refresh" pending={loading} onPress={reload}>
          {w.refresh}
        </Button>
        <span class="grow" />
        <Button small icon="settings" onPress={() => (choosing.value = true)}>
          {w.choose}
        </Button>
        <a class="button is-small" href={figuresFile(askOf(q, nowMs), l)} download>
          <Icon name="download" />
          <span>{w.csv}</span>
        </a>
      </div>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {loading && !value ? <Loading /> : null}
      {value ? (
        <>
          <Totals named={named} row={value.whole.rows[0]} hrefOf={hrefOf} explain={(name) => (explained.value = name)} />
          <Chart report={value.report} named={named} q={q} oneDay={oneDay} set={set} />
          {value.report.rows.length === 0 ? (
            <Empty icon="search" title={w.noRows} note={w.noRowsNote} />
          ) : (
            <FigureTable
              report={value.report}
              whole={value.whole}
              figures={named}
              q={q}
              oneDay={oneDay}
              hrefOf={hrefOf}
              explain={(name) => (explained.value = name)}
            />
          )}
        </>
      ) : null}
      {shown ? <Explain figure={shown.figure} shown={inForce} onUse={use} onClose={() => (explained.value = undefined)} /> : null}
      {choosing.value ? (
        <ChooseFigures
          catalogue={catalogue}
          chosen={q.figures}
          onClose={() => (choosing.value = false)}
          onChoose={(chosen) => {
            choosing.value = false;
            set({ ...q, figures: chosen });
          }}
        />
      ) : null}
    </>
  );
}

function Totals({
  named,
  row,
  hrefOf,
  explain,
}: {
  named: Named[];
  row: FigureRow | undefined;
  hrefOf: (opened: Opened) => string;
  explain: (name: string) => void;
}) {
  const w = reportWords.value.figures;
  if (!row) return null;
  return (
    <dl class="totals">
      {named.slice(0, 8).map(({ name, figure }) => {
        const { value, formula } = row.figures[figure.id] ?? {};
        const text = figureText(value, figure.unit, language.value);
        const used = figure.formulas.length > 1 ? figure.formulas.find((f) => f.id === formula) : undefined;
        return (
          <div key={name}>
            <dt>
              <span>{pick(figure.name)}</span>
              <button
                type="button"
                class="explain-mark"
                aria-label={fill(w.explain, { name: pick(figure.name) })}
                onClick={() => explain(name)}
              >
                <Icon name="info" size={14} />
              </button>
            </dt>
            <dd class="num">{value === undefined ? text : <a href={hrefOf({ name })}>{text}</a>}</dd>
            {used ? <dd class="total-note">{pick(used.name)}</dd> : null}
          </div>
        );
      })}
    </dl>
  );
}

/** One figure over time; with keys apart one strip for each, all by the same scale. */
function Chart({
  report,
  named,
  q,
  oneDay,
  set,
}: {
  report: FigureReport;
  named: Named[];
  q: Question;
  oneDay: boolean;
  set: (q: Question) => void;
}) {
  const w = reportWords.value.figures;
  const l = language.value;
  const drawn = named.find((n) => n.name.split(":")[0] === q.chart.split(":")[0]) ?? named[0];
  if (!drawn || report.rows.length < 2) return null;
  const { figure } = drawn;
  const by = q.by;
  const keys = by ? [...new Set(report.rows.map((r) => r.key ?? ""))] : [""];
  if (keys.length > mostCharts) return null;
  const valueIn = (row: FigureRow) => row.figures[figure.id]?.value;
  const top = Math.max(0, ...report.rows.map((r) => valueIn(r) ?? 0));
  const slots = [...new Set(report.rows.map((r) => r.label))];
  // Of one row for all time the keys themselves are the columns.
  const across = by && slots.length === 1;
  const column = (label: string, row: FigureRow | undefined) => {
    const value = row && valueIn(row);
    return { label, value, title: `${label}: ${figureText(value, figure.unit, l)}` };
  };
  const charts = across
    ? [{ key: "", columns: report.rows.map((r) => column(keyName(by, r.key ?? ""), r)) }]
    : keys.map((key) => {
        const rows = new Map(report.rows.filter((r) => (r.key ?? "") === key).map((r) => [r.label, r]));
        return { key, columns: slots.map((slot) => column(slotText(slot, oneDay, language.value), rows.get(slot))) };
      });
  return (
    <section class="chart" aria-label={w.chart}>
      <div class="chart-head">
        <SelectInput
          aria-label={w.chart}
          value={drawn.name}
          choices={named.map((n) => ({ value: n.name, label: pick(n.figure.name) }))}
          onChoose={(chart) => set({ ...q, chart })}
        />
      </div>
      <div class={charts.length > 1 ? "charts is-many" : "charts"}>
        {charts.map(({ key, columns }) => (
          <div key={key}>
            {by && !across ? <h3>{keyName(by, key)}</h3> : null}
            <Columns
              columns={columns}
              unit={figure.unit}
              top={top}
              label={fill(w.chartOf, { name: pick(figure.name), what: by && !across ? keyName(by, key) : w.slot })}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
