import type { Figure, FigureRow } from "../../../appliance/contract/figures.ts";
import { reasonWords } from "../../data/agents.ts";
import type { FigureReport } from "../../data/figures.ts";
import { agentName, lineName, queueName } from "../../data/names.ts";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { language, pick } from "../../words/words.ts";
import { figureText, slotText } from "./figure-text.ts";
import type { By, Question } from "./question.ts";

/** What a key of a row is called. */
export function keyName(by: By, key: string): string {
  const w = reportWords.value.figures;
  switch (by) {
    case "queue":
      return queueName(key);
    case "agent":
      return agentName(key);
    case "line":
      return lineName(key);
    case "direction":
      return key === "in" ? w.in : key === "out" ? w.out : key === "internal" ? w.internal : key;
    case "reason":
      return key === "" ? w.noReason : pick(reasonWords(key)) || key;
  }
}

export type Opened = { name: string; row?: FigureRow };
type TableProps = {
  report: FigureReport;
  whole: FigureReport | undefined;
  figures: { name: string; figure: Figure }[];
  q: Question;
  oneDay: boolean;
  hrefOf: (opened: Opened) => string;
  explain: (name: string) => void;
};

/** Rows by time (and by key); every number leads to the calls it is made of. */
export function FigureTable({ report, whole, figures, q, oneDay, hrefOf, explain }: TableProps) {
  const w = reportWords.value.figures;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <section class="figure-scroll" aria-label={w.title} tabIndex={0}>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{w.slot}</th>
            {q.by ? <th scope="col" /> : null}
            {figures.map(({ name, figure }) => (
              <th key={name} scope="col" class="right">
                <button
                  type="button"
                  class="figure-name"
                  onClick={() => explain(name)}
                  title={fill(w.explain, { name: pick(figure.name) })}
                >
                  {pick(figure.name)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row, i) => {
            const first = report.rows[i - 1]?.label !== row.label;
            return (
              <tr key={`${row.label} ${row.key ?? ""}`} class={first ? "is-first" : ""}>
                <th scope="row" class="num">
                  {first ? slotText(row.label, oneDay, language.value) : <span class="unseen">{row.label}</span>}
                </th>
                {q.by ? <td class="figure-key">{keyName(q.by, row.key ?? "")}</td> : null}
                {figures.map(({ name, figure }) => (
                  <Cell key={name} name={name} figure={figure} row={row} href={hrefOf({ name, row })} />
                ))}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          {(whole?.rows ?? []).map((row) => (
            <tr key="whole">
              <th scope="row">{w.total}</th>
              {q.by ? <td /> : null}
              {figures.map(({ name, figure }) => (
                <Cell key={name} name={name} figure={figure} row={row} href={hrefOf({ name })} />
              ))}
            </tr>
          ))}
        </tfoot>
      </table>
    </section>
  );
}

function Cell({ name, figure, row, href }: { name: string; figure: Figure; row: FigureRow; href: string }) {
  const value = row.figures[figure.id]?.value;
  const text = figureText(value, figure.unit, language.value);
  const quiet = value === undefined || value === 0;
  return (
    <td class={`right num ${quiet ? "is-quiet" : ""}`}>
      {value === undefined ? (
        text
      ) : (
        <a
          href={href}
          title={fill(reportWords.value.figures.openBehind, { name: pick(figure.name), value: text })}
          data-figure={name}
        >
          {text}
        </a>
      )}
    </td>
  );
}
