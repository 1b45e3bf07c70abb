import { expect, it } from "vitest";
import { SilenceWatch } from "./silence-watch.ts";

it("reports silence at growing lengths, and its end once", () => {
  const watch = new SilenceWatch();
  const reports: number[] = [];
  for (let nowMs = 0; nowMs <= 200_000; nowMs += 100) {
    const silentMs = watch.tick(nowMs, true);
    if (silentMs > 0) reports.push(silentMs);
  }
  expect(reports).toEqual([5000, 15_000, 30_000, 60_000, 120_000, 180_000]);
  expect(watch.heard(200_100)).toBe(true);
  expect(watch.heard(200_120)).toBe(false);
  expect(watch.tick(205_119, true)).toBe(0);
  expect(watch.tick(205_120, true)).toBe(5000);
});

it("does not count while nothing is expected", () => {
  const watch = new SilenceWatch();
  watch.tick(0, true);
  expect(watch.tick(60_000, false)).toBe(0);
  expect(watch.tick(64_900, true)).toBe(0);
  expect(watch.tick(65_000, true)).toBe(5000);
});
