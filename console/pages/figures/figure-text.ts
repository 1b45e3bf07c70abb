import type { Figure, FigureFormula, FigureUnit } from "../../../appliance/contract/figures.ts";
import type { Language } from "../../../appliance/contract/words.ts";
import { age, day, number, percent } from "../../words/time.ts";

/** A value as it is read; a dash where there was nothing to divide by. */
export function figureText(value: number | undefined, unit: FigureUnit, language: Language): string {
  if (value === undefined) return "–";
  switch (unit) {
    case "share":
      return percent(value, language);
    case "ms":
      return age(Math.round(value / 1000) * 1000, language);
    case "count":
      return number(value, language);
    case "score":
      return value.toFixed(1);
  }
}

/** "serviceLevel:of-answered" → the figure and its formula; undefined when the box knows no such figure. */
export function namedFigure(
  figures: readonly Figure[],
  name: string,
): { figure: Figure; formula: FigureFormula | undefined } | undefined {
  const [id, wanted] = name.split(":");
  const figure = figures.find((f) => f.id === id);
  return figure && { figure, formula: wanted === undefined ? undefined : figure.formulas.find((f) => f.id === wanted) };
}

/** What stands beside a slot: the hour within one day, the date where there are several. */
export function slotText(label: string, oneDay: boolean, language: Language): string {
  const [date = "", time] = label.split(" ");
  if (oneDay) return time ?? date;
  const atMs = Date.parse(`${date}T00:00Z`);
  const said = Number.isNaN(atMs) ? date : day(atMs, language, "UTC");
  return time === undefined ? said : `${said} ${time}`;
}
