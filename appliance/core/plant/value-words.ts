import type { PlantPoint } from "../../contract/plant-point.ts";
import type { Sentence } from "../../contract/words.ts";

/** Digits after the point: as set, or as many as the scale gives. */
function decimalsOf({ decimals, scale = 1, type }: Pick<PlantPoint, "decimals" | "scale" | "type">): number {
  if (decimals !== undefined) return decimals;
  if (type === "f32") return 2;
  for (let digits = 0; digits < 6; digits++) if (Number.isInteger(Number((scale * 10 ** digits).toPrecision(9)))) return digits;
  return 6;
}

/** A value as people say it: with its unit, or the name of a bit's state. */
export function valueWords(point: PlantPoint, value: number): Sentence {
  if (point.type === "bit") {
    const on = value !== 0;
    const { zh, en } = (on ? point.states?.on : point.states?.off) ?? {};
    const [plainZh, plainEn] = on ? ["开", "on"] : ["关", "off"];
    return { zh: zh ?? en ?? plainZh!, en: en ?? zh ?? plainEn! };
  }
  const text = `${value.toFixed(decimalsOf(point))}${point.unit ? ` ${point.unit}` : ""}`;
  return { zh: text, en: text };
}

export const nameOf = ({ id, name }: Pick<PlantPoint, "id" | "name">): Sentence => ({
  zh: name.zh ?? name.en ?? id,
  en: name.en ?? name.zh ?? id,
});
