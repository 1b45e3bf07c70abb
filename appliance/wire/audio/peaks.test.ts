import { describe, expect, it } from "vitest";
import { linearToAlaw, linearToUlaw } from "./g711.ts";
import { peaksOf } from "./peaks.ts";

describe("peaksOf", () => {
  const left = [0, 8000, -16_000, 0, 0, 0, 32_767, 0];
  const right = [0, 0, 0, 0, 0, 0, -4000, 0];
  const interleaved = left.flatMap((sample, i) => [sample, right[i]!]);

  it("takes the loudest sample of each stretch and channel, in every format", () => {
    const alaw = Uint8Array.from(interleaved, (sample) => linearToAlaw[sample & 0xffff]!);
    const ulaw = Uint8Array.from(interleaved, (sample) => linearToUlaw[sample & 0xffff]!);
    const pcm16 = new Uint8Array(Int16Array.from(interleaved).buffer);
    const pcm8 = Uint8Array.from(interleaved, (sample) => 128 + (sample >> 8));
    for (const [format, data] of [
      ["alaw", alaw],
      ["ulaw", ulaw],
      ["pcm16", pcm16],
      ["pcm8", pcm8],
    ] as const) {
      const peaks = peaksOf({ format, channels: 2, rateHz: 8000, data }, 4);
      const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= 5;
      expect(
        near(peaks.left[0]!, 62) && near(peaks.left[1]!, 125) && peaks.left[2]! === 0 && near(peaks.left[3]!, 254),
        `${format} ${peaks.left}`,
      ).toBe(true);
      expect(peaks.right[0] === 0 && near(peaks.right[3]!, 31), `${format} ${peaks.right}`).toBe(true);
    }
  });

  it("has one channel for mono, no more buckets than samples, and nothing for nothing", () => {
    const data = new Uint8Array(10).fill(0xd5);
    const peaks = peaksOf({ format: "alaw", channels: 1, rateHz: 8000, data }, 1000);
    expect(peaks.left.length).toBe(10);
    expect(peaks.right.length).toBe(0);
    expect(peaksOf({ format: "alaw", channels: 1, rateHz: 8000, data: new Uint8Array(0) }, 100).left.length).toBe(0);
    expect(peaksOf({ format: "alaw", channels: 1, rateHz: 8000, data }, Number.NaN).left.length).toBe(0);
  });
});
