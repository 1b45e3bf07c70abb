import { readFile } from "node:fs/promises";
import { peaksOf } from "../wire/audio/peaks.ts";
import { parseWav } from "../wire/audio/wav.ts";

/** Both channels' peaks for the player. Rejects when the file is damaged. */
export async function waveformOf(
  path: string,
  buckets: number,
): Promise<{ durationMs: number; left: number[]; right: number[] }> {
  const wav = parseWav(await readFile(path));
  if ("fault" in wav) throw new Error(wav.fault);
  const { left, right } = peaksOf(wav, buckets);
  const bytesPerFrame = wav.channels * (wav.format === "pcm16" ? 2 : 1);
  return { durationMs: Math.round((wav.data.length / bytesPerFrame / wav.rateHz) * 1000), left: [...left], right: [...right] };
}
