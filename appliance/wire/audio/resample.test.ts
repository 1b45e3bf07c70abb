import { describe, expect, it } from "vitest";
import { levelDbm0 } from "./energy.ts";
import { tonePowerDbm0 } from "./goertzel.ts";
import { Downsample16to8, resampleTo8k, Upsample8to16 } from "./resample.ts";

const sine = (hz: number, rateHz: number, samples: number): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * i) / rateHz)));
const reference = levelDbm0(sine(1000, 8000, 8000), 0, 8000);

describe("Upsample8to16", () => {
  it("passes the telephone band and suppresses its mirror image", () => {
    for (const hz of [300, 1000, 2000, 3400]) {
      const out = new Int16Array(16_000);
      const up = new Upsample8to16();
      const src = sine(hz, 8000, 8000);
      for (let at = 0; at < 8000; at += 160) expect(up.process(src, at, 160, out, at * 2)).toBe(320);
      expect(Math.abs(tonePowerDbm0(out, 1600, 12_800, hz, 16_000) - reference), `${hz} Hz`).toBeLessThan(0.2);
      expect(tonePowerDbm0(out, 1600, 12_800, 8000 - hz, 16_000) - reference, `image of ${hz} Hz`).toBeLessThan(-55);
    }
  });
});

describe("Downsample16to8", () => {
  it("passes the telephone band and keeps out what would fold into it", () => {
    const levelOf = (hz: number): number => {
      const out = new Int16Array(8000);
      const down = new Downsample16to8();
      const src = sine(hz, 16_000, 16_000);
      for (let at = 0; at < 16_000; at += 320) expect(down.process(src, at, 320, out, at / 2)).toBe(160);
      return levelDbm0(out, 800, 6400) - reference;
    };
    for (const hz of [300, 1000, 3400]) expect(Math.abs(levelOf(hz)), `${hz} Hz`).toBeLessThan(0.2);
    for (const hz of [4700, 6000, 7500]) expect(levelOf(hz), `${hz} Hz`).toBeLessThan(-55);
  });

  it("gives the same for any slicing", () => {
    const src = sine(700, 16_000, 4000);
    const whole = new Int16Array(2000);
    new Downsample16to8().process(src, 0, 4000, whole, 0);
    const pieces = new Int16Array(2000);
    const down = new Downsample16to8();
    for (let at = 0; at < 4000; at += 50) down.process(src, at, 50, pieces, at / 2);
    expect(pieces).toEqual(whole);
  });
});

describe("resampleTo8k", () => {
  it("keeps length, level and moment from every usual rate", () => {
    for (const rateHz of [6000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000]) {
      const out = resampleTo8k(sine(1000, rateHz, rateHz), rateHz);
      expect(out.length).toBe(8000);
      const wanted = sine(1000, 8000, 8000);
      let worst = 0;
      for (let i = 400; i < 7600; i++) worst = Math.max(worst, Math.abs(out[i]! - wanted[i]!));
      expect(worst, `${rateHz} Hz`).toBeLessThan(25); // of 10 000: better than 50 dB
    }
  });

  it("keeps out what lies above the band", () => {
    for (const hz of [4300, 6000, 9000]) {
      const out = resampleTo8k(sine(hz, 22_050, 22_050), 22_050);
      expect(levelDbm0(out, 400, 7200) - reference, `${hz} Hz`).toBeLessThan(-55);
    }
  });

  it("returns 8 kHz as it is and refuses nonsense", () => {
    const src = sine(1000, 8000, 100);
    expect(resampleTo8k(src, 8000)).toEqual(src);
    expect(() => resampleTo8k(src, 0)).toThrow(RangeError);
    expect(() => resampleTo8k(src, Number.NaN)).toThrow(RangeError);
  });
});
