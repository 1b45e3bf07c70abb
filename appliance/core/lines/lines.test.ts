import fc from "fast-check";
import { expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import { admitCall } from "./admit.ts";
import { coversPattern } from "./covers-pattern.ts";
import { matchesNumber } from "./matches-number.ts";
import { planOfPhone } from "./plan-of-phone.ts";
import { trunksOut } from "./trunks-out.ts";

test.each([
  ["96100", "96100", true],
  ["96100", "961000", false],
  ["0XX*", "0759123", true],
  ["0XX*", "07", false],
  ["8XXX", "8001", true],
  ["8XXX", "8a01", false],
  ["*", "anything", true],
  ["*", "", true],
])("pattern %s and number %s: %s", (pattern, number, fits) => {
  expect(matchesNumber(pattern, number)).toBe(fits);
});

test("a pattern covers another only if it takes every number of it, and the settings say so", () => {
  const digits = fc.array(fc.constantFrom("0", "1", "X"), { maxLength: 4 }).map((all) => all.join(""));
  const pattern = fc.tuple(digits, fc.boolean()).map(([fixed, open]) => (open || fixed === "" ? `${fixed}*` : fixed));
  const number = fc.array(fc.constantFrom("0", "1"), { maxLength: 6 }).map((all) => all.join(""));
  fc.assert(
    fc.property(pattern, pattern, fc.array(number, { minLength: 20, maxLength: 60 }), (earlier, later, numbers) => {
      const taken = numbers.filter((n) => matchesNumber(later, n));
      if (coversPattern(earlier, later))
        for (const n of taken) expect([earlier, n, matchesNumber(earlier, n)]).toEqual([earlier, n, true]);
    }),
  );
  for (const [earlier, later, covers] of [
    ["*", "96100", true],
    ["*", "*", true],
    ["96100", "96100", true],
    ["96XXX", "96100", true],
    ["961*", "9610X", true],
    ["96100", "9610X", false],
    ["961*", "96*", false],
    ["961XX", "961*", false],
  ] as const)
    expect([earlier, later, coversPattern(earlier, later)]).toEqual([earlier, later, covers]);
});

const trunk = { id: "t", enabled: true, maxCalls: 2, order: 2, numbers: [{ pattern: "96100", flow: "hotline" }] };
const settings = {
  site: { country: "CN" },
  trunks: [trunk, { ...trunk, id: "closed", enabled: false }, { ...trunk, id: "out", order: 1, host: "192.0.2.1", numbers: [] }],
  phones: [
    { id: "8001", enabled: true },
    { id: "8002", enabled: false },
  ],
  reasons: [{ code: "break" }, { code: "lunch" }],
} as unknown as Settings;

test("a trunk lets in what its numbers name, within its limit", () => {
  expect(admitCall(settings, "t", "96100", 0)).toMatchObject({ ok: true, flow: "hotline" });
  expect(admitCall(settings, "t", "96100", 2)).toEqual({ ok: false, why: "overload" });
  expect(admitCall(settings, "t", "1", 0)).toEqual({ ok: false, why: "not-found" });
  expect(admitCall(settings, "closed", "96100", 0)).toEqual({ ok: false, why: "blocked" });
  expect(admitCall(settings, "nobody", "96100", 0)).toEqual({ ok: false, why: "blocked" });
});

const modem = { id: "sim1", name: "SIM 1", kind: "gsm-modem", port: "gsm1", enabled: true, order: 3, callsOut: true } as const;

test("a modem's callers meet its flow, whatever they called; without a flow nobody comes in", () => {
  const lines = [
    { ...modem, flow: "hotline", ownNumber: "13800138000" },
    { ...modem, id: "sim2", port: "gsm2" },
  ] as const;
  const with2 = { ...settings, lines: [...lines] } as Settings;
  expect(admitCall(with2, "sim1", "", 0)).toMatchObject({ ok: true, flow: "hotline", pattern: "13800138000" });
  expect(admitCall(with2, "sim1", "", 1)).toEqual({ ok: false, why: "overload" });
  expect(admitCall(with2, "sim2", "", 0)).toEqual({ ok: false, why: "not-found" });
  expect(planOfPhone(with2, "13800138000")).toEqual({ kind: "flow", flow: "hotline" });
});

test("lines of the cabinet take calls out in their order among the trunks", () => {
  const load = { down: () => false, calls: () => 0 };
  const lines = [
    { ...modem, order: 1 },
    { ...modem, id: "sim2", port: "gsm2", order: 9, callsOut: false },
  ];
  const ways = trunksOut({ ...settings, lines } as Settings, "10086", "local", load).map((w) => w.line);
  expect(ways).toEqual(["out", "sim1"]);
});

test.each([
  ["*41", { kind: "star", act: "login" }],
  ["*4177#", { kind: "star", act: "login", code: "77" }],
  ["*442", { kind: "star", act: "not-ready", reason: "lunch" }],
  ["*44", { kind: "star", act: "not-ready", reason: "break" }],
  ["*449", { kind: "unknown" }],
  ["*99", { kind: "unknown" }],
  ["8001", { kind: "phone", phone: "8001" }],
  ["96100", { kind: "flow", flow: "hotline" }],
  ["13800138000", { kind: "outside", line: "out", number: "13800138000" }],
  ["8002", { kind: "outside", line: "out", number: "8002" }],
  ["x", { kind: "unknown" }],
])("a phone dialling %s", (dialled, plan) => {
  expect(planOfPhone(settings, dialled)).toEqual(plan);
});

test("a site's own star codes take the place of the usual ones; of two that begin alike the longer is meant", () => {
  const own = { ...settings, starCodes: { login: "*4", ready: "*45", wrapUpDone: "*9" } } as Settings;
  expect(planOfPhone(own, "*499")).toEqual({ kind: "star", act: "login", code: "99" });
  expect(planOfPhone(own, "*45")).toEqual({ kind: "star", act: "ready" });
  expect(planOfPhone(own, "*9")).toEqual({ kind: "star", act: "wrap-up-done" });
});
