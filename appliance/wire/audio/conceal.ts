import { saturate } from "./saturate.ts";

/** Pitch periods looked for: 57 to 267 Hz. */
const shortestLag = 30;
const longestLag = 140;
const compared = 160;
const historySamples = longestLag + compared;
const seam = 32;
/** Full level for 10 ms, then down to silence at 60 ms (as ITU-T G.711 appendix I has it). */
const heldSamples = 80;
const fadeSamples = 400;

/**
 * Fills lost frames with the last pitch period, repeated and fading, and smooths the way back to real audio.
 * Call `good` for every frame that arrived (also while all is well: it keeps the last 37 ms) and `lost` for every one that did not.
 */
export class Concealer {
  readonly #history = new Int16Array(historySamples);
  readonly #cycle = new Float64Array(longestLag);
  readonly #made = new Int16Array(seam);
  #lag = 0;
  #phase = 0;
  #lostSamples = 0;
  #jump = 0;

  reset(): void {
    this.#history.fill(0);
    this.#lostSamples = 0;
  }

  /** A frame that arrived; after a loss its first 4 ms are blended with what would have gone on. `count` up to 300. */
  good(frame: Int16Array, start: number, count: number): void {
    if (this.#lostSamples > 0) {
      const length = Math.min(seam, count);
      this.#synthesise(this.#made, 0, length);
      for (let i = 0; i < length; i++) {
        const share = (i + 1) / (length + 1);
        frame[start + i] = Math.round(frame[start + i]! * share + this.#made[i]! * (1 - share));
      }
      this.#lostSamples = 0;
    }
    this.#remember(frame, start, count);
  }

  /** Something in place of a frame that did not arrive. `count` up to 300. */
  lost(dst: Int16Array, start: number, count: number): void {
    if (this.#lostSamples === 0) this.#prepare();
    this.#synthesise(dst, start, count);
    this.#remember(dst, start, count);
  }

  #remember(src: Int16Array, start: number, count: number): void {
    const history = this.#history;
    const kept = Math.min(count, historySamples);
    history.copyWithin(0, kept);
    for (let i = 0; i < kept; i++) history[historySamples - kept + i] = src[start + count - kept + i]!;
  }

  #prepare(): void {
    const history = this.#history;
    const lag = this.#findLag();
    const from = historySamples - lag;
    const blended = lag >> 2;
    for (let i = 0; i < lag; i++) this.#cycle[i] = history[from + i]!;
    // The end of the period shall flow into its own beginning: blend it with the end of the period before.
    for (let i = 0; i < blended; i++) {
      const share = (i + 1) / (blended + 1);
      const at = lag - blended + i;
      this.#cycle[at] = history[from + at]! * (1 - share) + history[from + at - lag]! * share;
    }
    this.#lag = lag;
    this.#phase = 0;
    // What is left of a step at the first seam is smeared over 4 ms.
    this.#jump = history[historySamples - 1]! - history[from - 1]!;
  }

  #synthesise(dst: Int16Array, start: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const age = this.#lostSamples;
      const fade = age < heldSamples ? 1 : Math.max(0, 1 - (age - heldSamples) / fadeSamples);
      const smear = age < seam ? this.#jump * (1 - (age + 1) / (seam + 1)) : 0;
      dst[start + i] = saturate(Math.round((this.#cycle[this.#phase]! + smear) * fade));
      if (++this.#phase >= this.#lag) this.#phase = 0;
      this.#lostSamples++;
    }
  }

  /** The shift at which the last 20 ms resemble themselves most: every second lag and sample first, then the neighbours. */
  #findLag(): number {
    let best = shortestLag;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let lag = shortestLag; lag <= longestLag; lag += 2) {
      const score = this.#resemblance(lag, 2);
      if (score <= bestScore) continue;
      bestScore = score;
      best = lag;
    }
    const centre = best;
    bestScore = Number.NEGATIVE_INFINITY;
    for (let lag = Math.max(shortestLag, centre - 1); lag <= Math.min(longestLag, centre + 1); lag++) {
      const score = this.#resemblance(lag, 1);
      if (score <= bestScore) continue;
      bestScore = score;
      best = lag;
    }
    return best;
  }

  #resemblance(lag: number, step: number): number {
    const history = this.#history;
    let product = 0;
    let energy = 1;
    for (let i = historySamples - compared; i < historySamples; i += step) {
      const before = history[i - lag]!;
      product += history[i]! * before;
      energy += before * before;
    }
    return product / Math.sqrt(energy);
  }
}
