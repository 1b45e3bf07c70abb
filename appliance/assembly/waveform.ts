import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sound } from "../edge/vault/open-sound.ts";
import { peaksOf } from "../wire/audio/peaks.ts";
import { parseWav } from "../wire/audio/wav.ts";

/** Four hours in two channels, uncompressed. */
const limitBytes = 256 * 1024 * 1024;

/** Both channels' peaks for the player. Rejects when the file is damaged. */
export async function waveformOf(
  sound: Sound,
  buckets: number,
): Promise<{ durationMs: number; left: number[]; right: number[] }> {
  const wav = parseWav(await whole(sound.type === "audio/wav" ? sound.read() : asWav(sound)));
  if ("fault" in wav) throw new Error(wav.fault);
  const { left, right } = peaksOf(wav, buckets);
  const bytesPerFrame = wav.channels * (wav.format === "pcm16" ? 2 : 1);
  return { durationMs: Math.round((wav.data.length / bytesPerFrame / wav.rateHz) * 1000), left: [...left], right: [...right] };
}

/** Opus and MP3 unpacked by ffmpeg. */
function asWav(sound: Sound): Readable {
  const ffmpeg = spawn(
    "ffmpeg",
    ["-loglevel", "error", "-i", "pipe:0", "-ar", "8000", "-c:a", "pcm_alaw", "-f", "wav", "pipe:1"],
    {
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  ffmpeg.on("error", (error) => ffmpeg.stdout.destroy(error));
  pipeline(sound.read(), ffmpeg.stdin).catch((error: Error) => ffmpeg.stdout.destroy(error));
  return ffmpeg.stdout;
}

async function whole(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream) {
    parts.push(part as Buffer);
    bytes += (part as Buffer).length;
    if (bytes > limitBytes) throw new Error("too long for a waveform");
  }
  return Buffer.concat(parts);
}
