import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { OutgoingSettings } from "../../contract/outgoing.ts";
import type { Settings } from "../../contract/settings.ts";
import { admitCall } from "./admit.ts";
import { classOfNumber } from "./number-class.ts";
import { boxMayCall, judgeOutgoing } from "./outgoing.ts";
import { lockedUntil, notePin, type PinLocks, triesLeft } from "./pin-locks.ts";
import { planOfPhone } from "./plan-of-phone.ts";
import { trunksOut } from "./trunks-out.ts";

const trunk = (id: string, order: number, more: object = {}) => ({
  id,
  order,
  enabled: true,
  host: "h",
  maxCalls: 2,
  numbers: [],
  ...more,
});
const settingsOf = (outgoing: Partial<OutgoingSettings> = {}, more: object = {}): Settings =>
  ({
    site: { country: "CN" },
    phones: [
      { id: "8001", enabled: true },
      { id: "8002", enabled: true, outgoing: "boss" },
    ],
    agents: [{ id: "a1", outgoing: "clerk" }],
    trunks: [trunk("b", 2), trunk("a", 1), trunk("c", 3, { host: undefined })],
    outgoing: { classes: [], roles: [], trunks: [], ...outgoing },
    ...more,
  }) as unknown as Settings;

test.each([
  ["110", "emergency"],
  ["8001", "internal"],
  ["13800138000", "mobile"],
  ["013800138000", "mobile"],
  ["+8613800138000", "mobile"],
  ["07591234567", "long-distance"],
  ["+867591234567", "long-distance"],
  ["2234567", "local"],
  ["95598", "local"],
  ["0044201234567", "international"],
  ["+44201234567", "international"],
  ["16812345", "premium"],
  ["075916812345", "premium"],
])("%s is %s", (number, kind) => {
  expect(classOfNumber(settingsOf(), number)).toBe(kind);
});

test("elsewhere there is a plain table", () => {
  const plain = settingsOf({}, { site: { country: "XX" } });
  expect(["112", "+1", "0900123", "020123", "12345"].map((n) => classOfNumber(plain, n))).toEqual([
    "emergency",
    "international",
    "premium",
    "long-distance",
    "local",
  ]);
});

test("the site's own table goes first, but never before emergency numbers", () => {
  const own = settingsOf({
    classes: [
      { pattern: "1*", class: "blocked" },
      { pattern: "95*", class: "premium" },
    ],
  });
  expect(["110", "13800138000", "95598"].map((n) => classOfNumber(own, n))).toEqual(["emergency", "blocked", "premium"]);
});

describe("rights", () => {
  const roles = [
    { id: "boss", name: "Boss", allow: ["local" as const, "premium" as const], withPin: ["international" as const] },
    { id: "clerk", name: "Clerk", allow: ["local" as const], withPin: [] },
  ];
  const settings = settingsOf({ roles });
  const may = (number: string, who: object) => judgeOutgoing(settings, number, who as never).may;
  test("the agent's role goes before the phone's, the phone's before the usual one", () => {
    expect(may("16812345", { phone: "8002" })).toBe("yes");
    expect(may("16812345", { phone: "8002", agent: "a1" })).toBe("no");
    expect(may("13800138000", { phone: "8002" })).toBe("no");
    expect(may("13800138000", { phone: "8001" })).toBe("yes");
    expect(may("+44123456", { phone: "8001" })).toBe("no");
  });
  test("a PIN opens, the agent's own first, else the role's", () => {
    expect(judgeOutgoing(settings, "+44123456", { phone: "8002" as never })).toMatchObject({
      may: "with-pin",
      owners: ["phone:8002", "role:boss"],
      why: { en: '+44123456 is an international number: allowed with a PIN for role "Boss"' },
    });
  });
  test("what is blocked is blocked for everybody, emergency numbers for nobody", () => {
    const own = settingsOf({ classes: [{ pattern: "22*", class: "blocked" }], roles: [{ ...roles[0]!, allow: ["blocked"] }] });
    expect(judgeOutgoing(own, "2234567", { phone: "8002" as never }).may).toBe("no");
    fc.assert(
      fc.property(fc.constantFrom("110", "119", "120"), fc.constantFrom("8001", "8002", "9"), (number, phone) => {
        expect(judgeOutgoing(own, number, { phone: phone as never }).may).toBe("yes");
      }),
    );
  });
  test("the box itself calls plain numbers, others only as far as the usual role goes", () => {
    expect([boxMayCall(settings, "13800138000"), boxMayCall(settings, "+44123456")]).toEqual([true, false]);
    expect(boxMayCall(settingsOf({ roles, usual: "boss" }), "16812345")).toBe(true);
  });
});

