import { parseWav, wavSamples } from "../../appliance/wire/audio/wav.ts";

/** A recording's two sides as 8 kHz sound. Throws when the file isn't a whole stereo A-law recording. */
export function sidesOf(bytes: Uint8Array): { left: Int16Array; right: Int16Array; durationMs: number } {
  const wav = parseWav(bytes);
  if ("fault" in wav) throw new Error(wav.fault);
  if (wav.channels !== 2 || wav.rateHz !== 8000 || wav.format !== "alaw")
    throw new Error(`not a stereo A-law recording: ${wav.channels} × ${wav.format} at ${wav.rateHz}`);
  const samples = wavSamples(wav);
  const side = (offset: number) => Int16Array.from({ length: samples.length >> 1 }, (_, i) => samples[2 * i + offset]!);
  return { left: side(0), right: side(1), durationMs: samples.length / 16 };
}
