import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burstsIn } from "./bursts.ts";
import { diceOf } from "./dice.ts";
import { forecast, loadOf } from "./erlang.ts";
import { drawPatience, patienceOf } from "./patience.ts";
import { simulateDay, simulatedFigures } from "./simulate-day.ts";

const hourMs = 3_600_000;
const bounds = { withinMs: 20_000, shortMs: 5_000 };
/** Quantiles of an exponential: a sample with its mean and shape. */
const exponentialTimes = (meanMs: number) => Array.from({ length: 2_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 2_000) * meanMs);
const patient = { steps: [] };

describe("a simulated day", () => {
  it("comes to what Erlang C says when nobody gives up", () => {
    const load = loadOf(40, hourMs / 2, 240_000);
    const arrivals = [{ lengthMs: 200 * hourMs, calls: 80 * 200 }];
    const handleMs = exponentialTimes(240_000);
    const expected = forecast(load, 8, 240_000, 20_000);
    const found = simulatedFigures(
      8,
      [1, 2, 3].map((seed) => simulateDay({ arrivals, handleMs, patience: patient }, 8, bounds, seed)),
    );
    expect(Math.abs(found.serviceLevel! - expected.serviceLevel)).toBeLessThan(0.02);
    expect(Math.abs(found.averageWaitMs! - expected.averageWaitMs!)).toBeLessThan(4_000);
    expect(Math.abs(found.occupancy! - expected.occupancy)).toBeLessThan(0.02);
    expect(found.abandonment).toBe(0);
  });

  it("is the same for the same seed, loses nobody, and one more seat never makes it worse for the callers together", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ lengthMs: fc.constant(hourMs), calls: fc.integer({ min: 0, max: 60 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.array(fc.integer({ min: 1_000, max: 900_000 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 300_000 }), gaveUp: fc.boolean() }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (arrivals, handleMs, waits, seats, seed) => {
          const load = { arrivals, handleMs, patience: patienceOf(waits) };
          const day = simulateDay(load, seats, bounds, seed);
          expect(simulateDay(load, seats, bounds, seed)).toEqual(day);
          expect(day.answered + day.abandoned).toBe(day.offered);
          expect(day.inTime).toBeLessThanOrEqual(day.answered);
          expect(day.busyMs).toBeLessThanOrEqual(day.seatMs);
          const more = simulateDay(load, seats + 1, bounds, seed);
          expect(more.offered).toBe(day.offered);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("patience", () => {
  it("follows Kaplan and Meier", () => {
    // 10 s one of 5 gives up, 20 s one served, 30 s one of 3, 30 s one served, 60 s the last gives up.
    const { steps } = patienceOf([
      { waitMs: 30, gaveUp: false },
      { waitMs: 10, gaveUp: true },
      { waitMs: 20, gaveUp: false },
      { waitMs: 30, gaveUp: true },
      { waitMs: 60, gaveUp: true },
    ]);
    expect(steps.map((s) => [s.atMs, Number(s.patient.toFixed(6))])).toEqual([
      [10, 0.8],
      [30, 0.533333],
      [60, 0],
    ]);
  });

  it("is drawn as it was measured", () => {
    const curve = patienceOf([1, 2, 3, 4].map((n) => ({ waitMs: n * 1_000, gaveUp: true })));
    const dice = diceOf(7);
    const drawn = Array.from({ length: 4_000 }, () => drawPatience(curve, dice()));
    for (const n of [1, 2, 3, 4]) expect(Math.abs(drawn.filter((ms) => ms === n * 1_000).length - 1_000)).toBeLessThan(120);
    expect(drawPatience({ steps: [] }, 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(
      drawPatience(
        patienceOf([
          { waitMs: 5, gaveUp: true },
          { waitMs: 9, gaveUp: false },
        ]),
        0.3,
      ),
    ).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("bursts", () => {
  const week = (calls: number[]) => calls.map((n, i) => ({ fromMs: i, toMs: i + 1, like: "mon 09:00", calls: n }));
  it("are what no chance explains", () => {
    expect(burstsIn(week([20, 25, 18, 22]))).toEqual([]);
    expect(burstsIn(week([20, 25, 140, 22]))).toEqual([{ fromMs: 2, toMs: 3, calls: 140, usual: 23.5 }]);
  });
  it("are not seen in a few calls at night", () => {
    expect(burstsIn(week([0, 0, 1, 6]))).toEqual([]);
  });
  it("are rarely seen in random calls", () => {
    const dice = diceOf(3);
    const poisson = (mean: number): number => {
      let n = 0;
      for (let product = dice(); product > Math.exp(-mean); product *= dice()) n++;
      return n;
    };
    const intervals = Array.from({ length: 48 * 7 * 8 }, (_, i) => ({
      fromMs: i,
      toMs: i + 1,
      like: String(i % (48 * 7)),
      calls: poisson(5 + (i % 48)),
    }));
    expect(burstsIn(intervals).length).toBeLessThanOrEqual(3);
  });
});
