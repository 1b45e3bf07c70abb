import { expect, it } from "vitest";
import { hearTalk } from "./hear-talk.ts";
import { judgeTalk } from "./judge-talk.ts";

/** "x": speech in that stretch of a tenth of a second. */
const levels = (text: string): number[] => [...text].map((c) => (c === "x" ? 9000 : 40));

it("finds the longest silence between words, and what was said at once", () => {
  const heard = hearTalk(levels("..xx......xx...."), levels("...xx.........x."));
  expect(heard).toEqual({ talkMs: 1300, overlapMs: 100, longestSilence: { fromMs: 500, toMs: 1000 } });
  expect(hearTalk(levels("...."), levels("...."))).toEqual({ talkMs: 0, overlapMs: 0 });
});

it("tags what a rule asks for, and nothing else", () => {
  const heard = { talkMs: 10_000, overlapMs: 3_000, longestSilence: { fromMs: 2_000, toMs: 9_000 } };
  const call = { talkMs: 60_000, holdMs: 40_000 };
  expect(judgeTalk({}, heard, call)).toEqual([]);
  expect(judgeTalk({ silenceSec: 7, overlapPercent: 29, holdPercent: 39 }, heard, call)).toEqual([
    { tag: "long-silence", text: "7 s", atMs: 2_000 },
    { tag: "overlap", text: "30 %" },
    { tag: "long-hold", text: "40 %" },
  ]);
  expect(judgeTalk({ silenceSec: 8, overlapPercent: 30, holdPercent: 40 }, heard, call)).toEqual([]);
  expect(judgeTalk({ overlapPercent: 1, holdPercent: 1 }, { talkMs: 0, overlapMs: 0 }, undefined)).toEqual([]);
});
