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
  #r1 = 0;
  #r2 = 0;
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
    return limit(this.estimate + (Math.imul(this.step, inverseQuantiser6[code]!) >> 15));
  }

  reconstructHigh(code: number): number {
    return limit(this.estimate + (Math.imul(this.step, inverseQuantiser2[code]!) >> 15));
  }

  /** Both sides adapt to the upper 4 bits only, so that the lower two may be stolen. INVQAL, LOGSCL, SCALEL. */
  adaptLow(code: number): void {
    const code4 = code >> 2;
    const difference = Math.imul(this.step, inverseQuantiser4[code4]!) >> 15;
    this.#scale(multipliersLow[multiplierOfCode4[code4]!]!, 18432, 8);
    this.#predict(difference);
  }

  adaptHigh(code: number): void {
    const difference = Math.imul(this.step, inverseQuantiser2[code]!) >> 15;
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
    this.#adaptPoles(partial);
    this.#zeroEstimate = this.#adaptZeros(difference);
    this.#p2 = this.#p1;
    this.#p1 = partial;
    this.#r2 = this.#r1;
    this.#r1 = reconstructed;
    // FILTEP, PREDIC
    const poles = saturate((Math.imul(this.#a1, saturate(this.#r1 << 1)) >> 15) + (Math.imul(this.#a2, saturate(this.#r2 << 1)) >> 15));
    this.estimate = saturate(poles + this.#zeroEstimate);
  }

  // UPPOL2, UPPOL1
  #adaptPoles(partial: number): void {
    const sameAsLast = partial < 0 === this.#p1 < 0;
    const sameAsBefore = partial < 0 === this.#p2 < 0;
    const four = saturate(this.#a1 << 2);
    const turned = sameAsLast ? saturate(-four) : four;
    const a2 = (turned >> 7) + (sameAsBefore ? 128 : -128) + (Math.imul(this.#a2, 32512) >> 15);
    this.#a2 = Math.max(-12288, Math.min(12288, a2));
    const a1 = saturate((sameAsLast ? 192 : -192) + (Math.imul(this.#a1, 32640) >> 15));
    const bound = 15360 - this.#a2;
    this.#a1 = Math.max(-bound, Math.min(bound, a1));
  }

  // UPZERO and FILTEZ in one pass over the delay line
  #adaptZeros(difference: number): number {
    const b = this.#b;
    const d = this.#d;
    const change = difference === 0 ? 0 : 128;
    let sum = 0;
    let newer = difference;
    for (let i = 0; i < 6; i++) {
      const older = d[i]!;
      const coefficient = saturate((difference < 0 === older < 0 ? change : -change) + (Math.imul(b[i]!, 32640) >> 15));
      b[i] = coefficient;
      d[i] = newer;
      sum += Math.imul(coefficient, saturate(newer << 1)) >> 15;
      newer = older;
    }
    return saturate(sum);
  }
}

const limit = (value: number): number => Math.max(-16384, Math.min(16383, value));
