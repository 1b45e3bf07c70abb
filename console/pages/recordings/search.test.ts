import { expect, test } from "vitest";
import { askOf, readSearch } from "./search.ts";

test("digits are a number, anything else is words", () => {
  expect(askOf({ text: "138 0013" }, undefined, 50)).toEqual({ number: "1380013", limit: 50 });
  expect(askOf({ text: "书面答复" }, undefined, 50)).toEqual({ words: "书面答复", limit: 50 });
});

test("the last day counts to its end, and an older page goes on from its last row", () => {
  const until = new Date(2026, 1, 18).getTime();
  expect(askOf({ from: "2026-02-17", to: "2026-02-17" }, undefined, 50)).toEqual({
    sinceMs: new Date(2026, 1, 17).getTime(),
    beforeMs: until,
    limit: 50,
  });
  expect(askOf({ to: "2026-02-17" }, until - 1, 50).beforeMs).toBe(until - 1);
});

test("lengths are seconds; what is no number is left out", () => {
  expect(askOf(readSearch({ longer: "90", shorter: "x", scoreTo: "60", strange: "1" }), undefined, 20)).toEqual({
    minMs: 90_000,
    maxScore: 60,
    limit: 20,
  });
});
