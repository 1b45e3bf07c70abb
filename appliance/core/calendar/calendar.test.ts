import fc from "fast-check";
import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { CalendarSettings } from "../../contract/calendar.ts";
import { checkCalendar } from "./check-calendar.ts";
import { civilDate, dateTextOfDay, dayNumber, readDate, weekdayOf } from "./civil-date.ts";
import { instantOf, isTimeZone, localParts } from "./local-parts.ts";
import { missingYear } from "./missing-year.ts";
import { isOpen, nextOpen } from "./opening.ts";

const office: CalendarSettings = {
  id: "office",
  name: "Office",
  timeZone: "Asia/Shanghai",
  weekly: {
    mon: [
      { from: "08:30", to: "12:00" },
      { from: "13:30", to: "17:30" },
    ],
    tue: [{ from: "08:30", to: "17:30" }],
    wed: [{ from: "08:30", to: "17:30" }],
    thu: [{ from: "08:30", to: "17:30" }],
    fri: [
      { from: "08:30", to: "17:30" },
      { from: "22:00", to: "02:00" },
    ],
  },
  holidays: [
    { from: "2026-02-15", to: "2026-02-23", name: "春节" },
    { from: "2026-05-01", to: "2026-05-05", name: "劳动节", spans: [{ from: "09:00", to: "11:00" }] },
  ],
  workdays: [
    { date: "2026-02-14", name: "春节调休", like: "tue" },
    { date: "2026-05-09", name: "劳动节调休" },
    { date: "2026-05-10", name: "盘点", spans: [{ from: "10:00", to: "10:30" }] },
  ],
};
/** Shanghai is eight hours ahead of UTC all year. */
const shanghai = (text: string) => Date.parse(`${text}:00+08:00`);

describe("civil dates", () => {
  it("agree with the host's calendar on every day of eight centuries", () => {
    const wrong: number[] = [];
    for (let days = -146_097; days < 146_097; days += 1) {
      const { year, month, day } = civilDate(days);
      const same = dateTextOfDay(days) === new Date(days * 86_400_000).toISOString().slice(0, 10);
      if (!same || dayNumber(year, month, day) !== days) wrong.push(days);
    }
    expect(wrong).toEqual([]);
  });
  it("know the weekday and the days that don't exist", () => {
    expect(weekdayOf(dayNumber(2026, 2, 17))).toBe("tue");
    expect(weekdayOf(-1)).toBe("wed");
    expect(readDate("2024-02-29")).toEqual({ year: 2024, month: 2, day: 29 });
    for (const text of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-3", ""])
      expect(readDate(text)).toBeUndefined();
  });
});

describe("localParts", () => {
  it("reads a zone's clock", () => {
    expect(localParts("Asia/Shanghai", Date.UTC(2026, 1, 16, 16, 5, 9))).toEqual({
      year: 2026,
      month: 2,
      day: 17,
      hour: 0,
      minute: 5,
      second: 9,
      weekday: "tue",
      date: "2026-02-17",
      time: "00:05",
      minuteOfDay: 5,
      dayNumber: dayNumber(2026, 2, 17),
    });
    expect(localParts("Europe/Berlin", Date.UTC(2026, 2, 29, 1, 0)).time).toBe("03:00");
    expect(localParts("Asia/Kathmandu", 0).time).toBe("05:30");
  });
  it("takes an unknown zone for UTC", () => {
    expect(isTimeZone("Mars/Olympus")).toBe(false);
    expect(localParts("Mars/Olympus", 0).time).toBe("00:00");
  });
  it("is undone by instantOf wherever the clock shows a minute once or twice", () => {
    const zones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2_000_000_000 }), (zone, second) => {
        const parts = localParts(zone, second * 1000);
        const back = instantOf(zone, parts.dayNumber, parts.minuteOfDay);
        const again = localParts(zone, back);
        expect([again.dayNumber, again.minuteOfDay]).toEqual([parts.dayNumber, parts.minuteOfDay]);
      }),
      { numRuns: 300 },
    );
  });
  it("moves a skipped minute past the gap", () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    expect(localParts("Europe/Berlin", instantOf("Europe/Berlin", dayNumber(2026, 3, 29), 150)).time).toBe("03:30");
  });
});

