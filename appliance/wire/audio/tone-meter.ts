import { dbm0Of, meanSquare, meanSquareOf } from "./energy.ts";
import { Goertzel } from "./goertzel.ts";

/** Edges of a tone are found in steps of 5 ms: supervisory tones are measured, not only recognised. */
const windowSamples = 40;
const windowMs = 5;
const levelFloor = meanSquareOf(-42);
/** Shorter is a click or a drop-out, and belongs to what is around it. */
const shortestMs = 30;
/** Frequency is looked for in so much of a tone: 5 Hz apart, then 1 Hz around the best. */
const lookedAtSamples = 1600;
const fewestSamples = 400;
const lowestHz = 300;
const highestHz = 1200;
const coarseHz = 5;
/** Share of a tone's energy that lies at its frequency; below, it is speech or a mixture. */
const purity = 0.6;
const steadyMs = 600;

export type Measured =
  | { tone: "steady"; frequencyHz: number; levelDbm0: number; fromMs: number }
  | { tone: "cycle"; frequencyHz: number; levelDbm0: number; onMs: number; offMs: number; fromMs: number };

type Burst = { fromMs: number; frequencyHz: number; levelDbm0: number; onMs: number };

/** Measures whatever single tone a line gives: frequency, level, how long it is on and off. Knows no country's tones. */
export class ToneMeter {
  readonly #tell: (measured: Measured) => void;
  readonly #window = new Int16Array(windowSamples);
  readonly #sound = new Int16Array(lookedAtSamples);
  #filled = 0;
  #kept = 0;
  #ms = 0;
  #isOn = false;
  #changedMs = 0;
  #strayMs = 0;
  #isSteadyTold = false;
  #last: Burst | undefined;

  constructor(tell: (measured: Measured) => void) {
    this.#tell = tell;
  }

  /** What was heard before counts no more; the line's time goes on. */
  reset(): void {
    this.#isOn = false;
    this.#changedMs = this.#ms;
    this.#strayMs = 0;
    this.#kept = 0;
    this.#last = undefined;
    this.#isSteadyTold = false;
  }

  feed(src: Int16Array): void {
    for (let at = 0; at < src.length; ) {
      const length = Math.min(windowSamples - this.#filled, src.length - at);
      this.#window.set(src.subarray(at, at + length), this.#filled);
      at += length;
      this.#filled += length;
      if (this.#filled < windowSamples) return;
      this.#filled = 0;
      this.#step();
    }
  }

  #step(): void {
    this.#ms += windowMs;
    const isOn = meanSquare(this.#window, 0, windowSamples) > levelFloor;
    if (isOn && this.#kept + windowSamples <= lookedAtSamples) {
      this.#sound.set(this.#window, this.#kept);
      this.#kept += windowSamples;
    }
    if (isOn === this.#isOn) this.#strayMs = 0;
    else this.#strayMs += windowMs;
    if (this.#strayMs >= shortestMs) this.#turn(isOn);
    else if (this.#isOn && !this.#isSteadyTold && this.#ms - this.#changedMs >= steadyMs) this.#steady();
  }

  #turn(isOn: boolean): void {
    const atMs = this.#ms - this.#strayMs;
    const lastedMs = atMs - this.#changedMs;
    if (isOn) {
      if (this.#last) this.#tell({ tone: "cycle", ...this.#last, offMs: lastedMs });
      this.#last = undefined;
      this.#kept = windowSamples;
      this.#sound.set(this.#window);
    } else {
      const found = this.#find();
      this.#last = found && { ...found, onMs: lastedMs, fromMs: this.#changedMs };
      this.#kept = 0;
    }
    this.#isOn = isOn;
    this.#changedMs = atMs;
    this.#strayMs = 0;
    this.#isSteadyTold = false;
  }

  #steady(): void {
    this.#isSteadyTold = true;
    const found = this.#find();
    if (found) this.#tell({ tone: "steady", ...found, fromMs: this.#changedMs });
  }

  #find(): { frequencyHz: number; levelDbm0: number } | undefined {
    // The first window may hold only the tone's beginning.
    const [from, count] = [windowSamples, this.#kept - windowSamples];
    if (count < fewestSamples) return undefined;
    const at = (hz: number): number => {
      const finder = new Goertzel(hz);
      finder.add(this.#sound, from, count);
      return finder.take();
    };
    const best = (fromHz: number, toHz: number, stepHz: number): number => {
      let [bestHz, most] = [fromHz, -1];
      for (let hz = fromHz; hz <= toHz; hz += stepHz) {
        const power = at(hz);
        if (power > most) [bestHz, most] = [hz, power];
      }
      return bestHz;
    };
    const coarse = best(lowestHz, highestHz, coarseHz);
    const frequencyHz = best(coarse - coarseHz, coarse + coarseHz, 1);
    const power = at(frequencyHz);
    if (power < purity * meanSquare(this.#sound, from, count)) return undefined;
    return { frequencyHz, levelDbm0: dbm0Of(power) };
  }
}
