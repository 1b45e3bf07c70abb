import { expect, it } from "vitest";
import { fitToDraw } from "./fit-to-draw.ts";
import { lastWeek } from "./last-week.ts";

const talk = (recording: string, talkMs: number, audited = false) => ({ recording, agent: "a", talkMs, audited });
const talks = [talk("short", 9_999), talk("long", 10_000), talk("heard", 60_000, true), talk("both", 1, true)];

it("leaves out short talks and audited ones, and says how many (R8)", () => {
  const both = fitToDraw(talks, { minTalkMs: 10_000, leaveOutAudited: true });
  expect(both.talks.map((t) => t.recording)).toEqual(["long"]);
  expect(both.leftOut).toEqual({ tooShort: 2, audited: 1 });
  expect(fitToDraw(talks, { minTalkMs: 0, leaveOutAudited: true }).leftOut).toEqual({ tooShort: 0, audited: 2 });
  expect(fitToDraw(talks, { minTalkMs: 0, leaveOutAudited: false }).talks).toHaveLength(4);
});

it.each([
  // A Monday, a Sunday, and the week in which New York's clocks go back.
  ["Asia/Shanghai", "2026-11-16T00:00:00+08:00", "2026-11-08T16:00:00.000Z", 7 * 24],
  ["Asia/Shanghai", "2026-11-22T23:59:59+08:00", "2026-11-08T16:00:00.000Z", 7 * 24],
  ["America/New_York", "2026-11-04T12:00:00-05:00", "2026-10-26T04:00:00.000Z", 7 * 24 + 1],
])("last week in %s at %s begins on %s", (zone, now, from, hours) => {
  const week = lastWeek(zone, Date.parse(now));
  expect(new Date(week.fromMs).toISOString()).toBe(from);
  expect((week.toMs - week.fromMs) / 3_600_000).toBe(hours);
  expect(week.name).toBe(`week of ${zone === "Asia/Shanghai" ? "2026-11-09" : "2026-10-26"}`);
});
