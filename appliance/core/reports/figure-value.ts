import { type BaseCount, type Counts, sourceOf } from "../../contract/base-counts.ts";
import type { FigureFormula, FigurePart, FigureValue } from "../../contract/figures.ts";

/** What a part comes to; undefined when something of it was not counted. */
export function partValue({ plus, minus = [] }: FigurePart, counts: Counts): number | undefined {
  let sum = 0;
  for (const [bases, sign] of [
    [plus, 1],
    [minus, -1],
  ] as const)
    for (const base of bases) {
      const n = counts[base];
      if (n === undefined) return undefined;
      sum += sign * n;
    }
  return sum;
}

/** The figure with both its parts. Nothing to divide by, or something not counted: no value, never a zero that was not measured. */
export function figureValue({ id, over, under }: FigureFormula, counts: Counts): FigureValue {
  const top = partValue(over, counts);
  if (under === undefined) return { formula: id, ...(top === undefined ? {} : { value: top, over: top }) };
  const bottom = partValue(under, counts);
  if (top === undefined || bottom === undefined) return { formula: id };
  return { formula: id, ...(bottom > 0 ? { value: top / bottom } : {}), over: top, under: bottom };
}

export const basesOf = (part: FigurePart | undefined): BaseCount[] => (part ? [...part.plus, ...(part.minus ?? [])] : []);
export const basesOfFormula = ({ over, under }: FigureFormula): BaseCount[] => [...basesOf(over), ...basesOf(under)];
export const sourceOfPart = (part: FigurePart) => sourceOf(part.plus[0]!);

/** All counts add up but the longest, of which the longer stays. */
export function addCounts(sum: Counts, more: Counts): Counts {
  for (const [name, n] of Object.entries(more) as [BaseCount, number][]) {
    const before = sum[name];
    sum[name] = before === undefined ? n : name === "longestWaitMs" ? Math.max(before, n) : before + n;
  }
  return sum;
}
