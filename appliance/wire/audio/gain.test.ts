import { describe, expect, it } from "vitest";
import { alawToLinear, ulawToLinear } from "./g711.ts";
import { alawGainTable, applyGain, gainOf, ulawGainTable } from "./gain.ts";

describe("gain", () => {
  it("scales in place within the stretch and saturates", () => {
    const buffer = Int16Array.of(100, 100, -100, 30_000, -30_000, 100);
    applyGain(buffer, 1, 4, gainOf(20 * Math.log10(2)));
    expect([...buffer]).toEqual([100, 200, -200, 32_767, -32_768, 100]);
  });

  it("has code tables for both laws", () => {
    for (const [table, expansion] of [
      [alawGainTable(-6), alawToLinear],
      [ulawGainTable(-6), ulawToLinear],
    ] as const)
      for (let code = 0; code < 256; code++) {
        const wanted = expansion[code]! * gainOf(-6);
        expect(Math.abs(expansion[table[code]!]! - wanted)).toBeLessThanOrEqual(Math.abs(wanted) / 30 + 9);
      }
    expect([...alawGainTable(0)]).toEqual(Array.from({ length: 256 }, (_, code) => code));
  });
});
