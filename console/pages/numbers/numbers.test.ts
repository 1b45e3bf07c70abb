import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FirewallRule } from "../../../appliance/contract/firewall.ts";
import { numberClasses } from "../../../appliance/contract/outgoing.ts";
import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { starCodeDefaults } from "../../../appliance/contract/star-codes.ts";
import { checkStarCodes } from "../../../appliance/core/settings/check-star-codes.ts";
import { numbersEn } from "../../words/numbers.en.ts";
import { numbersZh } from "../../words/numbers.zh.ts";
import { isPattern, patternsFrom } from "./patterns.ts";
import { rightOf, withRight } from "./rights.ts";
import { type RuleNames, ruleSentence } from "./rule-sentence.ts";
import { findSpecials, importOutcome, pageOfRows, type ReadRow } from "./special-rows.ts";
import { starClashes, withCode } from "./star-clash.ts";
import { inOrder, trunkMoved } from "./trunk-order.ts";

const names: RuleNames = {
  line: (id) => (id === "unicom" ? "联通" : id),
  flow: (id) => id,
  queue: (id) => id,
  box: (id) => id,
  calendar: () => "Office",
  className: (name) => name,
  why: (why) => why,
  said: (say) => say.text.en ?? "",
};
const rule = (more: Partial<FirewallRule>): FirewallRule => ({
  id: "r",
  name: "R",
  enabled: true,
  act: { kind: "busy" },
  ...more,
});

describe("a rule as a sentence", () => {
  test.each([
    [{ callers: ["1390*"] }, "Calls from 1390* are refused with busy.", "主叫 1390*的来电，以忙音拒绝。"],
    [{}, "All calls are refused with busy.", "所有来电，以忙音拒绝。"],
    [
      { anonymous: true, perHour: 5, act: { kind: "reject", why: "blocked" } },
      "Calls with the number withheld beyond 5 an hour are refused (blocked).",
      "隐藏号码、一小时内超过 5 次的来电，拒绝（blocked）。",
    ],
    [
      {
        callers: ["1", "2", "3", "4", "5"],
        lines: ["unicom"],
        calendar: { calendar: "o", when: "closed" },
        act: { kind: "queue", queue: "q" },
      },
      "Calls from 1, 2, 3 and 2 more over 联通 while “Office” is closed go to the queue “q”.",
      "主叫 1、2、3 等（另 2 个）、经联通、“Office”关闭期间的来电，转到队列“q”。",
    ],
    [
      { until: "2026-12-31", act: { kind: "message", say: { text: {} } } },
      "Calls until 2026-12-31 hear “a message without words” and are ended.",
      "2026-12-31 前（含当日）的来电，播放“空白提示”后挂断。",
    ],
  ] as [Partial<FirewallRule>, string, string][])("%j", (more, en, zh) => {
    expect(ruleSentence(rule(more), names, numbersEn.firewall)).toBe(en);
    expect(ruleSentence(rule(more), names, numbersZh.firewall)).toBe(zh);
  });
});

test("numbers are taken out of what was typed or pasted, each once", () => {
  expect(patternsFrom("0411-8456 1390*\n(0759) 3xx,1390*；400")).toEqual(["04118456", "1390*", "0759", "3XX", "400"]);
  expect(["1390*", "1X", "+86", "*"].every(isPattern)).toBe(true);
  expect(["", "1*2", "abc", "1".repeat(40)].some(isPattern)).toBe(false);
});

const special = (number: string, more: Partial<SpecialNumber> = {}): SpecialNumber => ({
  number,
  name: `N${number}`,
  class: "contact",
  ...more,
});
describe("the list of special numbers", () => {
  const list = [
    special("13800138000", { class: "vip", name: "市政府" }),
    special("1390*", { class: "blocked" }),
    special("95598", { speedDial: "01", priority: 7 }),
    special("400", { class: "complaint", agent: "1001" as never }),
  ];
  test("is searched in numbers as people write them, in names and codes; kinds are counted among what was found", () => {
    expect(findSpecials(list, "138 0013", "all").rows.map((r) => r.at)).toEqual([0]);
    expect(findSpecials(list, "市政", "vip").counts).toMatchObject({ all: 1, vip: 1, blocked: 0 });
    expect(findSpecials(list, "", "lane").rows.map((r) => r.at)).toEqual([2]);
    expect(findSpecials(list, "", "other").rows.map((r) => r.at)).toEqual([3]);
    expect(findSpecials(list, "01", "speedDial").rows.map((r) => r.at)).toEqual([2]);
  });
  test("pages cover every row once, and a page beyond the end is the last", () => {
    fc.assert(
      fc.property(fc.nat(260), (n) => {
        const rows = Array.from({ length: n }, (_, i) => i);
        const pages = Array.from({ length: pageOfRows(rows, 0).last + 1 }, (_, i) => pageOfRows(rows, i).shown);
        expect(pages.flat()).toEqual(rows);
        expect(pageOfRows(rows, 99).page).toBe(pageOfRows(rows, 0).last);
      }),
    );
  });
});

