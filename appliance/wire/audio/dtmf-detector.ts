import { blockSamples, DtmfProof } from "./dtmf-proof.ts";
import { meanSquareOf } from "./energy.ts";
import { dtmfColumnsHz, dtmfKeys, dtmfRowsHz } from "./tones.ts";

const levelFloor = meanSquareOf(-42);
const ratioOf = (db: number): number => 10 ** (db / 10);

// One block gives a suspicion: loose limits, because a detuned tone falls between the resonators.
const suspectTwist = ratioOf(11);
const suspectStandOut = ratioOf(6);
const suspectShare = 0.68;

// Two blocks prove it: frequency by phase, levels without the error of detuning.
/** Low group stronger than high by at most 8 dB, high than low by at most 4 dB, and a little for the rounding. */
const normalTwist = ratioOf(8.5);
const reverseTwist = ratioOf(4.5);
/** The two tones hold this share of all energy (10 dB above noise: 0.91); speech spreads it. */
const toneShare = 0.84;

// A press goes on while a good part of it is still there, so that a dropout of 10 ms does not split it.
const holdingLevel = ratioOf(-10);
const holdingShare = 0.35;

const [r0, r1, r2, r3] = dtmfRowsHz.map(coefficientOf) as [number, number, number, number];
const [c0, c1, c2, c3] = dtmfColumnsHz.map(coefficientOf) as [number, number, number, number];

function coefficientOf(frequencyHz: number): number {
  return 2 * Math.cos((2 * Math.PI * frequencyHz) / 8000);
}

/**
 * Hears keypad digits in the voice band: a digit is valid after two blocks in a row that together prove it, gone after two without it.
 * Works from -36 dBm0 and 10 dB above noise, with presses and pauses from 40 ms.
 */
export class DtmfDetector {
  /** Last and last but one value of each resonator: rows, then columns. */
  readonly #s = new Float64Array(16);
  readonly #powers = new Float64Array(8);
  /** The block before, and the one that is being filled. */
  readonly #samples = new Int16Array(2 * blockSamples);
  readonly #proof = new DtmfProof();
  #energy = 0;
  #filled = 0;
  #lastSuspect = 0;
  #current = 0;
  #currentLevel = 0;
  #misses = 0;

  reset(): void {
    this.#s.fill(0);
    this.#energy = 0;
    this.#filled = 0;
    this.#lastSuspect = 0;
    this.#current = 0;
    this.#misses = 0;
    this.#samples.fill(0);
  }

  /** Char code of the digit that is being held, 0 if none. */
  get held(): number {
    return this.#current;
  }

