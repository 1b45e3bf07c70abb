import { expect, test } from "vitest";
import { askOf, daysOf, readQuestion, writeQuestion } from "./question.ts";

const noon = new Date(2026, 2, 1, 12).getTime();

test("an address is read back as it was written, and what is usual is not in it", () => {
  const asked = readQuestion({
    when: "days7",
    queue: "hotline",
    by: "agent",
    interval: "30",
    figures: "offered,serviceLevel:of-answered",
  });
  expect(readQuestion(Object.fromEntries(new URLSearchParams(writeQuestion(asked))))).toEqual(asked);
  expect(writeQuestion(readQuestion({}))).toBe("");
});

test("what makes no sense in an address is left out", () => {
  const read = readQuestion({ when: "never", by: "moon", interval: "7", direction: "up", from: "x" });
  expect(read).toMatchObject({ when: "today", interval: "60" });
  expect(read.by).toBeUndefined();
  expect(read.direction).toBeUndefined();
});

test("words for days are days of the calendar, over the end of a month too", () => {
  expect(daysOf({ when: "yesterday" }, noon)).toEqual({ from: "2026-02-28", to: "2026-02-28" });
  expect(daysOf({ when: "days7" }, noon)).toEqual({ from: "2026-02-23", to: "2026-03-01" });
  expect(daysOf({ when: "lastMonth" }, noon)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(daysOf({ when: "dates", from: "2026-01-05" }, noon)).toEqual({ from: "2026-01-05", to: "2026-01-05" });
});

test("today is asked without days: the box's own midnight counts", () => {
  const ask = askOf(readQuestion({ queue: "hotline" }), noon);
  expect(ask).toMatchObject({ queue: "hotline", interval: "60" });
  expect(ask.from).toBeUndefined();
});
