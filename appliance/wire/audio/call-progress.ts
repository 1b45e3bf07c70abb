import { meanSquare, meanSquareOf } from "./energy.ts";
import { Goertzel } from "./goertzel.ts";
import { tonePlanOf } from "./tone-plans.ts";
import type { ToneSpec } from "./tones.ts";

/** What the exchange says about the call. Where busy and congestion sound alike, it is called busy. */
export type CallProgressTone = "dial" | "ringback" | "busy" | "congestion";

const windowSamples = 160;
const windowMs = 20;
const levelFloor = meanSquareOf(-42);
/** A tone holds at least this share of the energy. */
const toneShare = 0.55;
/** A pause is at least this much quieter than the tone before it; louder, and it is somebody speaking. */
const pauseRatio = 0.2;
/** A state shorter than this is a click and belongs to its surroundings. */
const clickWindows = 2;
const historyLength = 8;
/** Patterns shorter than this must be heard twice. */
const shortPatternMs = 2000;
/** Quiet for so long: the tone is over. */
const overMs = 7000;

type Pattern = { tone: CallProgressTone; onOffMs: number[]; segments: number };

/**
 * Tells call-progress tones by their rhythm: energy at the country's frequencies per 20 ms, then lengths of sound and pause against its tone plan.
 * Recognises after two cycles of a short rhythm, one of a long one, or steady sound that is longer than any ring.
 */
export class CallProgress {
  readonly #patterns: Pattern[];
  readonly #finders: Goertzel[];
  readonly #steadyMs: number;
  readonly #hasSteadyDial: boolean;
  readonly #window = new Int16Array(windowSamples);
  #filled = 0;
  #isOn = false;
  #stateWindows = 0;
  #otherWindows = 0;
  #strayWindows = 0;
  #toneEnergy = 0;
  /** Lengths of the last segments in ms, the latest last: alternately sound and pause. */
  readonly #lengths = new Float64Array(historyLength);
  #known = 0;
  #told: CallProgressTone | undefined;