describe("an import", () => {
  const read = (number: string, more: Partial<SpecialNumber> = {}): ReadRow => ({
    row: 2,
    number: special(number, more),
    forms: [number, `+86${number}`],
  });
  const old = [special("+8613800138000"), special("95598"), special("400")];
  test("replaces in place whichever form a number has, adds at the end, leaves the rest", () => {
    const { list, added, changed, removed, unchanged } = importOutcome(
      old,
      [read("120"), read("95598"), read("13800138000", { vip: true })],
      "merge",
    );
    expect(list.map((s) => s.number)).toEqual(["13800138000", "95598", "400", "120"]);
    expect([added.length, changed.length, removed.length, unchanged]).toEqual([1, 1, 0, 2]);
  });
  test("that replaces drops what is not in the file", () => {
    const { list, removed } = importOutcome(old, [read("95598")], "replace");
    expect(list).toEqual([old[1]]);
    expect(removed).toEqual([old[0], old[2]]);
  });
  test("counts add up, whatever the lists", () => {
    const numbers = fc.uniqueArray(fc.stringMatching(/^[1-9][0-9]?$/), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, numbers, fc.constantFrom("merge" as const, "replace" as const), fc.boolean(), (a, b, mode, vip) => {
        const before = a.map((n) => special(n));
        const out = importOutcome(
          before,
          b.map((n) => read(n, vip ? { vip } : {})),
          mode,
        );
        expect(out.list.length).toBe(before.length - out.removed.length + out.added.length);
        expect(out.changed.length + out.unchanged + out.removed.length).toBe(before.length);
        expect(new Set(out.list.map((s) => s.number)).size).toBe(out.list.length);
      }),
    );
  });
});

describe("star codes", () => {
  test("the usual ones are in nobody's way", () => expect(starClashes(undefined, starCodeDefaults).size).toBe(0));
  test("the same code twice is what the box refuses", () => {
    const starCodes = { ready: "*41" };
    expect(starClashes(starCodes, starCodeDefaults).get("ready")).toEqual({ kind: "same", other: "login" });
    expect(checkStarCodes({ starCodes } as never)).toMatchObject([{ path: "/starCodes/ready" }]);
  });
  test("a code that begins others says so", () => {
    expect(starClashes({ login: "*9" }, starCodeDefaults).get("login")).toEqual({
      kind: "shadows",
      others: ["forwardBusy", "forwardNoAnswer", "voicemail"],
    });
  });
  test("a usual code is not the site's own", () => {
    expect(withCode(undefined, starCodeDefaults, "login", "*11")).toEqual({ login: "*11" });
    expect(withCode({ login: "*11" }, starCodeDefaults, "login", "*41")).toBeUndefined();
    expect(withCode({ login: "*11", park: "*1" }, starCodeDefaults, "login", "")).toEqual({ park: "*1" });
  });
});

test("a class is in one list of a role at most", () => {
  const role = { id: "r", name: "R", allow: ["local" as const], withPin: ["mobile" as const] };
  for (const kind of numberClasses)
    for (const right of ["yes", "pin", "no"] as const) {
      const next = withRight(role, kind, right);
      expect(rightOf(next, kind)).toBe(right);
      expect(next.allow.filter((k) => next.withPin.includes(k))).toEqual([]);
    }
});

test("trunks change places by their order, whatever numbers they had", () => {
  const trunks = [
    { id: "a", order: 5 },
    { id: "b", order: 1 },
    { id: "c", order: 5 },
  ];
  expect(inOrder(trunkMoved(trunks, "c", -1)).map((t) => t.id)).toEqual(["b", "c", "a"]);
  expect(trunkMoved(trunks, "c", -1).map((t) => t.id)).toEqual(["a", "b", "c"]);
  expect(trunkMoved(trunks, "b", -1)).toBe(trunks);
});
