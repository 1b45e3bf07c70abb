import { alawToLinear, linearToAlaw, linearToUlaw, ulawToLinear } from "./g711.ts";
import { saturate } from "./saturate.ts";

/** Decibels to the factor that `applyGain` takes. */
export const gainOf = (db: number): number => 10 ** (db / 20);

/** Louder or quieter in place, saturated. */
export function applyGain(buffer: Int16Array, start: number, count: number, gain: number): void {
  for (let i = start; i < start + count; i++) buffer[i] = saturate(Math.round(buffer[i]! * gain));
}

/** A-law to A-law with gain, one look-up per byte: for legs that are not decoded anyway. */
export const alawGainTable = (db: number): Uint8Array => codeGainTable(db, alawToLinear, linearToAlaw);
/** As `alawGainTable`, for mu-law. */
export const ulawGainTable = (db: number): Uint8Array => codeGainTable(db, ulawToLinear, linearToUlaw);

function codeGainTable(db: number, expansion: Int16Array, compression: Uint8Array): Uint8Array {
  const gain = gainOf(db);
  return Uint8Array.from({ length: 256 }, (_, code) => compression[saturate(Math.round(expansion[code]! * gain)) & 0xffff]!);
}
