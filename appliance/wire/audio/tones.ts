import { amplitudeOf } from "./energy.ts";
import { saturate } from "./saturate.ts";

/** One stretch of sound and the pause behind it. `levelDbm0` is the level of each frequency; no frequency is silence; `onMs` may be Infinity. */
export type TonePart = { frequenciesHz: number[]; levelDbm0: number; onMs: number; offMs: number };
/** Parts one after the other, over again if `repeat`. */
export type ToneSpec = { parts: TonePart[]; repeat: boolean };

const rateHz = 8000;
const tableBits = 13;
const tableSize = 1 << tableBits;
const sine = Float32Array.from({ length: tableSize }, (_, i) => Math.sin((2 * Math.PI * i) / tableSize));
/** Phases are 32-bit fractions of a turn. */
const turn = 0x1_0000_0000;
const partLimit = 512;
const frequencyLimit = 8;

type Voice = { phase: number; step: number; amplitude: number };
type Stretch = { voices: Voice[]; onSamples: number; samples: number };

/** Renders a tone plan, frame by frame. At most 512 parts of at most 8 frequencies. */
export class ToneGenerator {
  readonly #stretches: Stretch[];
  readonly #repeat: boolean;
  #index = 0;
  #position = 0;

  constructor(spec: ToneSpec) {
    this.#stretches = spec.parts
      .slice(0, partLimit)
      .map(stretchOf)
      .filter((stretch) => stretch.samples > 0);
    this.#repeat = spec.repeat && this.#stretches.length > 0;
  }

  /** Fills `dst[start..start+count)`, with silence behind the end. False once nothing more will follow. */
  render(dst: Int16Array, start: number, count: number): boolean {
    let at = start;
    const end = start + count;
    while (at < end) {
      const stretch = this.#stretches[this.#index];
      if (stretch === undefined) {
        dst.fill(0, at, end);
        return false;
      }
      const isOn = this.#position < stretch.onSamples;
      const left = (isOn ? stretch.onSamples : stretch.samples) - this.#position;
      const length = Math.min(left, end - at);
      dst.fill(0, at, at + length);
      if (isOn) for (const voice of stretch.voices) addVoice(voice, dst, at, length);
      at += length;
      this.#position += length;
      if (this.#position >= stretch.samples) this.#next();
    }
    return this.#index < this.#stretches.length;
  }

  #next(): void {
    this.#position = 0;
    this.#index++;
    if (this.#repeat && this.#index >= this.#stretches.length) this.#index = 0;
  }
}

function stretchOf(part: TonePart): Stretch {
  const onSamples = samplesOf(part.onMs);
  const voices = part.frequenciesHz
    .filter((hz) => hz > 0 && hz < rateHz / 2)
    .slice(0, frequencyLimit)
    .map((hz) => ({ phase: 0, step: Math.round((hz / rateHz) * turn), amplitude: amplitudeOf(part.levelDbm0) }));
  return { voices, onSamples, samples: onSamples + samplesOf(part.offMs) };
}

const samplesOf = (milliseconds: number): number => Math.max(0, Math.round((milliseconds * rateHz) / 1000));

function addVoice(voice: Voice, dst: Int16Array, start: number, count: number): void {
  let phase = voice.phase;
  for (let i = start; i < start + count; i++) {
    dst[i] = saturate(Math.round(dst[i]! + voice.amplitude * sine[phase >>> (32 - tableBits)]!));
    phase = (phase + voice.step) >>> 0;
  }
  voice.phase = phase;
}

/** ITU-T Q.23: rows and columns of the keypad. */
export const dtmfRowsHz = [697, 770, 852, 941] as const;
export const dtmfColumnsHz = [1209, 1336, 1477, 1633] as const;
export const dtmfKeys = "123A456B789C*0#D";

/** Digits to dial in the voice band; characters that are no key become a pause of one digit. Levels per frequency. */
export function dtmfTone(digits: string, onMs = 80, offMs = 80, levelDbm0 = -9): ToneSpec {
  const parts = Array.from(digits.toUpperCase()).map((digit): TonePart => {
    const key = dtmfKeys.indexOf(digit);
    const frequenciesHz = key < 0 ? [] : [dtmfRowsHz[key >> 2]!, dtmfColumnsHz[key & 3]!];
    return { frequenciesHz, levelDbm0, onMs, offMs };
  });
  return { parts, repeat: false };
}
