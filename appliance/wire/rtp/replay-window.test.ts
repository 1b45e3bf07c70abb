import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReplayWindow } from "./replay-window.ts";

describe("ReplayWindow", () => {
  it("agrees with a set of all that was seen", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -70, max: 80 }), { maxLength: 300 }), (steps) => {
        const window = new ReplayWindow();
        const seen = new Set<number>();
        let highest = -1;
        let place = 0x1_0000_0000 * 3;
        for (const step of steps) {
          place = Math.max(0, (highest < 0 ? place : highest) + step);
          const wanted = place > highest || (highest - place < 64 && !seen.has(place));
          if (window.allows(place) !== wanted) return false;
          if (!wanted) continue;
          window.note(place);
          seen.add(place);
          highest = Math.max(highest, place);
        }
        return window.highest === highest;
      }),
      { numRuns: 500 },
    );
  });

  it("can be taken up elsewhere", () => {
    const window = new ReplayWindow();
    for (const index of [5, 9, 7, 40]) window.note(index);
    const copy = new ReplayWindow();
    copy.restore(JSON.parse(JSON.stringify(window.snapshot())));
    for (let index = 0; index < 50; index++) expect(copy.allows(index)).toBe(![5, 9, 7, 40].includes(index));
  });
});
