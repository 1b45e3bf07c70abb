import { expect, test } from "vitest";
import { civil, civilMinute, midnightOf, mondayOf } from "./civil.ts";

test("a date leads to its beginning and back, over the end of a month", () => {
  expect(civil(midnightOf("2026-02-28", 1))).toBe("2026-03-01");
  expect(civil(midnightOf("2026-01-01", -1))).toBe("2025-12-31");
  expect(midnightOf("tomorrow")).toBeNaN();
});

test("a week begins on Monday, on Sundays too", () => {
  expect(mondayOf(new Date(2026, 10, 22, 23, 59).getTime())).toBe("2026-11-16");
  expect(mondayOf(new Date(2026, 10, 16).getTime())).toBe("2026-11-16");
});

test("a moment in a field has its minutes", () => {
  expect(civilMinute(new Date(2026, 1, 3, 4, 5, 59).getTime())).toBe("2026-02-03T04:05");
});