  constructor(country: string) {
    const plan = tonePlanOf(country);
    const tones = ["busy", "congestion", "ringback", "dial"] as const;
    this.#patterns = tones.flatMap((tone) => patternOf(tone, plan[tone]) ?? []);
    for (const pattern of this.#patterns) makeUnmistakable(pattern, this.#patterns);
    this.#finders = bankOf(tones.map((tone) => plan[tone])).map((hz) => new Goertzel(hz));
    const longestOn = Math.max(...this.#patterns.flatMap((pattern) => pattern.onOffMs.filter((_, index) => index % 2 === 0)));
    this.#steadyMs = Math.max(1500, longestOn * 1.25);
    this.#hasSteadyDial = plan.dial.parts.some((part) => part.onMs === Number.POSITIVE_INFINITY);
  }

  reset(): void {
    this.#filled = 0;
    this.#stateWindows = 0;
    this.#isOn = false;
    this.#forget();
    for (const finder of this.#finders) finder.take();
  }

  /** The tone that was recognised within these samples; each once, until another one or a long silence. */
  feed(src: Int16Array, start: number, count: number): CallProgressTone | undefined {
    let found: CallProgressTone | undefined;
    for (let at = start; at < start + count; ) {
      const length = Math.min(windowSamples - this.#filled, start + count - at);
      for (let i = 0; i < length; i++) this.#window[this.#filled + i] = src[at + i]!;
      at += length;
      this.#filled += length;
      if (this.#filled < windowSamples) break;
      this.#filled = 0;
      found = this.#judgeWindow() ?? found;
    }
    return found;
  }

  #judgeWindow(): CallProgressTone | undefined {
    const energy = meanSquare(this.#window, 0, windowSamples);
    let atTones = 0;
    for (const finder of this.#finders) {
      finder.add(this.#window, 0, windowSamples);
      atTones += finder.take();
    }
    const isTone = energy > levelFloor && atTones > energy * toneShare;
    if (isTone) this.#toneEnergy = this.#toneEnergy === 0 ? energy : this.#toneEnergy * 0.8 + energy * 0.2;
    const isOther = !isTone && energy > levelFloor && energy > this.#toneEnergy * pauseRatio;
    this.#otherWindows = isOther ? this.#otherWindows + 1 : 0;
    if (this.#otherWindows > clickWindows) {
      this.#forget();
      this.#isOn = false;
      this.#stateWindows = 0;
      return undefined;
    }
    return this.#follow(isTone);
  }

  #follow(isTone: boolean): CallProgressTone | undefined {
    this.#stateWindows++;
    if (isTone === this.#isOn) {
      this.#strayWindows = 0;
      return this.#judgeLength();
    }
    if (++this.#strayWindows < clickWindows) return undefined;
    const lengthMs = (this.#stateWindows - this.#strayWindows) * windowMs;
    this.#stateWindows = this.#strayWindows;
    this.#strayWindows = 0;
    this.#isOn = isTone;
    if (this.#known === 0 && isTone) return undefined; // the silence before everything
    this.#lengths.copyWithin(0, 1);
    this.#lengths[historyLength - 1] = lengthMs;
    this.#known = Math.min(historyLength, this.#known + 1);
    return isTone ? this.#matchRhythm() : undefined; // a cycle ends with its pause
  }

  /** Steady sound, or silence without end. */
  #judgeLength(): CallProgressTone | undefined {
    const lengthMs = this.#stateWindows * windowMs;
    if (this.#isOn && this.#hasSteadyDial && lengthMs >= this.#steadyMs) return this.#tell("dial");
    if (!this.#isOn && lengthMs >= overMs) this.#forget();
    return undefined;
  }

  #matchRhythm(): CallProgressTone | undefined {
    for (const pattern of this.#patterns) if (this.#matches(pattern)) return this.#tell(pattern.tone);
    return undefined;
  }

  /** Do the last segments fit the pattern, wherever in it they begin? */
  #matches({ onOffMs, segments }: Pattern): boolean {
    if (this.#known < segments) return false;
    return fitsSomewhere(onOffMs, segments, (index) => this.#lengths[historyLength - segments + index]!);
  }

  #tell(tone: CallProgressTone): CallProgressTone | undefined {
    if (this.#told === tone) return undefined;
    this.#told = tone;
    return tone;
  }

  #forget(): void {
    this.#known = 0;
    this.#told = undefined;
    this.#toneEnergy = 0;
    this.#otherWindows = 0;
    this.#strayWindows = 0;
  }
}

/** Does a run of lengths fit the rhythm, beginning with some sound of it? */
function fitsSomewhere(onOffMs: number[], segments: number, lengthAt: (index: number) => number): boolean {
  for (let turn = 0; turn < onOffMs.length; turn += 2) {
    let fits = true;
    for (let i = 0; i < segments && fits; i++) {
      const wantedMs = onOffMs[(turn + i) % onOffMs.length]!;
      fits = Math.abs(lengthAt(i) - wantedMs) <= Math.max(50, wantedMs * 0.12);
    }
    if (fits) return true;
  }
  return false;
}

/** A rhythm that also occurs within another one must be heard for longer than it does there. */
function makeUnmistakable(pattern: Pattern, all: Pattern[]): void {
  const occursIn = (other: Pattern): boolean =>
    other.tone !== pattern.tone &&
    other.onOffMs.some(
      (_, turn) =>
        turn % 2 === 0 &&
        fitsSomewhere(pattern.onOffMs, pattern.segments, (index) => other.onOffMs[(turn + index) % other.onOffMs.length]!),
    );
  while (pattern.segments + 2 <= historyLength && all.some(occursIn)) pattern.segments += 2;
}

function patternOf(tone: CallProgressTone, spec: ToneSpec): Pattern | undefined {
  const onOffMs = spec.parts.flatMap((part) => [part.onMs, part.offMs]);
  if (onOffMs.length > historyLength || onOffMs.some((length) => length === Number.POSITIVE_INFINITY || length === 0))
    return undefined;
  const cycleMs = onOffMs.reduce((sum, length) => sum + length, 0);
  const segments = cycleMs < shortPatternMs ? Math.min(historyLength, onOffMs.length * 2) : onOffMs.length;
  return { tone, onOffMs, segments };
}

/** Frequencies to listen at: both flanks of a single one, so that 25 Hz off still counts; pairs as they are. */
function bankOf(specs: ToneSpec[]): number[] {
  const frequencies = new Set<number>();
  for (const { parts } of specs)
    for (const { frequenciesHz } of parts) {
      const single = frequenciesHz.length === 1 ? frequenciesHz[0]! : undefined;
      for (const hz of single === undefined ? frequenciesHz : [single - 20, single + 20]) frequencies.add(hz);
    }
  const bank: number[] = [];
  for (const hz of [...frequencies].sort((a, b) => a - b)) if (hz - (bank.at(-1) ?? 0) >= 25) bank.push(hz);
  return bank;
}
