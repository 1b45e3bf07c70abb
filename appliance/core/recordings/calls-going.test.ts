import fc from "fast-check";
import { expect, test } from "vitest";
import { localParts } from "../calendar/local-parts.ts";
import { type AgedCall, CallsGoingCount } from "./calls-going.ts";

const count = (zone: string, calls: AgedCall[]) => {
  const counted = new CallsGoingCount(zone);
  for (const call of calls) counted.take(call);
  return counted.so();
};
const at = Date.parse;

test("calls are counted by the days of the site; what stays says why", () => {
  expect(
    count("Asia/Shanghai", [
      { startedMs: at("2026-03-01T15:59:59Z") },
      { startedMs: at("2026-03-01T16:00:00Z") },
      { startedMs: at("2026-03-02T03:00:00Z"), stays: "held" },
      { startedMs: at("2026-03-02T04:00:00Z"), stays: "recorded" },
      { startedMs: at("2026-03-02T05:00:00Z"), stays: "open" },
      { startedMs: at("2026-03-05T05:00:00Z") },
    ]),
  ).toEqual({
    count: 3,
    held: 1,
    recorded: 1,
    fromDate: "2026-03-01",
    toDate: "2026-03-05",
    days: [
      { date: "2026-03-01", count: 1 },
      { date: "2026-03-02", count: 1 },
      { date: "2026-03-05", count: 1 },
    ],
  });
  expect(count("Asia/Shanghai", [])).toEqual({ count: 0, held: 0, recorded: 0, days: [] });
});

test("the list of days ends; count and last day go on", () => {
  const calls = Array.from({ length: 500 }, (_, n) => ({ startedMs: n * 86_400_000 }));
  const said = count("UTC", calls);
  expect([said.days.length, said.count, said.fromDate, said.toDate]).toEqual([400, 500, "1970-01-01", "1971-05-15"]);
});

test("every call is on the day its own clock showed, over summer time too", () => {
  const from = at("2026-03-20T00:00:00Z");
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 250 * 24 * 60 }), { maxLength: 60 }), (minutes) => {
      const moments = minutes.map((m) => from + m * 60_000).sort((a, b) => a - b);
      const expected = new Map<string, number>();
      for (const ms of moments) {
        const { date } = localParts("Europe/Berlin", ms);
        expected.set(date, (expected.get(date) ?? 0) + 1);
      }
      const { days } = count(
        "Europe/Berlin",
        moments.map((startedMs) => ({ startedMs })),
      );
      expect(days).toEqual([...expected].map(([date, n]) => ({ date, count: n })));
    }),
    { numRuns: 50 },
  );
});
