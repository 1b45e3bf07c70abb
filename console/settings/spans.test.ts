import { expect, test } from "vitest";
import { dayShares, readSpans, writeSpans } from "./spans.ts";

test("times are read as people write them", () => {
  expect(readSpans("08:30-12:00, 13:30–17:30")).toEqual([
    { from: "08:30", to: "12:00" },
    { from: "13:30", to: "17:30" },
  ]);
  expect(readSpans("8:30 至 12：00；1330-24:00")).toEqual([
    { from: "08:30", to: "12:00" },
    { from: "13:30", to: "24:00" },
  ]);
  expect(readSpans("  ")).toEqual([]);
});
test("what isn't times is not taken", () => {
  for (const text of ["8-25:00", "morning", "08:30", "08:30-12:00-13:00", "08:70-09:00"]) expect(readSpans(text)).toBeUndefined();
});
test("written and read again it is the same", () => {
  const spans = [{ from: "22:00", to: "06:00" }];
  expect(readSpans(writeSpans(spans))).toEqual(spans);
});
test("a span over midnight ends with the day", () => {
  expect(dayShares([{ from: "18:00", to: "06:00" }])).toEqual([{ left: 0.75, wide: 0.25 }]);
});
