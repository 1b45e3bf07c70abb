import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FirewallRule } from "../../contract/firewall.ts";
import type { Settings } from "../../contract/settings.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { judgeCaller } from "./firewall.ts";
import { formsOf, homeNumber } from "./number-forms.ts";
import { callsLastHour, noteCaller, type RecentCallers } from "./recent-callers.ts";
import { isVip, specialOf, speedDialOf } from "./special-numbers.ts";

const monday = Date.UTC(2026, 2, 2, 4, 0, 0);
const site = { country: "CN", timeZone: "Asia/Shanghai" };
const week = { mon: [{ from: "08:00", to: "17:00" }] };
const calendars = [{ id: "office", name: "Office", timeZone: "Asia/Shanghai", weekly: week, holidays: [], workdays: [] }];
const settingsOf = (rules: Partial<FirewallRule>[], specialNumbers: SpecialNumber[] = []): Settings =>
  ({
    site,
    calendars,
    specialNumbers,
    firewall: { rules: rules.map((r, i) => ({ id: `r${i}`, name: `Rule ${i}`, enabled: true, act: { kind: "busy" }, ...r })) },
  }) as unknown as Settings;
const judge = (
  settings: Settings,
  caller: string,
  more: { called?: string; line?: string; atMs?: number; calls?: number } = {},
) =>
  judgeCaller(
    { caller, called: more.called ?? "96100", line: more.line ?? "t" },
    { settings, atMs: more.atMs ?? monday, callsLastHour: () => more.calls ?? 1 },
  );
const struckBy = (rule: Partial<FirewallRule>, caller: string, more: Parameters<typeof judge>[2] = {}): boolean =>
  judge(settingsOf([rule]), caller, more).by !== undefined;

describe("one rule", () => {
  test("by the caller's number, in whichever form it comes", () => {
    const rule = { callers: ["13800138000", "0759XXX*"] };
    for (const caller of ["13800138000", "+8613800138000", "008613800138000", "013800138000", "8613800138000"])
      expect(struckBy(rule, caller)).toBe(true);
    expect(struckBy(rule, "+867591234567")).toBe(true);
    expect(struckBy(rule, "13800138001")).toBe(false);
    expect(struckBy(rule, "")).toBe(false);
    expect(struckBy({ callers: ["*"] }, "")).toBe(false);
  });
  test("by what was called, by line, by who withholds his number", () => {
    expect(struckBy({ called: ["962*"] }, "1", { called: "96200" })).toBe(true);
    expect(struckBy({ called: ["962*"] }, "1")).toBe(false);
    expect(struckBy({ lines: ["t", "u"] }, "1")).toBe(true);
    expect(struckBy({ lines: ["u"] }, "1")).toBe(false);
    expect(struckBy({ anonymous: true }, "")).toBe(true);
    expect(struckBy({ anonymous: true }, "1")).toBe(false);
    expect(struckBy({ anonymous: false }, "")).toBe(false);
  });
  test("by the calendar, and until a day", () => {
    const closed = { calendar: { calendar: "office", when: "closed" as const } };
    expect(struckBy(closed, "1")).toBe(false);
    expect(struckBy(closed, "1", { atMs: monday + 10 * 3_600_000 })).toBe(true);
    expect(struckBy({ calendar: { calendar: "gone", when: "closed" } }, "1")).toBe(false);
    expect(struckBy({ until: "2026-03-02" }, "1", { atMs: monday + 11 * 3_600_000 })).toBe(true);
    expect(struckBy({ until: "2026-03-02" }, "1", { atMs: monday + 13 * 3_600_000 })).toBe(false);
  });
  test("by too many calls; who withholds his number is counted only where the rule is for such callers", () => {
    expect(struckBy({ perHour: 3 }, "1", { calls: 3 })).toBe(false);
    expect(struckBy({ perHour: 3 }, "1", { calls: 4 })).toBe(true);
    expect(struckBy({ perHour: 3 }, "", { calls: 4 })).toBe(false);
    expect(struckBy({ perHour: 3, anonymous: true }, "", { calls: 4 })).toBe(true);
  });
  test("switched off, it strikes nobody", () => {
    expect(struckBy({ enabled: false }, "1")).toBe(false);
  });
});

