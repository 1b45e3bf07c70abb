import { expect, test } from "vitest";
import { evenOut, wavePath } from "./wave-path.ts";

test("quiet is a hairline, loud fills the strip and no more", () => {
  expect(wavePath([0, 1, 7], 30, 20)).toBe("M0.0 9.5L10.0 1.0L20.0 1.0L30 10L20.0 19.0L10.0 19.0L0.0 10.5Z");
  expect(wavePath([], 30, 20)).toBe("");
});
test("the loudest of both sides fills the strip; the other side keeps its proportion", () => {
  const { left, right } = evenOut([60, 0], [120]);
  expect(right[0]).toBe(1);
  expect(left[0]).toBeGreaterThan(0.5);
  expect(left[0]).toBeLessThan(0.7);
  expect(left[1]).toBe(0);
});
test("noise stays small, silence stays silent, one side may be missing", () => {
  expect(evenOut([4], []).left[0]).toBeLessThan(0.2);
  expect(evenOut([0, 0], [0])).toEqual({ left: [0, 0], right: [0] });
  expect(evenOut([255], []).right).toEqual([]);
});
