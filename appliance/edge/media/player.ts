import type { PlayItem } from "../../contract/media.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { type ToneName, toneFor } from "../../wire/audio/tone-plans.ts";
import { ToneGenerator, type ToneSpec } from "../../wire/audio/tones.ts";

type Tone = Extract<PlayItem, { kind: "tone" }>["tone"];
/** As `PlayItem`, but files are numbers: their samples are loaded elsewhere and come with `supply`. */
export type PlayPart = { kind: "prompt"; prompt: number } | Exclude<PlayItem, { kind: "file" }>;

const toneNames: Record<Exclude<Tone, "beep">, ToneName> = {
  dial: "dial",
  "ring-back": "ringback",
  busy: "busy",
  congestion: "congestion",
};
/** ITU-T Q.35 has no tone for "speak now"; every answering machine has this one. */
const beep: ToneSpec = {
  parts: [{ frequenciesHz: [1000], levelDbm0: -13, onMs: Number.POSITIVE_INFINITY, offMs: 0 }],
  repeat: false,
};
const samplesPerMs = 8;
/** A day: longer tones and silences are somebody's mistake. */
const longestPartMs = 86_400_000;

export type PlayerOptions = { play: string; parts: PlayPart[]; bargeIn: boolean; repeat: boolean; country: string };

/** One `media.play`: 8 kHz samples, frame by frame, item after item without a seam. */
export class Player {
  readonly play: string;
  readonly bargeIn: boolean;
  /** What was wrong with items that had to be left out. */
  readonly faults: string[] = [];
  readonly #parts: PlayPart[];
  readonly #repeat: boolean;
  readonly #country: string;
  readonly #prompts = new Map<number, Int16Array | null>();
  #index = 0;
  #position = 0;
  #tone: ToneGenerator | undefined;
  #samplesInPass = 0;

  constructor(options: PlayerOptions) {
    this.play = options.play;
    this.bargeIn = options.bargeIn;
    this.#parts = options.parts;
    this.#repeat = options.repeat;
    this.#country = options.country;
  }

  /** Samples of a prompt, or why there are none. */
  supply(prompt: number, samples: Int16Array | undefined, fault: string): void {
    this.#prompts.set(prompt, samples ?? null);
    if (samples === undefined && this.faults.length < 8) this.faults.push(fault);
  }

  /** "waiting": the next prompt is still being loaded; nothing was written. */
  fill(dst: Int16Array): "frame" | "waiting" | "over" {
    let filled = 0;
    while (filled < dst.length) {
      const part = this.#parts[this.#index];
      if (part === undefined) {
        if (!this.#repeat || this.#samplesInPass === 0) break;
        this.#restart();
        continue;
      }
      const count = this.#render(part, dst, filled);
      if (count < 0) {
        if (filled === 0) return "waiting";
        break;
      }
      filled += count;
      this.#position += count;
      this.#samplesInPass += count;
      if (filled < dst.length) this.#next();
    }
    if (filled === 0) return "over";
    dst.fill(0, filled);
    return "frame";
  }

  #next(): void {
    this.#index++;
    this.#position = 0;
    this.#tone = undefined;
  }

  #restart(): void {
    this.#index = -1;
    this.#next();
    this.#samplesInPass = 0;
  }

  /** Samples written from this part (fewer than there is room for: it is over), -1 if it isn't here yet. */
  #render(part: PlayPart, dst: Int16Array, start: number): number {
    switch (part.kind) {
      case "prompt": {
        const samples = this.#prompts.get(part.prompt);
        if (samples === undefined) return -1;
        if (samples === null) return 0;
        const count = Math.min(dst.length - start, samples.length - this.#position);
        for (let i = 0; i < count; i++) dst[start + i] = samples[this.#position + i]!;
        return count;
      }
      case "silence":
      case "tone": {
        const length = Math.round(Math.min(Math.max(0, part.forMs), longestPartMs) * samplesPerMs);
        const count = Math.min(dst.length - start, length - this.#position);
        if (part.kind === "silence") dst.fill(0, start, start + count);
        else this.#renderTone(part.tone, dst, start, count);
        return count;
      }
      default:
        return exhaustive(part);
    }
  }

  #renderTone(tone: Tone, dst: Int16Array, start: number, count: number): void {
    this.#tone ??= new ToneGenerator(tone === "beep" ? beep : toneFor(this.#country, toneNames[tone]));
    this.#tone.render(dst, start, count);
  }
}
