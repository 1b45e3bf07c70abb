import { alawToLinear, ulawToLinear } from "./g711.ts";
import type { Wav } from "./wav.ts";

/** Loudest sample per bucket, 0..255 of full scale. `right` is empty for mono. */
export type Peaks = { left: Uint8Array; right: Uint8Array };

const bucketLimit = 100_000;

/** The shape of a recording for the screen: `buckets` equal stretches of time (fewer if there are fewer samples). Channels beyond two are left out. */
export function peaksOf(wav: Wav, buckets: number): Peaks {
  const bytesPerSample = wav.format === "pcm16" ? 2 : 1;
  const frames = Math.floor(wav.data.length / (bytesPerSample * wav.channels));
  const count = Math.max(0, Math.min(Math.floor(buckets), bucketLimit, frames));
  const left = channelPeaks(wav, 0, frames, count);
  return { left, right: wav.channels > 1 ? channelPeaks(wav, 1, frames, count) : new Uint8Array(0) };
}

function channelPeaks(wav: Wav, channel: number, frames: number, count: number): Uint8Array {
  const peaks = new Uint8Array(count);
  const magnitudeAt = magnitudeReader(wav);
  for (let bucket = 0; bucket < count; bucket++) {
    const end = Math.floor(((bucket + 1) * frames) / count);
    let peak = 0;
    for (let frame = Math.floor((bucket * frames) / count); frame < end; frame++) {
      const magnitude = magnitudeAt(frame * wav.channels + channel);
      if (magnitude > peak) peak = magnitude;
    }
    peaks[bucket] = Math.min(255, peak >> 7);
  }
  return peaks;
}

function magnitudeReader({ format, data }: Wav): (sample: number) => number {
  switch (format) {
    case "alaw":
      return (sample) => Math.abs(alawToLinear[data[sample]!]!);
    case "ulaw":
      return (sample) => Math.abs(ulawToLinear[data[sample]!]!);
    case "pcm8":
      return (sample) => Math.abs(data[sample]! - 128) << 8;
    case "pcm16":
      return (sample) => Math.abs(((data[2 * sample]! | (data[2 * sample + 1]! << 8)) << 16) >> 16);
  }
}
