import { describe, expect, test } from "vitest";
import { bulletinsEn } from "./bulletins.en.ts";
import { bulletinsZh } from "./bulletins.zh.ts";
import { diagnosticsEn } from "./diagnostics.en.ts";
import { diagnosticsZh } from "./diagnostics.zh.ts";
import { en } from "./en.ts";
import { fill } from "./fill.ts";
import { gearEn } from "./gear.en.ts";
import { gearZh } from "./gear.zh.ts";
import { numbersEn } from "./numbers.en.ts";
import { numbersZh } from "./numbers.zh.ts";
import { officeEn } from "./office.en.ts";
import { officeZh } from "./office.zh.ts";
import { ownEn } from "./own.en.ts";
import { ownZh } from "./own.zh.ts";
import { recordingsEn } from "./recordings.en.ts";
import { recordingsZh } from "./recordings.zh.ts";
import { reportsEn } from "./reports.en.ts";
import { reportsZh } from "./reports.zh.ts";
import { textsEn } from "./texts.en.ts";
import { textsZh } from "./texts.zh.ts";
import { zh } from "./zh.ts";

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, at = ""): Map<string, string> => {
  const rows = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") rows.set(`${at}${key}`, value);
    else for (const [k, v] of flat(value, `${at}${key}.`)) rows.set(k, v);
  }
  return rows;
};
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const english = flat({
  ...en,
  reports: reportsEn,
  recordings: recordingsEn,
  bulletins: bulletinsEn,
  texts: textsEn,
  gear: gearEn,
  numbers: numbersEn,
  office: officeEn,
  own: ownEn,
  diagnostics: diagnosticsEn,
});
const chinese = flat({
  ...zh,
  reports: reportsZh,
  recordings: recordingsZh,
  bulletins: bulletinsZh,
  texts: textsZh,
  gear: gearZh,
  numbers: numbersZh,
  office: officeZh,
  own: ownZh,
  diagnostics: diagnosticsZh,
});

describe("the two languages", () => {
  test("have the same keys", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });
  test("have the same places in every sentence", () => {
    const differing = [...english].filter(
      ([key, text]) => !/\{\{/.test(text) && places(text).join() !== places(chinese.get(key) ?? "").join(),
    );
    expect(differing).toEqual([]);
  });
  test("leave nothing empty", () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
  test("have Chinese characters wherever the English is a sentence of words", () => {
    const same = [...english].filter(
      ([key, text]) => /[a-z]{3,} [a-z]{2,}/.test(text.replace(/\{\w+\}/g, "")) && !/[一-鿿]/.test(chinese.get(key) ?? ""),
    );
    expect(same).toEqual([]);
  });
});

describe("fill", () => {
  test("puts values in place and leaves unknown places alone", () => {
    expect(fill("limit {age} of {what}", { age: "2:10" })).toBe("limit 2:10 of {what}");
  });
  test("chooses the plural form by n", () => {
    expect(fill("{n} call|{n} calls", { n: 1 })).toBe("1 call");
    expect(fill("{n} call|{n} calls", { n: 0 })).toBe("0 calls");
    expect(fill("{n} 通", { n: 3 })).toBe("3 通");
  });
  test("does not touch double braces, which belong to the flow", () => {
    expect(fill("May hold {{variables}}.", { variables: "x" })).toBe("May hold {{variables}}.");
  });
});
