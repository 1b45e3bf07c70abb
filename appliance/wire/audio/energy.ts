/** ITU-T G.711 table 5/6: a sine that just reaches full scale has +3.14 dBm0. */
const fullScaleSineDbm0 = 3.14;
const fullScaleSineMeanSquare = (32768 * 32768) / 2;
/** Reported for digital silence instead of minus infinity. */
export const quietestDbm0 = -96;

/** Mean of the squared samples; 0 for no samples. */
export function meanSquare(src: Int16Array, start: number, count: number): number {
  if (count <= 0) return 0;
  let sum = 0;
  for (let i = start; i < start + count; i++) {
    const sample = src[i]!;
    sum += sample * sample;
  }
  return sum / count;
}

/** Level of a mean square in dBm0, never below `quietestDbm0`. */
export function dbm0Of(meanSquareValue: number): number {
  if (meanSquareValue <= 0) return quietestDbm0;
  return Math.max(quietestDbm0, 10 * Math.log10(meanSquareValue / fullScaleSineMeanSquare) + fullScaleSineDbm0);
}

/** The inverse of `dbm0Of`: to compare many frames against one threshold without a logarithm each. */
export const meanSquareOf = (levelDbm0Value: number): number =>
  fullScaleSineMeanSquare * 10 ** ((levelDbm0Value - fullScaleSineDbm0) / 10);

export const levelDbm0 = (src: Int16Array, start: number, count: number): number => dbm0Of(meanSquare(src, start, count));

/** Peak amplitude of a sine with this level. */
export const amplitudeOf = (levelDbm0Value: number): number => 32768 * 10 ** ((levelDbm0Value - fullScaleSineDbm0) / 20);
