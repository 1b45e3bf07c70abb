import { saturate } from "./saturate.ts";

// Tables of ITU-T G.722 (6.2): inverse quantisers, logarithmic scale factors, adaptation multipliers.
const inverseQuantiser6 = Int16Array.of(
  -136,
  -136,
  -136,
  -136,
  -24808,
  -21904,
  -19008,
  -16704,
  -14984,
  -13512,
  -12280,
  -11192,
  -10232,
  -9360,
  -8576,
  -7856,
  -7192,
  -6576,
  -6000,
  -5456,
  -4944,
  -4464,
  -4008,
  -3576,
  -3168,
  -2776,
  -2400,
  -2032,
  -1688,
  -1360,
  -1040,
  -728,
  24808,
  21904,
  19008,
  16704,
  14984,
  13512,
  12280,
  11192,
  10232,
  9360,
  8576,
  7856,
  7192,
  6576,
  6000,
  5456,
  4944,
  4464,
  4008,
  3576,
  3168,
  2776,
  2400,
  2032,
  1688,
  1360,
  1040,
  728,
  432,
  136,
  -432,
  -136,
);
const inverseQuantiser4 = Int16Array.of(
  0,
  -20456,
  -12896,
  -8968,
  -6288,
  -4240,
  -2584,
  -1200,
  20456,
  12896,
  8968,
  6288,
  4240,
  2584,
  1200,
  0,
);
const inverseQuantiser2 = Int16Array.of(-7408, -1616, 7408, 1616);
const decisionLevels6 = Int16Array.of(
  0,
  35,
  72,
  110,
  150,
  190,
  233,
  276,
  323,
  370,
  422,
  473,
  530,
  587,
  650,
  714,
  786,
  858,
  940,
  1023,
  1121,
  1219,
  1339,
  1458,
  1612,
  1765,
  1980,
  2195,
  2557,
  2919,
);
const multipliersLow = Int16Array.of(-60, -30, 58, 172, 334, 538, 1198, 3042);
const multiplierOfCode4 = Uint8Array.of(0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0);
const multipliersHigh = Int16Array.of(798, -214, 798, -214); // by code: codes 0 and 2 are the large steps
const inverseLog = Int16Array.of(
  2048,
  2093,
  2139,
  2186,
  2233,
  2282,
  2332,
  2383,
  2435,
  2489,
  2543,
  2599,
  2656,
  2714,
  2774,
  2834,
  2896,
  2960,
  3025,
  3091,
  3158,
  3228,
  3298,
  3371,
  3444,
  3520,
  3597,
  3676,
  3756,
  3838,
  3922,
  4008,
);

/** The sub-band predictor of G.722 (6.2.3, block 4): two poles and six zeros, adapted by signs. */
export class G722Band {
  /** Estimate of the next sample. */
  estimate = 0;
  /** Step size, and its logarithm. */
  step: number;
  #logStep = 0;
  #zeroEstimate = 0;
  #a1 = 0;
  #a2 = 0;
  #doubledR1 = 0;
  #p1 = 0;
  #p2 = 0;
  readonly #b = new Int32Array(6);
  readonly #d = new Int32Array(6);

  constructor(firstStep: 32 | 8) {
    this.step = firstStep;
  }

  /** 6-bit code of a lower-band prediction error. G.722 6.2.1.3 QUANTL. */
  quantiseLow(error: number): number {
    const magnitude = error >= 0 ? error : -(error + 1);
    let level = 1;
    while (level < 30 && magnitude >= Math.imul(decisionLevels6[level]!, this.step) >> 12) level++;
    if (error < 0) return level === 1 ? 63 : level === 2 ? 62 : 34 - level;
    return 62 - level;
  }

  /** 2-bit code of a higher-band prediction error. QUANTH. */
  quantiseHigh(error: number): number {
    const magnitude = error >= 0 ? error : -(error + 1);
    const isLarge = magnitude >= Math.imul(564, this.step) >> 12;
    return error < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
  }

  /** What a 6-bit code stands for, by the full quantiser. INVQBL and LIMIT. */
  reconstructLow(code: number): number {
    return limit(this.estimate + scaled(this.step, inverseQuantiser6[code]!));
  }

  reconstructHigh(code: number): number {
    return limit(this.estimate + scaled(this.step, inverseQuantiser2[code]!));
  }

