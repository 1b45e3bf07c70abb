import { describe, expect, it } from "vitest";
import { toneFor, tonePlans } from "./tone-plans.ts";

describe("tone plans", () => {
  it("are playable in every country", () => {
    for (const [country, plan] of Object.entries(tonePlans))
      for (const [name, spec] of Object.entries(plan)) {
        expect(spec.parts.length, `${country} ${name}`).toBeGreaterThan(0);
        for (const part of spec.parts) {
          expect(part.onMs).toBeGreaterThan(0);
          expect(part.offMs).toBeGreaterThanOrEqual(0);
          for (const hz of part.frequenciesHz) expect(hz > 300 && hz < 2000, `${country} ${name} ${hz}`).toBe(true);
        }
      }
  });

  it("ring as people there expect it", () => {
    const rhythm = (country: string, name: "ringback" | "busy"): number[] =>
      toneFor(country, name).parts.flatMap((part) => [part.onMs, part.offMs]);
    expect(rhythm("CN", "ringback")).toEqual([1000, 4000]);
    expect(rhythm("cn", "busy")).toEqual([350, 350]);
    expect(rhythm("GB", "ringback")).toEqual([400, 200, 400, 2000]);
    expect(toneFor("XX", "dial")).toEqual(toneFor("CN", "dial"));
  });
});
