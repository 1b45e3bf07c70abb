import { lowPassAt } from "./low-pass.ts";
import { saturate } from "./saturate.ts";

/**
 * Half-band filter of 55 taps at 16 kHz: flat to 3.4 kHz, 60 dB down from 4.6 kHz. Every second tap is zero but the middle one,
 * so one polyphase branch is a mere delay and the other has 28 taps.
 */
const branchTaps = 28;
const middle = branchTaps - 1;
const branch = buildBranch();
const chunk = 320;

function buildBranch(): Float64Array {
  const taps = Float64Array.from({ length: branchTaps }, (_, i) => lowPassAt(2 * i - middle, 0.25, branchTaps + 0.5, 6.5));
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap * 0.5) / sum);
}

const toSample = (value: number): number => saturate(Math.round(value));

/** 8 kHz to 16 kHz; keeps its state between frames. Delay 1.7 ms. */
export class Upsample8to16 {
  readonly #line = new Int16Array(branchTaps - 1 + chunk);

  reset(): void {
    this.#line.fill(0);
  }

  /** Reads `count` samples, writes and returns twice as many. */
  process(src: Int16Array, srcStart: number, count: number, dst: Int16Array, dstStart: number): number {
    const line = this.#line;
    for (let done = 0; done < count; ) {
      const now = Math.min(chunk, count - done);
      for (let i = 0; i < now; i++) line[branchTaps - 1 + i] = src[srcStart + done + i]!;
      for (let i = 0; i < now; i++) {
        const out = dstStart + (done + i) * 2;
        dst[out] = toSample(2 * convolve(line, i));
        dst[out + 1] = line[i + branchTaps / 2]!;
      }
      line.copyWithin(0, now, now + branchTaps - 1);
      done += now;
    }
    return count * 2;
  }
}

/** 16 kHz to 8 kHz; keeps its state between frames. Delay 1.7 ms. */
export class Downsample16to8 {
  readonly #even = new Int16Array(branchTaps - 1 + chunk);
  readonly #odd = new Int16Array(branchTaps - 1 + chunk);

  reset(): void {
    this.#even.fill(0);
    this.#odd.fill(0);
  }

  /** Reads `count` samples (an odd last one is left out), writes and returns half as many. */
  process(src: Int16Array, srcStart: number, count: number, dst: Int16Array, dstStart: number): number {
    const pairs = count >> 1;
    const history = branchTaps - 1;
    for (let done = 0; done < pairs; ) {
      const now = Math.min(chunk, pairs - done);
      for (let i = 0; i < now; i++) {
        this.#even[history + i] = src[srcStart + (done + i) * 2]!;
        this.#odd[history + i] = src[srcStart + (done + i) * 2 + 1]!;
      }
      for (let i = 0; i < now; i++)
        dst[dstStart + done + i] = toSample(convolve(this.#odd, i) + 0.5 * this.#even[i + branchTaps / 2]!);
      this.#even.copyWithin(0, now, now + history);
      this.#odd.copyWithin(0, now, now + history);
      done += now;
    }
    return pairs;
  }
}

function convolve(line: Int16Array, start: number): number {
  let sum = 0;
  // The filter is symmetric: one multiplication for two samples.
  for (let i = 0; i < branchTaps / 2; i++) sum += branch[i]! * (line[start + i]! + line[start + branchTaps - 1 - i]!);
  return sum;
}

const toHz = 8000;
/** Zero crossings of the sinc to either side. */
const lobes = 24;

/**
 * A whole recording or prompt at any rate (4 to 192 kHz) to 8 kHz, with a steep filter below 3.7 kHz; keeps the time exactly, without delay.
 * Not for live audio: it allocates, and looks ahead.
 */
export function resampleTo8k(src: Int16Array, fromHz: number): Int16Array {
  const rate = Math.round(fromHz);
  if (!(rate >= 4000 && rate <= 192_000)) throw new RangeError(`cannot resample from ${fromHz} Hz`);
  if (rate === toHz) return src.slice();
  const divisor = greatestCommonDivisor(rate, toHz);
  const phases = toHz / divisor;
  const step = rate / divisor; // output n lies at input n·step/phases
  const cutoffPerSample = (0.94 * Math.min(rate, toHz)) / 2 / rate;
  const halfWidth = lobes / (2 * cutoffPerSample);
  const filters = buildFilters(phases, cutoffPerSample, halfWidth);
  const taps = filters.length / phases;
  const out = new Int16Array(Math.floor((src.length * phases) / step));
  for (let n = 0; n < out.length; n++) {
    const place = n * step;
    const phase = place % phases;
    const first = (place - phase) / phases - taps / 2 + 1;
    let sum = 0;
    const from = Math.max(0, -first);
    const to = Math.min(taps, src.length - first);
    for (let tap = from; tap < to; tap++) sum += filters[phase * taps + tap]! * src[first + tap]!;
    out[n] = toSample(sum);
  }
  return out;
}

/** One filter for every fraction of an input sample that an output sample can fall on; each sums to 1. */
function buildFilters(phases: number, cutoffPerSample: number, halfWidth: number): Float32Array {
  const taps = 2 * Math.ceil(halfWidth);
  const filters = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const value = lowPassAt(tap - taps / 2 + 1 - phase / phases, cutoffPerSample, halfWidth);
      filters[phase * taps + tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < taps; tap++) filters[phase * taps + tap]! /= sum;
  }
  return filters;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
