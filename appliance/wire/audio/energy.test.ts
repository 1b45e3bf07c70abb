import { describe, expect, it } from "vitest";
import { amplitudeOf, dbm0Of, levelDbm0, meanSquareOf, quietestDbm0 } from "./energy.ts";

describe("levels", () => {
  it("calls a full-scale sine +3.14 dBm0", () => {
    const full = Int16Array.from({ length: 8000 }, (_, i) => Math.round(32_767 * Math.sin(i * 0.4)));
    expect(levelDbm0(full, 0, 8000)).toBeCloseTo(3.14, 1);
  });

  it("measures what it was asked to make", () => {
    for (const level of [0, -10, -36]) {
      const amplitude = amplitudeOf(level);
      const tone = Int16Array.from({ length: 8000 }, (_, i) => Math.round(amplitude * Math.sin(i * 0.4)));
      expect(levelDbm0(tone, 0, 8000)).toBeCloseTo(level, 1);
      expect(dbm0Of(meanSquareOf(level))).toBeCloseTo(level, 6);
    }
  });

  it("has a floor for silence and looks only at its stretch", () => {
    expect(levelDbm0(new Int16Array(160), 0, 160)).toBe(quietestDbm0);
    expect(levelDbm0(new Int16Array(0), 0, 0)).toBe(quietestDbm0);
    const half = Int16Array.from({ length: 320 }, (_, i) => (i < 160 ? 0 : 1000));
    expect(levelDbm0(half, 0, 160)).toBe(quietestDbm0);
    expect(levelDbm0(half, 160, 160)).toBeGreaterThan(-30);
  });
});
