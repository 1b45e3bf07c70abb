import { describe, expect, test } from "vitest";
import { age, clock, daysAgo, numberGroups, percent, span } from "./time.ts";

describe("age", () => {
  test.each([
    [0, "0:00"],
    [-5_000, "0:00"],
    [7_999, "0:07"],
    [760_000, "12:40"],
    [3_600_000, "1:00:00"],
    [11_112_000, "3:05:12"],
  ])("%i ms reads %s", (ms, text) => expect(age(ms)).toBe(text));
  test("days are in words", () => {
    expect(age(187_200_000, "en")).toBe("2 d 4 h");
    expect(age(187_200_000, "zh")).toBe("2 天 4 小时");
  });
});

test("span picks the unit people would use", () => {
  expect(span(250, "en")).toBe("250 ms");
  expect(span(20_000, "en")).toBe("20 s");
  expect(span(1_800_000, "zh")).toBe("30 分钟");
  expect(span(4 * 3_600_000, "en")).toBe("4 h");
});

test("clock is 24 hours in both languages, also at midnight", () => {
  const midnight = Date.UTC(2026, 1, 17, 16, 0, 0);
  expect(clock(midnight, "zh", "Asia/Shanghai")).toBe("00:00:00");
  expect(clock(midnight, "en", "Asia/Shanghai")).toBe("00:00:00");
});

test("days are counted by the calendar, not by 24 hours", () => {
  const late = Date.UTC(2026, 1, 17, 15, 59);
  const early = Date.UTC(2026, 1, 17, 16, 1);
  expect(daysAgo(late, early, "Asia/Shanghai")).toBe(1);
  expect(daysAgo(late, late + 1000, "Asia/Shanghai")).toBe(0);
});

test("percent by language", () => {
  expect(percent(0.8642, "en")).toBe("86.4%");
  expect(percent(1, "zh")).toBe("100%");
});

describe("number groups", () => {
  test.each([
    ["13800138000", "138 0013 8000"],
    ["041184567712", "0411 8456 7712"],
    ["01065201234", "010 6520 1234"],
    ["84567712", "8456 7712"],
    ["96390", "96390"],
    ["+8613800138000", "+86 138 0013 8000"],
  ])("%s is read %s", (text, grouped) => expect(numberGroups(text).join(" ")).toBe(grouped));
  test("nothing is lost", () => {
    for (const text of ["13800138000", "+8613800138000", "+447700900123", "041184567712", "8456771", "anonymous", ""])
      expect(numberGroups(text).join("")).toBe(text);
  });
});
