import { expect, test } from "vitest";
import { fromPercent, toPercent } from "./percent.ts";

test("every whole and tenth of a percent is written as it was typed", () => {
  for (let tenth = 0; tenth <= 1_000; tenth += 1) {
    const typed = tenth / 10;
    expect(String(toPercent(fromPercent(typed)))).toBe(String(typed));
  }
});
test("shares are stored as the contract has them", () => {
  expect(fromPercent(80)).toBe(0.8);
  expect(fromPercent(29)).toBe(0.29);
  expect(toPercent(0.07)).toBe(7);
});