describe("trunks", () => {
  const load = (down: string[] = [], calls = 0) => ({ down: (line: string) => down.includes(line), calls: () => calls });
  const lines = (settings: Settings, kind: "local" | "emergency", l = load()) =>
    trunksOut(settings, "2234567", kind, l).map((w) => w.line);
  test("by order, those that seem down last, full ones and those that lead nowhere not at all", () => {
    expect(lines(settingsOf(), "local")).toEqual(["a", "b"]);
    expect(lines(settingsOf(), "local", load(["a"]))).toEqual(["b", "a"]);
    expect(lines(settingsOf(), "local", load([], 2))).toEqual([]);
  });
  test("a trunk carries its classes; a call for help goes over any, full or not", () => {
    const own = settingsOf({ trunks: [{ trunk: "a", classes: ["mobile"], rewrite: [] }] });
    expect(lines(own, "local")).toEqual(["b"]);
    expect(lines(own, "emergency", load(["a"], 5))).toEqual(["b", "a"]);
  });
  test("each gets the number as it wants it", () => {
    const rewrite = [
      { pattern: "0*", strip: 1, prepend: "+86" },
      { pattern: "*", strip: 0, prepend: "9" },
    ];
    const own = settingsOf({ trunks: [{ trunk: "a", rewrite }] });
    expect(trunksOut(own, "07591234567", "local", load())).toEqual([
      { line: "a", number: "+867591234567" },
      { line: "b", number: "07591234567" },
    ]);
  });
});

describe("the digit that leads outside", () => {
  const settings = settingsOf({ prefix: "9" });
  test.each([
    ["913800138000", { kind: "outside", number: "13800138000" }],
    ["13800138000", { kind: "unknown" }],
    ["110", { kind: "outside", number: "110" }],
    ["9110", { kind: "outside", number: "110" }],
    ["8001", { kind: "phone" }],
  ])("%s", (dialled, plan) => {
    expect(planOfPhone(settings, dialled)).toMatchObject(plan);
  });
});

test("a call for help goes out although a pattern of the house would catch it", () => {
  const settings = settingsOf({}, { trunks: [trunk("a", 1, { numbers: [{ pattern: "*", flow: "f" }] })] });
  expect(planOfPhone(settings, "120")).toMatchObject({ kind: "outside", number: "120" });
  expect(planOfPhone(settings, "2234567")).toMatchObject({ kind: "outside" });
});

describe("what a phone dials is the house's own number", () => {
  const planned = (pattern: string, dialled: string) => {
    const settings = settingsOf({}, { trunks: [trunk("a", 1, { numbers: [{ pattern, flow: "f" }] })] });
    return planOfPhone(settings, dialled).kind;
  };
  it.each([
    ["*", "2234567", "outside"],
    ["*", "96100", "outside"],
    ["X*", "96100", "outside"],
    ["XXXXX", "96100", "outside"],
    ["0*", "0755123456", "outside"],
    ["961*", "96100", "flow"],
    ["6688XX", "668812", "flow"],
    ["6688XX", "668912", "outside"],
    ["96100", "96100", "flow"],
    ["12", "12", "flow"],
  ])("%s, %s: %s", (pattern, dialled, kind) => expect(planned(pattern, dialled)).toBe(kind));

  it("also below a row for whatever comes", () => {
    const numbers = [
      { pattern: "*", flow: "any" },
      { pattern: "96100", flow: "hotline" },
    ];
    const settings = settingsOf({}, { trunks: [trunk("a", 1, { numbers })] });
    expect(planOfPhone(settings, "96100")).toMatchObject({ kind: "flow", flow: "hotline" });
    expect(admitCall(settings, "a", "5551234", 0)).toMatchObject({ ok: true, flow: "any" });
  });
});

test("three wrong PINs lock, time unlocks, a right one clears", () => {
  const locks: PinLocks = {};
  const who = "agent:a1";
  expect([1, 2].map((at) => notePin(locks, who, false, at, 1000))).toEqual([false, false]);
  expect(triesLeft(locks, who, 3)).toBe(1);
  expect(notePin(locks, who, false, 3, 1000)).toBe(true);
  expect([lockedUntil(locks, who, 4), lockedUntil(locks, who, 1003)]).toEqual([1003, undefined]);
  expect(triesLeft(locks, who, 1003)).toBe(3);
  notePin(locks, who, true, 1003, 1000);
  expect(locks).toEqual({});
});
