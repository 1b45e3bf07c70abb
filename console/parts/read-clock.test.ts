import { expect, test } from "vitest";
import { readClock } from "./read-clock.ts";

test.each([
  ["08:30", "08:30"],
  ["8:30", "08:30"],
  ["8：30", "08:30"],
  ["0830", "08:30"],
  ["830", "08:30"],
  [" 23.59 ", "23:59"],
  ["00:00", "00:00"],
])("%s is %s", (typed, time) => {
  expect(readClock(typed)).toBe(time);
});
test.each(["", "8", "08", "24:00", "12:60", "1:2", "noon", "08:300", "-8:30"])("%s is no time of day", (typed) => {
  expect(readClock(typed)).toBeUndefined();
});
