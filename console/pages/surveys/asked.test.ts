import { expect, test } from "vitest";
import { readAsked, spanOf, writeAsked } from "./asked.ts";

const dayMs = 86_400_000;

test("the address says what is asked, and nothing that is usual", () => {
  expect(readAsked({})).toEqual({ when: "days7" });
  expect(writeAsked({ when: "days7" })).toBe("/surveys");
  const asked = readAsked({ when: "today", queue: "repair", survey: "after", question: "kind", value: "2" });
  expect(asked).toEqual({ when: "today", queue: "repair", opened: { survey: "after", question: "kind", value: 2 } });
  expect(Object.fromEntries(new URL(writeAsked(asked), "http://x").searchParams)).toEqual({
    when: "today",
    queue: "repair",
    survey: "after",
    question: "kind",
    value: "2",
  });
});

test("low answers are opened by a word; nonsense in the address opens nothing", () => {
  expect(readAsked({ survey: "after", low: "1" }).opened).toEqual({ survey: "after", low: true });
  expect(writeAsked({ when: "days7", opened: { survey: "after", low: true } })).toBe("/surveys?survey=after&low=1");
  expect(readAsked({ survey: "after", value: "9", when: "never" })).toEqual({ when: "today", opened: { survey: "after" } });
});

test("the time reaches from the beginning of the first day to the end of the last", () => {
  const now = new Date(2026, 1, 17, 15, 30).getTime();
  const today = new Date(2026, 1, 17).getTime();
  expect(spanOf({ when: "today" }, now)).toEqual({ from: today, to: today + dayMs });
  expect(spanOf({ when: "days7", agent: "li" }, now)).toEqual({ from: today - 6 * dayMs, to: today + dayMs, agent: "li" });
});
