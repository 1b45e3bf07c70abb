import { dbm0Of } from "./energy.ts";

/** Power of one frequency over a block that arrives in pieces. */
export class Goertzel {
  readonly #coefficient: number;
  #last = 0;
  #beforeLast = 0;
  #count = 0;

  constructor(frequencyHz: number, rateHz = 8000) {
    this.#coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / rateHz);
  }

  add(src: Int16Array, start: number, count: number): void {
    let last = this.#last;
    let beforeLast = this.#beforeLast;
    for (let i = start; i < start + count; i++) {
      const value = src[i]! + this.#coefficient * last - beforeLast;
      beforeLast = last;
      last = value;
    }
    this.#last = last;
    this.#beforeLast = beforeLast;
    this.#count += count;
  }

  /** Mean square of the part of the signal at this frequency since the last call; a block is finished by it. */
  take(): number {
    const last = this.#last;
    const beforeLast = this.#beforeLast;
    const squared = last * last + beforeLast * beforeLast - this.#coefficient * last * beforeLast;
    const meanSquare = this.#count === 0 ? 0 : (2 * squared) / (this.#count * this.#count);
    this.#last = 0;
    this.#beforeLast = 0;
    this.#count = 0;
    return meanSquare;
  }
}

/** Level of one frequency in `src[start..start+count)`, in dBm0. The resolution is about `rateHz / count`. */
export function tonePowerDbm0(src: Int16Array, start: number, count: number, frequencyHz: number, rateHz = 8000): number {
  const finder = new Goertzel(frequencyHz, rateHz);
  finder.add(src, start, count);
  return dbm0Of(finder.take());
}
