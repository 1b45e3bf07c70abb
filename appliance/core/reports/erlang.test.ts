import { describe, expect, it } from "vitest";
import { agentsFor, erlangB, erlangC, forecast, linesFor, loadOf, scheduledFor } from "./erlang.ts";

const halfHour = 1_800_000;

describe("Erlang C", () => {
  // calls per 30 min, AHT s, share, within s, A, N, Pw, SL, ASA s, occupancy
  it.each([
    [100, 180, 0.8, 20, "10.0000", 14, "0.1741", "0.8884", "7.84", "0.7143"],
    [100, 600, 0.8, 20, "33.3333", 40, "0.1907", "0.8473", "17.17", "0.8333"],
    [20, 240, 0.8, 20, "2.6667", 5, "0.1616", "0.8669", "16.63", "0.5333"],
    [10, 240, 0.95, 15, "1.3333", 4, "0.0518", "0.9562", "4.66", "0.3333"],
    [40, 240, 0.8, 20, "5.3333", 8, "0.2209", "0.8232", "19.88", "0.6667"],
    [40, 240, 0.95, 15, "5.3333", 10, "0.0527", "0.9606", "2.71", "0.5333"],
    [6, 300, 0.8, 20, "1.0000", 3, "0.0909", "0.9204", "13.64", "0.3333"],
  ] as const)("%i calls of %i s at %d within %i s", (calls, sec, share, within, a, n, waits, level, asa, occupancy) => {
    const load = loadOf(calls, halfHour, sec * 1_000);
    const found = agentsFor(load, sec * 1_000, { share, withinMs: within * 1_000 })!;
    expect([
      load.toFixed(4),
      found.agents,
      found.waits.toFixed(4),
      found.serviceLevel.toFixed(4),
      (found.averageWaitMs! / 1_000).toFixed(2),
      found.occupancy.toFixed(4),
    ]).toEqual([a, n, waits, level, asa, occupancy]);
  });

  it("makes everybody wait when there is more work than hands", () => {
    expect(erlangC(5, 5)).toBe(1);
    expect(forecast(5, 4, 180_000, 20_000)).toMatchObject({ serviceLevel: 0, occupancy: 1 });
    expect(forecast(5, 4, 180_000, 20_000).averageWaitMs).toBeUndefined();
  });
});

describe("Erlang B", () => {
  it.each([
    [2.667, 8],
    [5.333, 12],
    [10, 18],
    [25, 36],
  ])("%d Erlangs at 1 % blocking want %i lines", (load, lines) => {
    expect(linesFor(load, 0.01)).toBe(lines);
    expect(erlangB(load, lines)).toBeLessThanOrEqual(0.01);
    expect(erlangB(load, lines - 1)).toBeGreaterThan(0.01);
  });

  it("has no trouble with large numbers", () => {
    expect(erlangB(900, 1_000)).toBeGreaterThan(0);
    expect(erlangC(900, 950)).toBeLessThan(1);
  });
});

it("a third of the paid time lost wants half as many more", () => {
  expect(scheduledFor(10, 1 / 3)).toBe(15);
  expect(scheduledFor(7, 0.3)).toBe(10);
  expect(scheduledFor(5, 0)).toBe(5);
});
