import { tonePowerDbm0 } from "../../appliance/wire/audio/goertzel.ts";

const rateHz = 8000;

/** A steady tone of so many samples at about -13 dBm0. */
export function tone(frequencyHz: number, samples: number, amplitude = 5000): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz)),
  );
}

/** Stretches (in ms) during which the tone stands out of the sound, found window by window. */
export function toneSpans(sound: Int16Array, frequencyHz: number, thresholdDbm0 = -30): { fromMs: number; toMs: number }[] {
  const window = 160;
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let start = 0; start + window <= sound.length; start += window) {
    if (tonePowerDbm0(sound, start, window, frequencyHz) < thresholdDbm0) continue;
    const fromMs = (start / rateHz) * 1000;
    const last = spans.at(-1);
    if (last && fromMs - last.toMs <= 40) last.toMs = fromMs + 20;
    else spans.push({ fromMs, toMs: fromMs + 20 });
  }
  return spans;
}

export const heardForMs = (sound: Int16Array, frequencyHz: number, thresholdDbm0?: number): number =>
  toneSpans(sound, frequencyHz, thresholdDbm0).reduce((sum, s) => sum + s.toMs - s.fromMs, 0);
