import { describe, expect, it } from "vitest";
import { blockSamples, DtmfProof } from "./dtmf-proof.ts";

const pair = (low: number, high: number, of: (i: number) => number = () => 1): Int16Array =>
  Int16Array.from({ length: 2 * blockSamples }, (_, i) =>
    Math.round(
      of(i) * (3000 * Math.sin((2 * Math.PI * low * i) / 8000 + 0.7) + 1500 * Math.sin((2 * Math.PI * high * i) / 8000 + 2)),
    ),
  );

describe("DtmfProof", () => {
  const proof = new DtmfProof();

  it("measures each tone by itself, detuned or not", () => {
    for (const detune of [0.984, 1, 1.016]) {
      const samples = pair(770 * detune, 1477 * detune);
      expect(Math.abs(proof.levelOf(samples, 770) / (3000 ** 2 / 2) - 1), `${detune}`).toBeLessThan(0.05);
      expect(Math.abs(proof.levelOf(samples, 1477) / (1500 ** 2 / 2) - 1), `${detune}`).toBeLessThan(0.05);
      expect(proof.meanSquare(samples) / ((3000 ** 2 + 1500 ** 2) / 2)).toBeCloseTo(1, 1);
    }
  });

  it("gives no level to what is out of tune", () => {
    for (const detune of [0.975, 1.025]) {
      const samples = pair(852 * detune, 1209 * detune);
      expect(proof.levelOf(samples, 852), `${detune}`).toBe(0);
      expect(proof.levelOf(samples, 1209), `${detune}`).toBe(0);
    }
  });

  it("tells an even sound from one that begins, ends or swells", () => {
    expect(proof.isEven(pair(697, 1336))).toBe(true);
    expect(proof.isEven(pair(697, 1336, (i) => (i < 30 ? 0 : 1)))).toBe(false);
    expect(proof.isEven(pair(697, 1336, (i) => (i > 170 ? 0 : 1)))).toBe(false);
    expect(proof.isEven(pair(697, 1336, (i) => i / 204))).toBe(false);
  });
});