  /** The char code of a digit that became valid within these samples, otherwise 0. Feed at most 25 ms at a time, or digits may be missed. */
  feed(src: Int16Array, start: number, count: number): number {
    let reported = 0;
    let at = start;
    const end = start + count;
    while (at < end) {
      const length = Math.min(blockSamples - this.#filled, end - at);
      this.#resonate(src, at, length);
      for (let i = 0; i < length; i++) this.#samples[blockSamples + this.#filled + i] = src[at + i]!;
      at += length;
      this.#filled += length;
      if (this.#filled < blockSamples) break;
      for (let tone = 0; tone < 8; tone++) this.#powers[tone] = this.#power(tone);
      const digit = this.#judge(this.#suspect());
      if (digit !== 0) reported = digit;
      this.#samples.copyWithin(0, blockSamples);
      this.#s.fill(0);
      this.#energy = 0;
      this.#filled = 0;
    }
    return reported;
  }

  #resonate(src: Int16Array, start: number, count: number): void {
    const s = this.#s;
    let a0 = s[0]!;
    let b0 = s[1]!;
    let a1 = s[2]!;
    let b1 = s[3]!;
    let a2 = s[4]!;
    let b2 = s[5]!;
    let a3 = s[6]!;
    let b3 = s[7]!;
    let a4 = s[8]!;
    let b4 = s[9]!;
    let a5 = s[10]!;
    let b5 = s[11]!;
    let a6 = s[12]!;
    let b6 = s[13]!;
    let a7 = s[14]!;
    let b7 = s[15]!;
    let energy = this.#energy;
    let v = 0;
    for (let i = start; i < start + count; i++) {
      const x = src[i]!;
      energy += x * x;
      v = x + r0 * a0 - b0;
      b0 = a0;
      a0 = v;
      v = x + r1 * a1 - b1;
      b1 = a1;
      a1 = v;
      v = x + r2 * a2 - b2;
      b2 = a2;
      a2 = v;
      v = x + r3 * a3 - b3;
      b3 = a3;
      a3 = v;
      v = x + c0 * a4 - b4;
      b4 = a4;
      a4 = v;
      v = x + c1 * a5 - b5;
      b5 = a5;
      a5 = v;
      v = x + c2 * a6 - b6;
      b6 = a6;
      a6 = v;
      v = x + c3 * a7 - b7;
      b7 = a7;
      a7 = v;
    }
    this.#energy = energy;
    s[0] = a0;
    s[1] = b0;
    s[2] = a1;
    s[3] = b1;
    s[4] = a2;
    s[5] = b2;
    s[6] = a3;
    s[7] = b3;
    s[8] = a4;
    s[9] = b4;
    s[10] = a5;
    s[11] = b5;
    s[12] = a6;
    s[13] = b6;
    s[14] = a7;
    s[15] = b7;
  }

  /** The key this block sounds like (its char code), or 0. */
  #suspect(): number {
    if (this.#energy < levelFloor * blockSamples) return 0;
    const powers = this.#powers;
    let row = 0;
    let column = 4;
    for (let tone = 1; tone < 4; tone++) {
      if (powers[tone]! > powers[row]!) row = tone;
      if (powers[tone + 4]! > powers[column]!) column = tone + 4;
    }
    const low = powers[row]!;
    const high = powers[column]!;
    if (low + high < (suspectShare * this.#energy) / blockSamples) return 0;
    if (low > high * suspectTwist || high > low * suspectTwist) return 0;
    for (let tone = 0; tone < 4; tone++) {
      if (tone !== row && powers[tone]! * suspectStandOut > low) return 0;
      if (tone + 4 !== column && powers[tone + 4]! * suspectStandOut > high) return 0;
    }
    return dtmfKeys.charCodeAt(row * 4 + column - 4);
  }

  /** Mean square of this tone over the block. */
  #power(tone: number): number {
    const last = this.#s[tone * 2]!;
    const beforeLast = this.#s[tone * 2 + 1]!;
    const coefficient = tone < 4 ? rowCoefficients[tone]! : columnCoefficients[tone - 4]!;
    return (2 * (last * last + beforeLast * beforeLast - coefficient * last * beforeLast)) / (blockSamples * blockSamples);
  }

  #judge(suspect: number): number {
    if (this.#current !== 0) {
      this.#misses = this.#isHolding() ? 0 : this.#misses + 1;
      if (this.#misses >= 2) this.#current = 0;
    }
    const isCandidate = suspect !== 0 && suspect === this.#lastSuspect && this.#current === 0;
    this.#lastSuspect = suspect;
    if (!isCandidate || !this.#isProven(suspect)) return 0;
    this.#current = suspect;
    this.#misses = 0;
    return suspect;
  }

  #isHolding(): boolean {
    const key = dtmfKeys.indexOf(String.fromCharCode(this.#current));
    const level = this.#powers[key >> 2]! + this.#powers[4 + (key & 3)]!;
    return level > this.#currentLevel * holdingLevel && level * blockSamples > this.#energy * holdingShare;
  }

  #isProven(suspect: number): boolean {
    if (!this.#proof.isEven(this.#samples)) return false;
    const key = dtmfKeys.indexOf(String.fromCharCode(suspect));
    const low = this.#proof.levelOf(this.#samples, dtmfRowsHz[key >> 2]!);
    const high = this.#proof.levelOf(this.#samples, dtmfColumnsHz[key & 3]!);
    if (low < levelFloor || high < levelFloor) return false; // also what is out of tune, it has no level
    if (low > high * normalTwist || high > low * reverseTwist) return false;
    this.#currentLevel = low + high;
    return low + high > toneShare * this.#proof.meanSquare(this.#samples);
  }
}

const rowCoefficients = [r0, r1, r2, r3];
const columnCoefficients = [c0, c1, c2, c3];
