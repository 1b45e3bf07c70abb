import { meanSquare, meanSquareOf } from "./energy.ts";
import { Goertzel } from "./goertzel.ts";
import { tonePlanOf } from "./tone-plans.ts";

/** "steady": a tone without pauses so far; "dial": for so long that it is a dial tone for certain. Both are told of while they sound. */
export type LineTone = "steady" | "dial" | "ringback" | "busy" | "congestion";
export type BusyTone = { frequencyHz: number; onMs: number; offMs: number };

const windowSamples = 160;
const windowMs = 20;
const levelFloor = meanSquareOf(-42);
/** ITU-T E.180 allows an exchange 25 Hz either way: three bins find what lies between them, one misses a tone at its flank. */
const flankHz = 20;
/** Share of the sound that is the tone. */
const toneShare = 0.6;
/** A pause is so much quieter than the tone; louder, and somebody speaks. */
const pauseShare = 0.2;
/** Shorter is a click, and belongs to what is around it. */
const clickWindows = 2;
/** Lengths may be off by this share, and by what the windows can't tell. */
const tolerance = 0.15;
const windowErrorMs = 25;
/** So many equal cycles in a row. */
const cyclesWanted = 3;
/** The tones of one exchange have one level. */
const levelRatio = 4;
const steadyMs = 600;
/** No voice, and no tone of an announcement, holds one note so long. */
const surelyDialMs = 4_000;
const cyclesKept = 4;

type Cycle = { onMs: number; offMs: number; level: number };

/**
 * Hears what an analog line says by tones while a call is up: above all the busy tone, which on most lines is the only sign that the far end
 * has hung up. Strict where CallProgress is quick: three equal cycles within 15 %, so that neither ring-back nor speech ends a call.
 */
export class LineTones {
  readonly #finders: Goertzel[][];
  readonly #busy: { onMs: number; offMs: number };
  readonly #congestion: { onMs: number; offMs: number };
  readonly #ringOnMs: number[];
  readonly #window = new Int16Array(windowSamples);
  #filled = 0;
  #isOn = false;
  #windows = 0;
  #stray = 0;
  #level = 0;
  #other = 0;
  #on: { ms: number; level: number } | undefined;
  #cycles: Cycle[] = [];
  #told: LineTone | undefined;

  /** `country` by ISO 3166; `busy` where the exchange's differs. */
  constructor(country: string, busy?: BusyTone) {
    const plan = tonePlanOf(country);
    const part = (tone: "busy" | "congestion"): { onMs: number; offMs: number } => plan[tone].parts[0]!;
    this.#busy = busy ?? part("busy");
    this.#congestion = part("congestion");
    this.#ringOnMs = plan.ringback.parts.map(({ onMs }) => onMs);
    const wanted = [plan.busy, plan.congestion, plan.ringback, plan.dial].flatMap((spec) =>
      spec.parts.flatMap((p) => p.frequenciesHz),
    );
    const centres: number[] = [];
    for (const hz of busy ? [busy.frequencyHz, ...wanted] : wanted)
      if (!centres.some((known) => Math.abs(known - hz) < flankHz)) centres.push(hz);
    this.#finders = centres.map((hz) => [hz - flankHz, hz, hz + flankHz].map((each) => new Goertzel(each)));
  }

  reset(): void {
    this.#filled = 0;
    this.#forget();
    for (const bins of this.#finders) for (const bin of bins) bin.take();
  }

  /** The tone that was recognised within these samples; each once, until another or speech. */
  feed(src: Int16Array): LineTone | undefined {
    let found: LineTone | undefined;
    for (let at = 0; at < src.length; ) {
      const length = Math.min(windowSamples - this.#filled, src.length - at);
      this.#window.set(src.subarray(at, at + length), this.#filled);
      at += length;
      this.#filled += length;
      if (this.#filled < windowSamples) break;
      this.#filled = 0;
      found = this.#judge() ?? found;
    }
    return found;
  }

  #judge(): LineTone | undefined {
    const energy = meanSquare(this.#window, 0, windowSamples);
    let atTones = 0;
    for (const bins of this.#finders) {
      let best = 0;
      for (const bin of bins) {
        bin.add(this.#window, 0, windowSamples);
        best = Math.max(best, bin.take());
      }
      atTones += best;
    }
    const isTone = energy > levelFloor && atTones > energy * toneShare;
    if (isTone) this.#level = this.#level === 0 ? energy : this.#level * 0.8 + energy * 0.2;
    const isSpeech = !isTone && energy > levelFloor && energy > this.#level * pauseShare;
    this.#other = isSpeech ? this.#other + 1 : 0;
    if (this.#other > clickWindows) {
      this.#forget();
      return undefined;
    }
    return this.#follow(isTone);
  }

  #follow(isTone: boolean): LineTone | undefined {
    this.#windows++;
    if (isTone === this.#isOn) {
      this.#stray = 0;
      return this.#whileIt(this.#windows * windowMs);
    }
    if (++this.#stray < clickWindows) return undefined;
    const ms = (this.#windows - this.#stray) * windowMs;
    this.#windows = this.#stray;
    this.#stray = 0;
    this.#isOn = isTone;
    if (!isTone) {
      this.#on = { ms, level: this.#level };
      return undefined;
    }
    // A cycle is over when the next tone begins.
    this.#level = 0;
    if (!this.#on) return undefined;
    this.#cycles.push({ onMs: this.#on.ms, offMs: ms, level: this.#on.level });
    if (this.#cycles.length > cyclesKept) this.#cycles.shift();
    this.#on = undefined;
    if (this.#areAll(this.#busy)) return this.#tell("busy");
    return this.#areAll(this.#congestion) ? this.#tell("congestion") : undefined;
  }

  #whileIt(ms: number): LineTone | undefined {
    if (this.#isOn && ms >= surelyDialMs) return this.#tell("dial");
    if (this.#isOn) return ms >= steadyMs ? this.#tell("steady") : undefined;
    const on = this.#on;
    if (!on || ms < 1.5 * on.ms || ms < 1000) return undefined;
    return this.#ringOnMs.some((wanted) => isNear(on.ms, wanted)) ? this.#tell("ringback") : undefined;
  }

  #areAll({ onMs, offMs }: { onMs: number; offMs: number }): boolean {
    const last = this.#cycles.slice(-cyclesWanted);
    if (last.length < cyclesWanted || !last.every((c) => isNear(c.onMs, onMs) && isNear(c.offMs, offMs))) return false;
    const levels = last.map((c) => c.level);
    return Math.max(...levels) <= levelRatio * Math.min(...levels);
  }

  #tell(tone: LineTone): LineTone | undefined {
    if (this.#told === tone) return undefined;
    this.#told = tone;
    return tone;
  }

  #forget(): void {
    this.#isOn = false;
    this.#windows = 0;
    this.#stray = 0;
    this.#level = 0;
    this.#other = 0;
    this.#on = undefined;
    this.#cycles = [];
    this.#told = undefined;
  }
}

const isNear = (ms: number, wantedMs: number): boolean =>
  Math.abs(ms - wantedMs) <= Math.max(windowErrorMs, wantedMs * tolerance);
