import { expect, test } from "vitest";
import type { TrunkSettings } from "../../contract/settings.ts";
import { checkTrunk } from "./check-trunk.ts";

const problemsOf = (...patterns: string[]) =>
  checkTrunk(
    {
      id: "carrier",
      kind: "address",
      enabled: true,
      host: "192.0.2.1",
      acceptFrom: [],
      numbers: patterns.map((pattern) => ({ pattern, flow: "hotline" })),
    } as unknown as TrunkSettings,
    "/trunks/0",
  );
const warned = (...patterns: string[]): string[] => problemsOf(...patterns).map((p) => `${p.severity} ${p.path}`);

test("numbers of the site and blocks of them are taken as they are", () => {
  expect(warned("96100", "6688XX", "9610*", "12")).toEqual([]);
});
test.each(["*", "X*", "XXXXXXXX", "0*"])("%s takes what is not the site's, and says so", (pattern) => {
  expect(warned("96100", pattern)).toEqual(["warning /trunks/0/numbers/1/pattern"]);
  for (const { reason, hint } of problemsOf(pattern)) expect([reason.zh, reason.en, hint.zh, hint.en].every(Boolean)).toBe(true);
});
test("a row that one above takes everything from is never reached", () => {
  expect(warned("961XX", "96100", "96200")).toEqual(["warning /trunks/0/numbers/1/pattern"]);
  expect(warned("*", "96100")).toEqual(["warning /trunks/0/numbers/0/pattern", "warning /trunks/0/numbers/1/pattern"]);
  expect(problemsOf("961XX", "96100")[0]!.reason.en).toBe('No call reaches "96100": "961XX" above takes them all.');
});
test("no numbers at all is said as before", () => {
  expect(warned()).toEqual(["warning /trunks/0/numbers"]);
});
