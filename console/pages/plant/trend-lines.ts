import type { PlantReadingRow } from "../../../appliance/contract/plant.ts";

export type TrendBox = { fromMs: number; toMs: number; width: number; height: number; limits: readonly number[] };
/** `lines`: points for polylines, in steps; `limits`: heights of those that are within sight. */
export type Trend = { lines: string[]; limits: number[]; least: number; most: number };

const edge = 3;

/** Nothing when there is nothing to draw. A value holds until the next one; what isn't good makes a gap. */
export function linesOf(rows: readonly PlantReadingRow[], { fromMs, toMs, width, height, limits }: TrendBox): Trend | undefined {
  const values = rows.flatMap((r) => (r.quality === "good" && r.value !== undefined ? [r.value] : []));
  if (values.length === 0) return undefined;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(most - least, Math.abs(most) * 0.02, 1e-6) * 0.15;
  const [bottom, top] = [least - room, most + room];
  const xOf = (atMs: number): number => round(((Math.min(Math.max(atMs, fromMs), toMs) - fromMs) / (toMs - fromMs)) * width);
  const yOf = (value: number): number => round(edge + (1 - (value - bottom) / (top - bottom)) * (height - 2 * edge));
  const lines: string[] = [];
  let line: string[] = [];
  const close = (): void => {
    if (line.length > 0) lines.push(line.join(" "));
    line = [];
  };
  rows.forEach((row, n) => {
    if (row.quality !== "good" || row.value === undefined) {
      close();
      return;
    }
    const y = yOf(row.value);
    line.push(`${xOf(row.atMs)},${y}`, `${xOf(rows[n + 1]?.atMs ?? toMs)},${y}`);
  });
  close();
  return { lines, limits: limits.filter((l) => l > bottom && l < top).map(yOf), least, most };
}

const round = (n: number): number => Math.round(n * 10) / 10;
