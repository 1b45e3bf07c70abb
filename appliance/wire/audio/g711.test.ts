import { describe, expect, it } from "vitest";
import {
  alawSilence,
  alawToLinear,
  alawToUlaw,
  decodeAlaw,
  decodeUlaw,
  encodeAlaw,
  encodeUlaw,
  linearToAlaw,
  linearToUlaw,
  ulawSilence,
  ulawToAlaw,
  ulawToLinear,
} from "./g711.ts";

describe("G.711", () => {
  it("has the values of the Recommendation's tables", () => {
    // G.711 table 1a/2a, scaled to 16 bits: decision output values of the outermost and innermost steps
    expect(alawToLinear[0xd5]).toBe(8);
    expect(alawToLinear[0x55]).toBe(-8);
    expect(alawToLinear[0xaa]).toBe(32256);
    expect(alawToLinear[0x2a]).toBe(-32256);
    expect(alawToLinear[0x80]).toBe(5504);
    expect(ulawToLinear[0xff]).toBe(0);
    expect(ulawToLinear[0x7f]).toBe(0);
    expect(ulawToLinear[0x80]).toBe(32124);
    expect(ulawToLinear[0x00]).toBe(-32124);
    expect(ulawToLinear[0xf0]).toBe(120);
    expect(linearToAlaw[0]).toBe(alawSilence);
    expect(linearToUlaw[0]).toBe(ulawSilence);
  });

  it("codes every sample within half a step, in order", () => {
    let lastAlaw = -32_768;
    let lastUlaw = -32_768;
    for (let sample = -32_768; sample <= 32_767; sample++) {
      const alaw = alawToLinear[linearToAlaw[sample & 0xffff]!]!;
      const ulaw = ulawToLinear[linearToUlaw[sample & 0xffff]!]!;
      // a segment has 16 steps and is as long as its distance from zero (mu-law: from -132)
      if (Math.abs(alaw - sample) > Math.max(8, Math.abs(sample) / 32)) expect(alaw).toBe(sample);
      if (Math.abs(ulaw - sample) > (Math.abs(sample) + 132) / 32 && Math.abs(sample) <= 32_635) expect(ulaw).toBe(sample);
      if (alaw < lastAlaw || ulaw < lastUlaw) expect(sample).toBe("in order");
      lastAlaw = alaw;
      lastUlaw = ulaw;
    }
    expect([lastAlaw, lastUlaw]).toEqual([32_256, 32_124]);
  });

  it("returns every code it was given", () => {
    for (let code = 0; code < 256; code++) {
      expect(linearToAlaw[alawToLinear[code]! & 0xffff]).toBe(code);
      expect(ulawToLinear[linearToUlaw[ulawToLinear[code]! & 0xffff]!]).toBe(ulawToLinear[code]);
      expect(Math.abs(ulawToLinear[alawToUlaw[code]!]! - alawToLinear[code]!)).toBeLessThanOrEqual(
        Math.abs(alawToLinear[code]!) / 16 + 8,
      );
      expect(Math.abs(alawToLinear[ulawToAlaw[code]!]! - ulawToLinear[code]!)).toBeLessThanOrEqual(
        Math.abs(ulawToLinear[code]!) / 16 + 8,
      );
    }
  });

  it("works on stretches of arrays and leaves the rest alone", () => {
    const codes = Uint8Array.of(1, 2, 0xd5, 0x2a, 3);
    const samples = new Int16Array(5).fill(99);
    decodeAlaw(codes, 2, samples, 1, 2);
    expect([...samples]).toEqual([99, 8, -32256, 99, 99]);
    const back = new Uint8Array(4).fill(7);
    encodeAlaw(samples, 1, back, 2, 2);
    expect([...back]).toEqual([7, 7, 0xd5, 0x2a]);
    decodeUlaw(Uint8Array.of(0xff, 0x00), 0, samples, 3, 2);
    expect([...samples]).toEqual([99, 8, -32256, 0, -32124]);
    encodeUlaw(samples, 3, back, 0, 2);
    expect([...back]).toEqual([0xff, 0x00, 0xd5, 0x2a]);
  });
});
