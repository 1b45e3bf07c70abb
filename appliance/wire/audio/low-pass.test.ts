import { describe, expect, it } from "vitest";
import { lowPassAt } from "./low-pass.ts";

/** Gain in dB of the filter with cutoff 0.125 at a frequency in turns per sample. */
function gainDb(frequency: number): number {
  let real = 0;
  for (let x = -100; x <= 100; x++) real += lowPassAt(x, 0.125, 100) * Math.cos(2 * Math.PI * frequency * x);
  return 20 * Math.log10(Math.abs(real) + 1e-12);
}

describe("lowPassAt", () => {
  it("passes below the cutoff, halves at it, and stops above", () => {
    for (const frequency of [0, 0.05, 0.11]) expect(gainDb(frequency)).toBeCloseTo(0, 1);
    expect(gainDb(0.125)).toBeCloseTo(-6, 1);
    for (const frequency of [0.14, 0.2, 0.4]) expect(gainDb(frequency)).toBeLessThan(-65);
  });

  it("is even, and nothing beyond its width", () => {
    expect(lowPassAt(3.3, 0.1, 20)).toBe(lowPassAt(-3.3, 0.1, 20));
    expect(lowPassAt(20, 0.1, 20)).toBe(0);
  });
});
