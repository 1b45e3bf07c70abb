/** ITU-T G.711 by table. Linear values use the whole 16-bit range (A-law codes reach ±32256, mu-law ±32124). */

/** Digital quiet in each law: the code of the smallest positive (A-law) or zero (mu-law) value. */
export const alawSilence = 0xd5;
export const ulawSilence = 0xff;

export const alawToLinear: Int16Array = buildExpansion(expandAlaw);
export const ulawToLinear: Int16Array = buildExpansion(expandUlaw);
/** Index: `sample & 0xffff`. */
export const linearToAlaw: Uint8Array = buildCompression(compressAlaw);
/** Index: `sample & 0xffff`. */
export const linearToUlaw: Uint8Array = buildCompression(compressUlaw);
export const alawToUlaw: Uint8Array = buildTranscoding(alawToLinear, linearToUlaw);
export const ulawToAlaw: Uint8Array = buildTranscoding(ulawToLinear, linearToAlaw);

export function decodeAlaw(src: Uint8Array, srcStart: number, dst: Int16Array, dstStart: number, count: number): void {
  for (let i = 0; i < count; i++) dst[dstStart + i] = alawToLinear[src[srcStart + i]!]!;
}

export function decodeUlaw(src: Uint8Array, srcStart: number, dst: Int16Array, dstStart: number, count: number): void {
  for (let i = 0; i < count; i++) dst[dstStart + i] = ulawToLinear[src[srcStart + i]!]!;
}

export function encodeAlaw(src: Int16Array, srcStart: number, dst: Uint8Array, dstStart: number, count: number): void {
  for (let i = 0; i < count; i++) dst[dstStart + i] = linearToAlaw[src[srcStart + i]! & 0xffff]!;
}

export function encodeUlaw(src: Int16Array, srcStart: number, dst: Uint8Array, dstStart: number, count: number): void {
  for (let i = 0; i < count; i++) dst[dstStart + i] = linearToUlaw[src[srcStart + i]! & 0xffff]!;
}

// G.711 table 1: even bits are inverted on the line (0x55); sign bit 1 means positive.
function expandAlaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = bits & 15;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

// G.711 table 2: all bits are inverted on the line; the bias of 33 (132 in 16 bits) makes the segments regular.
function expandUlaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}

function compressAlaw(sample: number): number {
  // 13-bit magnitude, one's complement for negative values, so that -1 and 0 are the two smallest codes.
  const magnitude = sample < 0 ? ~sample >> 4 : sample >> 4;
  const exponent = magnitude < 32 ? (magnitude < 16 ? 0 : 1) : 28 - Math.clz32(magnitude);
  const mantissa = exponent < 2 ? magnitude & 15 : (magnitude >> (exponent - 1)) & 15;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

function compressUlaw(sample: number): number {
  const magnitude = Math.min(sample < 0 ? -sample : sample, 32635) + 132;
  const exponent = 24 - Math.clz32(magnitude);
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
}

function buildExpansion(expand: (code: number) => number): Int16Array {
  return Int16Array.from({ length: 256 }, (_, code) => expand(code));
}

function buildCompression(compress: (sample: number) => number): Uint8Array {
  return Uint8Array.from({ length: 65536 }, (_, index) => compress((index << 16) >> 16));
}

function buildTranscoding(expansion: Int16Array, compression: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => compression[expansion[code]! & 0xffff]!);
}
