import type { PointRead } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { conditionsOf } from "./conditions.ts";

/** Told again after so long although nothing changed: it shows that the value is still read. */
export const renewMs = 30_000;

/** What was told of a point last. */
export type Told = { value?: number; quality: PointRead["quality"]; atMs: number };

/** Whether a reading is news: another quality, another side of a limit, more than the deadband away, or long not told. */
export function isWorthTelling(
  point: PlantPoint,
  { value, quality }: Omit<PointRead, "point">,
  told: Told | undefined,
  atMs: number,
): boolean {
  if (!told || told.quality !== quality || atMs - told.atMs >= renewMs || atMs < told.atMs) return true;
  if (value === undefined || told.value === undefined) return value !== told.value;
  if (movedBeyond(point, value, told.value)) return true;
  const before = told.value;
  return conditionsOf(point).some(({ holds }) => [true, false].some((raised) => holds(value, raised) !== holds(before, raised)));
}

export const movedBeyond = ({ deadband = 0 }: PlantPoint, value: number, before: number): boolean =>
  value !== before && Math.abs(value - before) >= deadband;
