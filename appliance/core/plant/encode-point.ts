import type { PlantPoint } from "../../contract/plant-point.ts";

/** How a value is written: one coil, or registers in the order they go over the wire. */
export type Written = { fc: 5; on: boolean } | { fc: 6; register: number } | { fc: 16; registers: [number, number] };

/** Nothing for a value that doesn't fit the point, or a point that can't be written. */
export function encodePoint(point: PlantPoint, value: number): Written | undefined {
  if (!point.writable || !Number.isFinite(value)) return undefined;
  if (point.fc === 1) return value === 0 || value === 1 ? { fc: 5, on: value === 1 } : undefined;
  // A single bit of a register would have to be read, changed and written, and somebody may change it in between.
  if (point.fc !== 3 || (point.type === "bit" && point.bit !== undefined)) return undefined;
  const { range } = point;
  if (range && (value < range.min || value > range.max)) return undefined;
  const exact = (value - (point.offset ?? 0)) / (point.scale ?? 1);
  const raw = Math.round(exact);
  switch (point.type) {
    case "bit":
      return value === 0 || value === 1 ? { fc: 6, register: value } : undefined;
    case "u16":
      return raw >= 0 && raw <= 0xffff ? { fc: 6, register: raw } : undefined;
    case "i16":
      return raw >= -0x8000 && raw <= 0x7fff ? { fc: 6, register: raw & 0xffff } : undefined;
    case "u32":
      return raw >= 0 && raw <= 0xffff_ffff ? { fc: 16, registers: words(point, raw) } : undefined;
    case "i32":
      return raw >= -0x8000_0000 && raw <= 0x7fff_ffff ? { fc: 16, registers: words(point, raw >>> 0) } : undefined;
    case "f32": {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, exact);
      return Number.isFinite(view.getFloat32(0)) ? { fc: 16, registers: words(point, view.getUint32(0)) } : undefined;
    }
  }
}

function words({ wordOrder }: PlantPoint, raw: number): [number, number] {
  const [high, low] = [Math.floor(raw / 0x1_0000), raw % 0x1_0000];
  return wordOrder === "low-first" ? [low, high] : [high, low];
}
