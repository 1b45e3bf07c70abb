import type { FigureUnit } from "../../../appliance/contract/figures.ts";
import { language } from "../../words/words.ts";
import { figureText } from "./figure-text.ts";

type Column = { label: string; value: number | undefined; title: string };
const high = 120;

/** One figure over time as columns with a scale of three lines; the numbers themselves stand in the table below. */
export function Columns({ columns, unit, label, top }: { columns: Column[]; unit: FigureUnit; label: string; top?: number }) {
  const most = top ?? Math.max(0, ...columns.map((c) => c.value ?? 0));
  // The middle line of a count is a whole number too.
  const full = unit === "share" ? Math.max(1, most) : unit === "count" ? Math.max(2, 2 * Math.ceil(most / 2)) : most || 1;
  const every = Math.max(1, Math.ceil(columns.length / 12));
  const step = 100 / Math.max(1, columns.length);
  return (
    <figure class="columns" role="img" aria-label={label}>
      <div class="columns-scale" aria-hidden="true">
        <span>{figureText(full, unit, language.value)}</span>
        <span>{figureText(full / 2, unit, language.value)}</span>
        <span>{figureText(0, unit, language.value)}</span>
      </div>
      <div class="columns-field">
        <svg viewBox={`0 0 100 ${high}`} preserveAspectRatio="none" aria-hidden="true">
          {[0, 0.5, 1].map((share) => (
            <line
              key={share}
              class="columns-line"
              x1="0"
              x2="100"
              y1={high * share}
              y2={high * share}
              vector-effect="non-scaling-stroke"
            />
          ))}
          {columns.map((c, i) => {
            const tall = ((c.value ?? 0) / full) * high;
            return (
              <rect
                key={c.label}
                class="columns-bar"
                x={i * step + step * 0.14}
                width={step * 0.72}
                y={high - tall}
                height={tall}
              >
                <title>{c.title}</title>
              </rect>
            );
          })}
        </svg>
        <div class="columns-labels" aria-hidden="true">
          {columns.map((c, i) =>
            i % every === 0 ? (
              <span key={c.label} style={{ left: `${(i + 0.5) * step}%` }}>
                {c.label}
              </span>
            ) : null,
          )}
        </div>
      </div>
    </figure>
  );
}