describe("isOpen", () => {
  it.each([
    ["2026-03-02T08:29", false, "Monday 08:29, outside 08:30–12:00, 13:30–17:30"],
    ["2026-03-02T08:30", true, "Monday 08:30, within 08:30–12:00"],
    ["2026-03-02T11:59", true, "Monday 11:59, within 08:30–12:00"],
    ["2026-03-02T12:00", false, "Monday 12:00, outside 08:30–12:00, 13:30–17:30"],
    ["2026-03-02T13:30", true, "Monday 13:30, within 13:30–17:30"],
    ["2026-03-01T10:00", false, "Sunday, closed all day"],
    ["2026-03-06T23:59", true, "Friday 23:59, within 22:00–02:00"],
    ["2026-03-07T01:59", true, "Saturday 01:59, within Friday's 22:00–02:00"],
    ["2026-03-07T02:00", false, "Saturday, closed all day"],
    ["2026-02-17T10:00", false, "Tuesday (holiday: 春节), closed all day"],
    ["2026-02-14T10:00", true, "Saturday (make-up workday: 春节调休) 10:00, within 08:30–17:30"],
    ["2026-05-01T10:00", true, "Friday (holiday: 劳动节) 10:00, within 09:00–11:00"],
    ["2026-05-01T23:00", false, "Friday (holiday: 劳动节) 23:00, outside 09:00–11:00"],
    ["2026-05-09T13:00", false, "Saturday (make-up workday: 劳动节调休) 13:00, outside 08:30–12:00, 13:30–17:30"],
    ["2026-05-10T10:10", true, "Sunday (make-up workday: 盘点) 10:10, within 10:00–10:30"],
  ])("%s → %s", (text, open, why) => {
    const got = isOpen(office, shanghai(text));
    expect(got.open).toBe(open);
    expect(got.why.en).toBe(why);
  });
  it("names the holiday, but not on a make-up workday", () => {
    expect(isOpen(office, shanghai("2026-02-17T10:00"))).toMatchObject({ holiday: true, holidayName: "春节" });
    expect(isOpen(office, shanghai("2026-02-14T10:00")).holiday).toBe(false);
    expect(isOpen(office, shanghai("2026-02-17T10:00")).why.zh).toBe("星期二（节假日：春节）全天休息");
  });
  it("is always open round the clock when told so", () => {
    const whole = [{ from: "00:00", to: "24:00" }];
    const always: CalendarSettings = {
      ...office,
      holidays: [],
      workdays: [],
      weekly: { mon: whole, tue: whole, wed: whole, thu: whole, fri: whole, sat: whole, sun: whole },
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (s) => isOpen(always, s * 1000).open),
      { numRuns: 200 },
    );
  });
});

describe("nextOpen", () => {
  it.each([
    ["2026-03-02T09:00", "2026-03-02T09:00"],
    ["2026-03-02T12:10", "2026-03-02T13:30"],
    ["2026-03-01T10:00", "2026-03-02T08:30"],
    ["2026-03-07T02:00", "2026-03-09T08:30"],
    ["2026-02-14T18:00", "2026-02-24T08:30"],
  ])("%s → %s", (from, to) => expect(nextOpen(office, shanghai(from))).toBe(shanghai(to)));
  it("is the first open instant: open there, closed until then", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_760_000_000, max: 1_790_000_000 }), (second) => {
        const atMs = second * 1000;
        const next = nextOpen(office, atMs)!;
        expect(isOpen(office, next).open).toBe(true);
        if (next > atMs) {
          expect(isOpen(office, next - 1).open).toBe(false);
          for (let i = 0; i < 20; i++) expect(isOpen(office, atMs + ((next - atMs) * i) / 20).open).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });
  it("gives up on a calendar that never opens", () => {
    expect(nextOpen({ ...office, weekly: {}, holidays: [], workdays: [] }, 0)).toBeUndefined();
  });
});

describe("checkCalendar", () => {
  it("accepts the office", () => {
    expect(Check(CalendarSettings, office)).toBe(true);
    expect(checkCalendar(office)).toEqual([]);
  });
  it("finds what the schema can't see", () => {
    const bad: CalendarSettings = {
      ...office,
      timeZone: "Asia/Nowhere",
      weekly: {},
      holidays: [{ from: "2026-02-31", to: "2026-02-01", name: "x", spans: [{ from: "24:00", to: "08:00" }] }],
      workdays: [
        { date: "2026-03-01", name: "a" },
        { date: "2026-03-01", name: "b" },
      ],
    };
    expect(checkCalendar(bad).map((p) => [p.path, p.severity])).toEqual([
      ["/timeZone", "error"],
      ["/holidays/0/from", "error"],
      ["/holidays/0/to", "error"],
      ["/holidays/0/spans/0/from", "error"],
      ["/workdays/1/date", "warning"],
      ["/weekly", "warning"],
    ]);
  });
  it("has a schema with limits", () => {
    expect(Check(CalendarSettings, { ...office, weekly: { mon: [{ from: "25:00", to: "26:00" }] } })).toBe(false);
    expect(Check(CalendarSettings, { ...office, extra: 1 })).toBe(false);
  });
});

describe("missingYear", () => {
  const day = (date: string) => ({ from: date, to: date, name: "x" });
  const at = (text: string) => Date.parse(`${text}+08:00`);
  const of = (holidays: { from: string; to: string; name: string }[]) => ({ timeZone: "Asia/Shanghai", holidays });
  it("asks for the next year from December on, by the calendar's own clock", () => {
    expect(missingYear(of([day("2026-10-01")]), at("2026-11-30T23:59:59"))).toBeUndefined();
    expect(missingYear(of([day("2026-10-01")]), at("2026-12-01T00:00:00"))).toBe(2027);
    expect(missingYear(of([day("2026-10-01"), day("2027-01-01")]), at("2026-12-31T12:00:00"))).toBeUndefined();
  });
  it("a holiday that goes over New Year is not yet the next year's list", () => {
    expect(missingYear(of([{ from: "2026-12-31", to: "2027-01-03", name: "New Year" }]), at("2026-12-20T12:00:00"))).toBe(2027);
  });
  it("asks for the present year when it was forgotten, and never where there are no holidays", () => {
    expect(missingYear(of([day("2025-10-01")]), at("2026-03-01T12:00:00"))).toBe(2026);
    expect(missingYear(of([]), at("2026-12-20T12:00:00"))).toBeUndefined();
  });
});
