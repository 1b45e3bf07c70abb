import type { PointRead } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";

/** Registers a point takes. Coils and inputs take one place too. */
export const widthOf = ({ type }: Pick<PlantPoint, "type">): 1 | 2 =>
  type === "u32" || type === "i32" || type === "f32" ? 2 : 1;

/** Registers as they came (0–65535; bits 0 and 1), `widthOf` of them, to a value with its quality. */
export function decodePoint(point: PlantPoint, registers: readonly number[]): Omit<PointRead, "point"> {
  const raw = rawOf(point, registers);
  if (raw === undefined) return { quality: "fault" };
  if (point.na !== undefined && raw === point.na) return { quality: "na" };
  if (!Number.isFinite(raw)) return { quality: "na" };
  if (point.type === "bit") return { value: raw, quality: "good" };
  const value = tidy(raw * (point.scale ?? 1) + (point.offset ?? 0));
  const { range } = point;
  if (range && (value < range.min || value > range.max)) return { quality: "out-of-range" };
  return { value, quality: "good" };
}

function rawOf(point: PlantPoint, registers: readonly number[]): number | undefined {
  if (registers.length < widthOf(point)) return undefined;
  const [first = 0, second = 0] = registers;
  const [high, low] = point.wordOrder === "low-first" ? [second, first] : [first, second];
  switch (point.type) {
    case "bit":
      return point.bit === undefined ? Number(first !== 0) : (first >> point.bit) & 1;
    case "u16":
      return first & 0xffff;
    case "i16":
      return (first << 16) >> 16;
    case "u32":
      return high * 0x1_0000 + low;
    case "i32":
      return (high << 16) | low;
    case "f32": {
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, high);
      view.setUint16(2, low);
      return view.getFloat32(0);
    }
  }
}

/** 231 × 0.1 is 23.1, not 23.100000000000001. */
const tidy = (value: number): number => Number(value.toPrecision(12));
