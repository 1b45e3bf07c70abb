import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { G722Decoder, G722Encoder } from "./g722.ts";

/** The reference: encode or decode by ffmpeg, which must be there. */
function ffmpeg(input: Uint8Array, from: string[], to: string[]): Buffer {
  const run = spawnSync("ffmpeg", ["-v", "error", ...from, "-i", "pipe:0", ...to, "pipe:1"], { input, maxBuffer: 1 << 26 });
  expect(run.error, "ffmpeg must be installed").toBeUndefined();
  expect(run.stderr.toString()).toBe("");
  return run.stdout;
}
const pcm16k = ["-f", "s16le", "-ar", "16000", "-ac", "1"];
const samplesOf = (bytes: Buffer): Int16Array =>
  new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));

/** A sweep to 7 kHz over a hum, with noise, silence and full-scale clipping: every table entry gets used. */
function testSignal(): Int16Array {
  let seed = 1;
  return Int16Array.from({ length: 48_000 }, (_, i) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const noise = (seed >>> 16) - 32768;
    if (i > 40_000) return noise;
    if (i > 36_000) return 0;
    const loudness = i > 30_000 ? 20 : 1;
    const value = loudness * (6000 * Math.sin(i * i * 3e-5) + 3000 * Math.sin(i * 0.07) + noise / 64);
    return Math.max(-32768, Math.min(32767, Math.round(value)));
  });
}

function signalToNoiseDb(wanted: Int16Array, heard: Int16Array, delay: number): number {
  let signal = 0;
  let noise = 0;
  for (let i = delay; i < wanted.length; i++) {
    signal += wanted[i - delay]! ** 2;
    noise += (wanted[i - delay]! - heard[i]!) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe("G.722", () => {
  const signal = testSignal();
  const bytes = new Uint8Array(signal.length / 2);

  it("encodes bit for bit as the reference", () => {
    expect(new G722Encoder().encode(signal, 0, signal.length, bytes, 0)).toBe(signal.length / 2);
    const reference = ffmpeg(new Uint8Array(signal.buffer), pcm16k, ["-c:a", "g722", "-f", "g722"]);
    expect(reference.length).toBe(bytes.length);
    expect(reference.equals(bytes)).toBe(true);
  });

  it("decodes bit for bit as the reference", () => {
    const random = Uint8Array.from({ length: 8000 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255);
    for (const coded of [bytes, random]) {
      const reference = samplesOf(ffmpeg(coded, ["-f", "g722"], pcm16k));
      const decoded = new Int16Array(coded.length * 2);
      new G722Decoder().decode(coded, 0, coded.length, decoded, 0);
      expect(Buffer.compare(Buffer.from(decoded.buffer), Buffer.from(reference.buffer))).toBe(0);
    }
  });

  it("brings speech-band sound back with more than 20 dB to spare, frame by frame", () => {
    const tone = Int16Array.from({ length: 16_000 }, (_, i) => Math.round(5000 * Math.sin(i * 0.2) + 2000 * Math.sin(i * 0.9)));
    const encoder = new G722Encoder();
    const decoder = new G722Decoder();
    const coded = new Uint8Array(160);
    const heard = new Int16Array(16_000);
    for (let at = 0; at < tone.length; at += 320) {
      encoder.encode(tone, at, 320, coded, 0);
      decoder.decode(coded, 0, 160, heard, at);
    }
    expect(signalToNoiseDb(tone, heard, 22)).toBeGreaterThan(25); // the two filters delay by 22 samples
  });

  it("starts anew after reset", () => {
    const encoder = new G722Encoder();
    const first = new Uint8Array(160);
    const again = new Uint8Array(160);
    encoder.encode(signal, 1000, 320, first, 0);
    encoder.reset();
    encoder.encode(signal, 1000, 320, again, 0);
    expect(again).toEqual(first);
  });
});
