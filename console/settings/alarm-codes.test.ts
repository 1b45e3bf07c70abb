import { describe, expect, test } from "vitest";
import { alarmCodesOf, alarmGroups, alarmKind } from "../../appliance/contract/alarms.ts";
import { alarmsEn } from "../words/alarms.en.ts";
import { alarmsZh } from "../words/alarms.zh.ts";
import { findCodes, leftOutBy, mostCodes, turnCodes } from "./alarm-codes.ts";

const en = (text: string) => findCodes(text, (group) => alarmsEn.groups[group]);
const zh = (text: string) => findCodes(text, (group) => alarmsZh.groups[group]);
const codesOf = (rows: ReturnType<typeof findCodes>) => rows.flatMap((r) => (r.row === "code" ? [r.code] : []));

describe("what can be chosen for a rule", () => {
  test("is every alarm there is while nothing is typed, each once, under its group", () => {
    const all = alarmGroups.flatMap((group) => alarmCodesOf(group));
    expect(codesOf(en(""))).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });
  test("is found by words of either language, by code, in any order", () => {
    expect(codesOf(en("trunk answer"))).toContain("trunk-down");
    expect(codesOf(en("answer trunk"))).toContain("trunk-down");
    expect(codesOf(zh("中继无响应"))).toContain("trunk-down");
    expect(codesOf(zh("trunk-down"))).toEqual(["trunk-down"]);
    expect(codesOf(en("DISK-LOW"))).toEqual(["disk-low"]);
  });
  test("by the name of a group is all of it, and the group itself", () => {
    const rows = zh(alarmsZh.groups.plant);
    expect(rows[0]).toEqual({ row: "group", group: "plant", codes: alarmCodesOf("plant") });
    expect(codesOf(rows)).toEqual(expect.arrayContaining(alarmCodesOf("plant")));
  });
  test("may be a code of another version, where nothing else fits", () => {
    expect(en("roof-leak")).toEqual([{ row: "typed", code: "roof-leak" }]);
    expect(zh("屋顶")).toEqual([]);
    expect(en("x".repeat(61))).toEqual([]);
  });
});

describe("choosing", () => {
  test("adds a group, what is missing of it, then takes it out", () => {
    const lines = alarmCodesOf("lines");
    const [first = ""] = lines;
    expect(turnCodes(["emergency", first], lines)).toEqual(["emergency", ...lines]);
    expect(turnCodes(["emergency", ...lines], lines)).toEqual(["emergency"]);
  });
  test("stays within what a rule may hold", () => {
    const many = Array.from({ length: mostCodes }, (_, i) => `code-${i}`);
    expect(turnCodes(many, ["one-more"])).toEqual(many);
  });
});

test("an alarm that the rule's severities leave out is told, but for those whose severity the settings choose", () => {
  expect(alarmKind("webhook-failing")?.severity).toBe("warning");
  expect(leftOutBy(["critical", "error"], "webhook-failing")).toBe("warning");
  expect(leftOutBy(["critical", "warning"], "webhook-failing")).toBeUndefined();
  expect(leftOutBy(undefined, "webhook-failing")).toBeUndefined();
  expect(leftOutBy(["critical"], "point-high")).toBeUndefined();
  expect(leftOutBy(["critical"], "roof-leak")).toBeUndefined();
});
