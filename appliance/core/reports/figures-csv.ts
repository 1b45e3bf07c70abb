import type { FigureRow } from "../../contract/figures.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Language } from "../../contract/words.ts";
import { csvCell } from "../../kit/csv-cell.ts";
import { figureOf } from "./catalogue.ts";

const head: Record<"time" | "key", Sentence> = {
  time: { en: "Time", zh: "时间" },
  key: { en: "Of", zh: "对象" },
};

/** Shares as numbers from 0 to 1, times in seconds: what a table program counts with. Begins with the mark by which it knows UTF-8. */
export function figuresCsv(
  rows: readonly FigureRow[],
  figures: readonly string[],
  nameOf: (key: string) => string,
  language: Language,
): string {
  const known = figures.flatMap((column) => {
    const figure = figureOf(column.split(":")[0]!);
    return figure ? [{ ...figure, column }] : [];
  });
  const titles = known.map(({ name, unit, formulas, column }) => {
    const formula = formulas.find((f) => f.id === rows[0]?.figures[column]?.formula);
    const which = formula && formulas.length > 1 ? ` [${formula.name[language]}]` : "";
    return `${name[language]}${which}${unit === "ms" ? " (s)" : ""}`;
  });
  const lines = [[head.time[language], head.key[language], ...titles].map(csvCell).join(",")];
  for (const { label, key, figures: values } of rows) {
    const numbers = known.map(({ column, unit }) => {
      const value = values[column]?.value;
      if (value === undefined) return "";
      return unit === "ms"
        ? (value / 1_000).toFixed(1)
        : unit === "share"
          ? value.toFixed(4)
          : unit === "score"
            ? value.toFixed(2)
            : String(value);
    });
    lines.push([csvCell(label), csvCell(key === undefined ? "" : nameOf(key)), ...numbers].join(","));
  }
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}
