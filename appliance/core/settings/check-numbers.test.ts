import { expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import { checkSettings } from "./check-settings.ts";
import { defaultSettings } from "./default-settings.ts";
import { planSettings } from "./plan.ts";

const base = defaultSettings("S", "en");
const rule = { id: "r", name: "Rule", enabled: true, act: { kind: "busy" as const } };
const number = { number: "13800138000", name: "City", class: "vip" };
const phone = { id: "8001", name: "Desk", enabled: true, srtp: "off" as const, maxContacts: 1 };
const outgoing = { classes: [], roles: [{ id: "boss", name: "Boss", allow: [], withPin: [] }], trunks: [] };
const problems = (more: Partial<Settings>) => checkSettings({ ...base, ...more }).map((p) => `${p.severity} ${p.path}`);

test.each<[string, Partial<Settings>, string[]]>([
  [
    "a flow that isn't there",
    { firewall: { rules: [{ ...rule, callers: ["1"], act: { kind: "flow", flow: "x" } }] } },
    ["error /firewall/rules/0/act/flow"],
  ],
  [
    "a box that isn't there",
    { firewall: { rules: [], blockedNumbers: { kind: "voicemail", box: "x" } } },
    ["error /firewall/blockedNumbers/box"],
  ],
  [
    "a line and a calendar that aren't there",
    { firewall: { rules: [{ ...rule, lines: ["x"], calendar: { calendar: "y", when: "open" } }] } },
    ["error /firewall/rules/0/lines/0", "error /firewall/rules/0/calendar/calendar"],
  ],
  ["a rule for everybody", { firewall: { rules: [rule] } }, ["warning /firewall/rules/0"]],
  [
    "one number in two forms",
    { specialNumbers: [number, { ...number, number: "+8613800138000" }] },
    ["error /specialNumbers/1/number"],
  ],
  [
    "a pattern with a speed dial code",
    { specialNumbers: [{ ...number, number: "138*", speedDial: "1" }] },
    ["error /specialNumbers/0/speedDial"],
  ],
  ["an agent that isn't there", { specialNumbers: [{ ...number, agent: "x" as never }] }, ["error /specialNumbers/0/agent"]],
  [
    "roles that aren't there",
    { outgoing: { ...outgoing, usual: "x" }, phones: [{ ...phone, outgoing: "y" }] },
    ["error /phones/0/outgoing", "error /outgoing/usual"],
  ],
  [
    "a role twice, a trunk that isn't there",
    { outgoing: { ...outgoing, roles: [outgoing.roles[0]!, outgoing.roles[0]!], trunks: [{ trunk: "x", rewrite: [] }] } },
    ["error /outgoing/roles/1/id", "error /outgoing/trunks/0/trunk"],
  ],
  ["a phone with an emergency number", { phones: [{ ...phone, id: "110" }] }, ["error /phones/0/id"]],
  ["two acts by one star code", { starCodes: { ready: "*41" } }, ["error /starCodes/ready"]],
  [
    "all in order",
    { firewall: { rules: [{ ...rule, callers: ["1*"] }] }, specialNumbers: [number], outgoing: { ...outgoing, usual: "boss" } },
    [],
  ],
])("%s", (_, more, expected) => {
  expect(problems(more)).toEqual(expected);
});

test("every change is a sentence; a long import is one", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...number, number: String(10_000 + i) }));
  const next: Settings = {
    ...base,
    firewall: { rules: [rule], blockedNumbers: { kind: "busy" } },
    specialNumbers: many,
    outgoing,
    starCodes: { ready: "*99" },
  };
  expect(planSettings(base, next).map((s) => s.words.en)).toEqual([
    'Firewall rule "r" is added.',
    "Special numbers: 30 are added, 0 change, 0 are removed.",
    "Firewall: blockedNumbers changes.",
    "Outgoing calls: classes, roles, trunks changes.",
    "Star codes change.",
  ]);
  const one = { ...next, specialNumbers: [{ ...many[0]!, name: "Other" }, ...many.slice(1)] };
  expect(planSettings(next, one).map((s) => s.words.en)).toEqual(['Special number "10000": name changes.']);
});
