import { expect, test } from "vitest";
import { fittingNames } from "./fitting-names.ts";

const names = ["id", "fc", "type", "wordOrder", "bit", "scale", "limits", "alarmWhen", "writable"];
const at = "/plant/devices/0/points/1";

test("a point asks for what its type has: numbers have limits, bits have states", () => {
  expect(fittingNames(at, names, { fc: 3, type: "u16" })).toEqual(["id", "fc", "type", "scale", "limits", "writable"]);
  expect(fittingNames(at, names, { fc: 4, type: "f32" })).toEqual(["id", "fc", "type", "wordOrder", "scale", "limits"]);
  expect(fittingNames(at, names, { fc: 1, type: "bit" })).toEqual(["id", "fc", "type", "alarmWhen", "writable"]);
  expect(fittingNames(at, names, { fc: 3, type: "bit" })).toEqual(["id", "fc", "type", "bit", "alarmWhen", "writable"]);
});

test("what is set stays in sight, and other entries keep all their fields", () => {
  expect(fittingNames(at, names, { fc: 1, type: "bit", scale: 2 })).toContain("scale");
  expect(fittingNames("/alarmCare/people/0", names, {})).toEqual(names);
});
