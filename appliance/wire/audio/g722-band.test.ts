import { describe, expect, it } from "vitest";
import { G722Band } from "./g722-band.ts";

describe("G722Band", () => {
  it("stays within its number ranges whatever the codes", () => {
    let seed = 3;
    const low = new G722Band(32);
    const high = new G722Band(8);
    for (let n = 0; n < 200_000; n++) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      // long runs of one code drive the predictor to its limits
      const code = n % 4000 < 2000 ? (n / 4000) & 63 : seed >>> 26;
      low.adaptLow(code);
      high.adaptHigh(code & 3);
      for (const band of [low, high])
        if (!(Math.abs(band.estimate) <= 32_768 && band.step > 0 && band.step <= 32_767)) expect(band).toBe("within its ranges");
      if (Math.abs(low.reconstructLow(code)) > 16_384) expect(n).toBe("limited");
    }
  });

  it("has code words that stand for what they were made of", () => {
    const band = new G722Band(32);
    for (let n = 0; n < 40; n++) band.adaptLow(4 + (n % 2) * 32); // the largest steps: the quantiser opens up
    expect(band.step).toBeGreaterThan(2000);
    for (let error = -0.74 * band.step; error < 0.74 * band.step; error += band.step / 50) {
      const back = band.reconstructLow(band.quantiseLow(Math.trunc(error))) - band.estimate;
      if (Math.abs(band.estimate + error) < 16_000) expect(Math.abs(back - error)).toBeLessThan(band.step / 8);
    }
  });

  it("follows a steady signal: its estimates improve", () => {
    const band = new G722Band(32);
    let early = 0;
    let late = 0;
    for (let n = 0; n < 2000; n++) {
      const sample = Math.round(3000 * Math.sin(n * 0.3));
      const error = sample - band.estimate;
      if (n >= 50 && n < 150) early += Math.abs(error);
      if (n >= 1900) late += Math.abs(error);
      band.adaptLow(band.quantiseLow(error));
    }
    expect(late).toBeLessThan(early);
    expect(late / 100).toBeLessThan(500);
  });
});
