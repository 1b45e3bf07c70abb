import { expect, test } from "vitest";
import type { Settings } from "../../appliance/contract/settings.ts";
import { usesOfFlow } from "./flow-uses.ts";

const settings = {
  trunks: [
    {
      id: "t",
      numbers: [
        { pattern: "96390", flow: "hotline" },
        { pattern: "96391", flow: "night" },
      ],
    },
  ],
  flows: [
    { id: "hotline", nodes: { a: { type: "subflow", flow: "meter" } } },
    { id: "meter", nodes: { again: { type: "subflow", flow: "meter" }, out: { type: "queue", queue: "hotline" } } },
  ],
  firewall: { rules: [{ answer: { kind: "flow", flow: "hotline" } }] },
} as unknown as Settings;

test("a flow is used by numbers, rules and other flows' steps, each by its place; what only shares its name is none", () => {
  expect(usesOfFlow(settings, "hotline")).toEqual(["/trunks/0/numbers/0/flow", "/firewall/rules/0/answer/flow"]);
  expect(usesOfFlow(settings, "meter")).toEqual(["/flows/0/nodes/a/flow"]);
  expect(usesOfFlow(settings, "unknown")).toEqual([]);
});
