import { describe, expect, test } from "vitest";
import { checkCalendar } from "../../core/calendar/check-calendar.ts";
import { isOpen } from "../../core/calendar/opening.ts";
import { chinaDays } from "./china-days.ts";

const office = [{ from: "08:30", to: "17:30" }];
const weekly = { mon: office, tue: office, wed: office, thu: office, fri: office };
const at = (text: string) => Date.parse(`${text}+08:00`);

describe("China's announced days", () => {
  test("fill a calendar in: holidays, and the weekends worked for them", () => {
    const days = chinaDays(2026, "zh")!;
    expect(days.holidays).toContainEqual({ from: "2026-02-15", to: "2026-02-23", name: "春节" });
    expect(days.holidays).toContainEqual({ from: "2026-10-01", to: "2026-10-07", name: "国庆节" });
    expect(days.workdays).toContainEqual({ date: "2026-02-14", name: "春节调休" });
    const calendar = { id: "office", name: "Office", timeZone: "Asia/Shanghai", weekly, ...days };
    expect(checkCalendar(calendar)).toEqual([]);
    // A Saturday that is worked, the Monday of the festival, and an ordinary Saturday.
    expect(isOpen(calendar, at("2026-02-14T10:00")).open).toBe(true);
    expect(isOpen(calendar, at("2026-02-16T10:00"))).toMatchObject({ open: false, holiday: true, holidayName: "春节" });
    expect(isOpen(calendar, at("2026-03-07T10:00")).open).toBe(false);
  });
  test("are named in English too", () => {
    expect(chinaDays(2026, "en")?.holidays[0]).toEqual({ from: "2026-01-01", to: "2026-01-03", name: "New Year's Day" });
  });
  test("of a year not announced yet are not made up", () => {
    expect(chinaDays(2099, "zh")).toBeUndefined();
  });
});
