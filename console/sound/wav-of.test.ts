import { describe, expect, it } from "vitest";
import { peaksOf, speechIn, wavOf } from "./wav-of.ts";

const rate = 8_000;
const tone = new Float32Array(rate * 2).map((_, i) => (i >= rate / 2 && i < rate ? (i % 2 ? 0.5 : -0.5) : 0));

describe("a part of a sound", () => {
  it("is a WAV file of exactly that length", () => {
    const file = new DataView(wavOf(tone, rate, 0.5, 1));
    expect(String.fromCharCode(...new Uint8Array(file.buffer, 0, 4))).toBe("RIFF");
    expect(file.getUint32(24, true)).toBe(rate);
    expect(file.getUint32(40, true)).toBe(rate);
    expect(file.byteLength).toBe(44 + rate);
    expect(file.getInt16(46, true)).toBe(Math.round(0.5 * 32_767));
  });
  it("never reaches beyond the sound", () => {
    expect(wavOf(tone, rate, -1, 99).byteLength).toBe(44 + tone.length * 2);
    expect(wavOf(tone, rate, 1, 0.5).byteLength).toBe(44);
  });
  it("clips what is too loud", () => {
    expect(new DataView(wavOf(new Float32Array([3]), rate, 0, 1)).getInt16(44, true)).toBe(32_767);
  });
});

describe("looking at a sound", () => {
  it("finds where it is loud", () => expect(peaksOf(tone, 4)).toEqual([0, 0.5, 0, 0]));
  it("finds the speech in it, with some room", () => {
    const { fromSec, toSec } = speechIn(tone, rate);
    expect(fromSec).toBeCloseTo(0.35);
    expect(toSec).toBeCloseTo(1.15);
  });
  it("leaves silence whole", () => expect(speechIn(new Float32Array(rate), rate)).toEqual({ fromSec: 0, toSec: 1 }));
});
