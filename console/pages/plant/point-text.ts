import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import { fill } from "../../words/fill.ts";
import { plantWords } from "../../words/plant.ts";
import { pick } from "../../words/words.ts";

const mostDigits = 6;
/** As many digits as the scale gives, or as set. */
function digitsOf({ decimals, scale = 1, type }: PlantPoint): number {
  if (decimals !== undefined) return decimals;
  if (type === "f32") return 2;
  for (let digits = 0; digits < mostDigits; digits++)
    if (Number.isInteger(Number((scale * 10 ** digits).toPrecision(9)))) return digits;
  return mostDigits;
}

export function valueText(point: PlantPoint, value: number): string {
  const w = plantWords.value;
  if (point.type === "bit") return value === 0 ? pick(point.states?.off) || w.off : pick(point.states?.on) || w.on;
  return `${value.toFixed(digitsOf(point))}${point.unit ? ` ${point.unit}` : ""}`;
}

/** From the lowest up, as one reads a scale. */
export function limitsText(point: PlantPoint): string {
  const { lowLow, low, high, highHigh } = point.limits ?? {};
  const below = [lowLow, low].flatMap((l) => (l ? [`< ${valueText(point, l.at)}`] : []));
  const above = [high, highHigh].flatMap((l) => (l ? [`> ${valueText(point, l.at)}`] : []));
  const when = point.alarmWhen
    ? [fill(plantWords.value.alarmWhen, { state: valueText(point, point.alarmWhen.state === "on" ? 1 : 0) })]
    : [];
  return [...below, ...above, ...when].join(" · ");
}
