import { expect, test } from "vitest";
import { evenOut, wavePath } from "./wave-path.ts";

test("quiet is a hairline, loud fills the strip and no more", () => {
  expect(wavePath([0, 1, 7], 30, 20)).toBe("M0.0 9.5L10.0 1.0L20.0 1.0L30 10L20.0 19.0L10.0 19.0L0.0 10.5Z");
  expect(wavePath([], 30, 20)).toBe("");
});
test("both scales are understood, and the sides keep their proportion", () => {
  expect(evenOut([0.5], [1])).toEqual({ left: [0.5], right: [1] });
  expect(evenOut([16_384], [32_768])).toEqual({ left: [0.5], right: [1] });
});
