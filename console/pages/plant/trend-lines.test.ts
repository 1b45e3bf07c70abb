import { expect, test } from "vitest";
import { linesOf } from "./trend-lines.ts";

const box = { fromMs: 0, toMs: 100, width: 100, height: 106, limits: [] };
const row = (atMs: number, value?: number, quality: "good" | "stale" = "good") => ({
  point: "p",
  atMs,
  quality,
  ...(value === undefined ? {} : { value }),
});

test("values hold until the next one, and a gap is a gap", () => {
  const drawn = linesOf([row(0, 10), row(50, 20), row(70, 20, "stale"), row(90, 10)], box);
  expect(drawn?.lines.map((line) => line.split(" ").map((p) => Number(p.split(",")[0])))).toEqual([
    [0, 50, 50, 70],
    [90, 100],
  ]);
  expect([drawn?.least, drawn?.most]).toEqual([10, 20]);
});

test("higher is further up; limits out of sight are left out; what stood before begins at the edge", () => {
  const drawn = linesOf([row(-50, 1), row(50, 2)], { ...box, limits: [1.5, 9] })!;
  const [first, second] = drawn.lines[0]!.split(" ")
    .filter((_, n) => n % 2 === 0)
    .map((p) => p.split(",").map(Number));
  expect(first![0]).toBe(0);
  expect(second![1]!).toBeLessThan(first![1]!);
  expect(drawn.limits).toHaveLength(1);
});

test("nothing good, nothing drawn", () => {
  expect(linesOf([row(0, 3, "stale")], box)).toBeUndefined();
  expect(linesOf([], box)).toBeUndefined();
});
