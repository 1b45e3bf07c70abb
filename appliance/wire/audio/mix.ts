import { saturate } from "./saturate.ts";

/**
 * Conference arithmetic: everybody's samples go into one sum; each party then hears the sum without itself.
 * A round is `sum.fill(0)`, `mixAdd` per party, `mixMinus` per party. 65 536 full-scale parties fit before the sum overflows.
 */
export function mixAdd(sum: Int32Array, src: Int16Array, srcStart: number, count: number): void {
  for (let i = 0; i < count; i++) sum[i] = sum[i]! + src[srcStart + i]!;
}

/** What a party hears: sum minus its own samples, saturated. `own` and `dst` may be the same place. */
export function mixMinus(
  sum: Int32Array,
  own: Int16Array,
  ownStart: number,
  dst: Int16Array,
  dstStart: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    dst[dstStart + i] = saturate(sum[i]! - own[ownStart + i]!);
  }
}

/** The whole sum, saturated: for listeners that do not speak and for mono recordings. */
export function mixAll(sum: Int32Array, dst: Int16Array, dstStart: number, count: number): void {
  for (let i = 0; i < count; i++) {
    dst[dstStart + i] = saturate(sum[i]!);
  }
}