test("the first rule that strikes decides, and every rule looked at says why", () => {
  const verdict = judge(
    settingsOf([{ called: ["1"] }, { callers: ["138*"], act: { kind: "allow" } }, { callers: ["13800138000"] }]),
    "13800138000",
  );
  expect(verdict).toMatchObject({
    act: { kind: "allow" },
    by: { rule: "r1", why: { en: "caller 13800138000 fits 138*" } },
    tried: [{ strikes: false, why: { en: "called 96100 fits no pattern" } }, { strikes: true }],
  });
});

const special = (number: string, more: Partial<SpecialNumber> = {}): SpecialNumber => ({
  number,
  name: number,
  class: "contact",
  ...more,
});

describe("special numbers", () => {
  const settings = settingsOf(
    [],
    [special("138*", { class: "vip" }), special("13800138000", { speedDial: "7" }), special("+44*", { speedDial: "8" })],
  );
  test("the number itself goes before a pattern", () => {
    expect(specialOf(settings, "+8613800138000")?.number).toBe("13800138000");
    expect(specialOf(settings, "13800138001")?.class).toBe("vip");
    expect(specialOf(settings, "0044123")?.number).toBe("+44*");
    expect(specialOf(settings, "")).toBeUndefined();
  });
  test("a pattern has no speed dial", () => {
    expect(speedDialOf(settings, "7")?.number).toBe("13800138000");
    expect(speedDialOf(settings, "8")).toBeUndefined();
  });
  test("a VIP by class or by mark", () => {
    expect([special("1", { class: "vip" }), special("1", { vip: true }), special("1")].map(isVip)).toEqual([true, true, false]);
  });
});

const chineseNumber = fc.oneof(
  fc.stringMatching(/^1[3-9][0-9]{9}$/),
  fc.stringMatching(/^0[2-9][0-9]{9}$/),
  fc.stringMatching(/^[2-8][0-9]{6,7}$/),
);
test("no blocked number gets through, whatever the rules say and however it is written", () => {
  const rule = fc.record({
    callers: fc.option(fc.constantFrom(["*"], ["1*"], ["0*", "X*"]), { nil: undefined }),
    act: fc.constantFrom({ kind: "allow" as const }, { kind: "flow" as const, flow: "f" }),
  });
  fc.assert(
    fc.property(chineseNumber, fc.array(rule, { maxLength: 5 }), fc.nat(5), (number, rules, form) => {
      const written = formsOf(number, "CN");
      const marked = settingsOf(rules as never, [special(number, { class: "blocked" })]);
      for (const caller of written) expect(judge(marked, caller).act).toEqual({ kind: "reject", why: "blocked" });
      // Written in any other form, the mark and the rule mean the same.
      const noted = settingsOf([{ callers: [written[form % written.length]!] }]);
      for (const caller of written) expect(judge(noted, caller).act).toEqual({ kind: "busy" });
    }),
  );
});

test("the home form of a number is its own home form", () => {
  fc.assert(
    fc.property(chineseNumber, (number) => {
      for (const form of formsOf(number, "CN")) expect(homeNumber(form, "CN")).toBe(homeNumber(number, "CN"));
    }),
  );
});

test("callers are counted for an hour, and no more of them than is bearable", () => {
  const recent: RecentCallers = {};
  for (let i = 0; i < 5; i++) noteCaller(recent, "96100", monday + i * 600_000);
  expect(callsLastHour(recent, "96100", monday + 5 * 600_000)).toBe(5);
  expect(callsLastHour(recent, "96100", monday + 3_600_000)).toBe(4);
  for (let i = 0; i < 1500; i++) noteCaller(recent, String(i), monday + 3_000_000 + i);
  expect(Object.keys(recent)).toHaveLength(1000);
  expect(callsLastHour(recent, "1499", monday + 3_002_000)).toBe(1);
  expect(callsLastHour(recent, "96100", monday + 3_002_000)).toBe(0);
  for (let i = 0; i < 500; i++) noteCaller(recent, "1", monday + 3_003_000 + i);
  expect(callsLastHour(recent, "1", monday + 3_004_000)).toBe(201);
});