  /** Both sides adapt to the upper 4 bits only, so that the lower two may be stolen. INVQAL, LOGSCL, SCALEL. */
  adaptLow(code: number): void {
    const code4 = code >> 2;
    const difference = scaled(this.step, inverseQuantiser4[code4]!);
    this.#scale(multipliersLow[multiplierOfCode4[code4]!]!, 18432, 8);
    this.#predict(difference);
  }

  adaptHigh(code: number): void {
    const difference = scaled(this.step, inverseQuantiser2[code]!);
    this.#scale(multipliersHigh[code]!, 22528, 10);
    this.#predict(difference);
  }

  #scale(multiplier: number, highest: number, shift: number): void {
    const log = (Math.imul(this.#logStep, 127) >> 7) + multiplier;
    this.#logStep = Math.max(0, Math.min(highest, log));
    const mantissa = inverseLog[(this.#logStep >> 6) & 31]!;
    const exponent = shift - (this.#logStep >> 11);
    this.step = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
  }

  #predict(difference: number): void {
    const reconstructed = saturate(this.estimate + difference); // RECONS
    const partial = saturate(this.#zeroEstimate + difference); // PARREC
    // UPPOL2
    const p1 = this.#p1;
    const four = saturate(this.#a1 << 2);
    const turned = ((partial ^ p1) >= 0 ? Math.min(32767, 0 - four) : four) >> 7;
    const turnedA2 = turned + ((partial ^ this.#p2) >= 0 ? 128 : -128) + scaled(this.#a2, 32512);
    const a2 = Math.max(-12288, Math.min(12288, turnedA2));
    // UPPOL1
    const bound = 15360 - a2;
    const a1 = Math.max(-bound, Math.min(bound, ((partial ^ p1) >= 0 ? 192 : -192) + scaled(this.#a1, 32640)));
    this.#a1 = a1;
    this.#a2 = a2;
    this.#p2 = p1;
    this.#p1 = partial;
    // FILTEP
    const doubled = saturate(reconstructed << 1);
    const poles = saturate(scaled(a1, doubled) + scaled(a2, this.#doubledR1));
    this.#doubledR1 = doubled;
    const zeros = this.#adaptZeros(difference);
    this.#zeroEstimate = zeros;
    this.estimate = saturate(poles + zeros); // PREDIC
  }

  /**
   * UPZERO and FILTEZ in one pass over the delay line, which holds the differences doubled. Unrolled: this is where the codec spends its time.
   * The coefficients cannot leave 16 bits (32767·255/256 + 128 is 32767), so they need no saturation.
   */
  #adaptZeros(difference: number): number {
    const b = this.#b;
    const d = this.#d;
    const change = difference === 0 ? 0 : 128;
    const doubled = saturate(difference << 1);
    const d1 = d[0]!;
    const d2 = d[1]!;
    const d3 = d[2]!;
    const d4 = d[3]!;
    const d5 = d[4]!;
    const b1 = adapted(b[0]!, difference ^ d1, change);
    const b2 = adapted(b[1]!, difference ^ d2, change);
    const b3 = adapted(b[2]!, difference ^ d3, change);
    const b4 = adapted(b[3]!, difference ^ d4, change);
    const b5 = adapted(b[4]!, difference ^ d5, change);
    const b6 = adapted(b[5]!, difference ^ d[5]!, change);
    b[0] = b1;
    b[1] = b2;
    b[2] = b3;
    b[3] = b4;
    b[4] = b5;
    b[5] = b6;
    d[0] = doubled;
    d[1] = d1;
    d[2] = d2;
    d[3] = d3;
    d[4] = d4;
    d[5] = d5;
    const newer = scaled(b1, doubled) + scaled(b2, d1) + scaled(b3, d2);
    return saturate(newer + scaled(b4, d3) + scaled(b5, d4) + scaled(b6, d5));
  }
}

/** The Recommendation's multiplication: 16 × 16 bits, the upper half. */
const scaled = (a: number, b: number): number => Math.imul(a, b) >> 15;
/** A zero's coefficient leaks, and moves up if the signs of new and old difference agree. */
const adapted = (coefficient: number, signs: number, change: number): number =>
  (scaled(coefficient, 32640) + (signs < 0 ? -change : change)) | 0;
const limit = (value: number): number => Math.max(-16384, Math.min(16383, value));
