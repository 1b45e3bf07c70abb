import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";
import type { HardwareView } from "../../appliance/contract/found-hardware.ts";
import { Settings } from "../../appliance/contract/settings.ts";
import { checkSettings } from "../../appliance/core/settings/check-settings.ts";
import { defaultSettings } from "../../appliance/core/settings/default-settings.ts";
import { differences } from "./diff.ts";
import { freshAnalogPhone, freshLine, outsideNames } from "./fresh-lines.ts";
import { freePorts, portsFor } from "./line-ports.ts";
import { blankOf, type JsonSchema, schemaAt, shapeOf } from "./schema.ts";

const ports: HardwareView["ports"] = [
  { id: "gsm1", driver: "gsm-modem", place: "USB 1-1.1", health: {} },
  { id: "gsm2", driver: "gsm-modem", place: "USB 1-1.2", health: {} },
  { id: "fxo1", driver: "fxo", place: "channel 1", health: {} },
  { id: "fxs1", driver: "fxs", place: "channel 2", health: {} },
];
const gateway = {
  id: "gw1",
  name: "gw1",
  enabled: true,
  vendor: "generic",
  ports: 2,
  host: "192.0.2.9",
  transport: "udp" as const,
  pingSec: 30,
};
const site = (): Settings => ({
  ...defaultSettings("Box", "zh"),
  phones: [{ id: "801", name: "Desk", enabled: true, srtp: "off", maxContacts: 1 }],
});

describe("what a new line begins with", () => {
  test.each([
    ["gsm-modem", "gsm1"],
    ["analog-line", "fxo1"],
    ["gateway-port", "gw1-1"],
  ] as const)("a %s may be applied as it is", (kind, port) => {
    const settings = site();
    const line = freshLine(kind, "first", port, settings);
    const document: Settings = {
      ...settings,
      gateways: [gateway],
      lines: [line],
      analogPhones: [freshAnalogPhone("fxs1", "801")],
    };
    expect(Compile(Settings).Check(document)).toBe(true);
    expect(checkSettings(document).filter((p) => p.severity === "error")).toEqual([]);
  });
  test("it is tried after all others, and its name is nobody's", () => {
    const settings = { ...site(), gateways: [gateway] };
    const first = freshLine("gsm-modem", "a", "gsm1", settings);
    const second = freshLine("gsm-modem", "b", "gsm2", { ...settings, lines: [first] });
    expect(second.order).toBeGreaterThan(first.order);
    expect([...outsideNames({ ...settings, lines: [first] })].sort()).toEqual(["a", "gw1"]);
  });
});

test("ports are those of the kind that nobody has, and the one that is held", () => {
  const settings: Settings = { ...site(), gateways: [gateway] };
  settings.lines = [freshLine("gsm-modem", "a", "gsm1", settings), freshLine("gateway-port", "b", "gw1-2", settings)];
  settings.analogPhones = [freshAnalogPhone("fxs1", "801")];
  expect(portsFor("gsm-modem", settings, ports)).toEqual(["gsm1", "gsm2"]);
  expect(freePorts("gsm-modem", settings, ports)).toEqual(["gsm2"]);
  expect(freePorts("gsm-modem", settings, ports, "gsm1")).toEqual(["gsm1", "gsm2"]);
  expect(freePorts("analog-line", settings, ports)).toEqual(["fxo1"]);
  expect(freePorts("gateway-port", settings, ports)).toEqual(["gw1-1"]);
  expect(freePorts("telephone", settings, ports)).toEqual([]);
});

test("telephones of the cabinet are compared by their port", () => {
  const before = { analogPhones: [freshAnalogPhone("fxs1", "801"), freshAnalogPhone("fxs2", "802")] };
  const after = { analogPhones: [freshAnalogPhone("fxs2", "803")] };
  expect(differences(before, after).map((d) => d.path.join("/"))).toEqual(["analogPhones/fxs1", "analogPhones/fxs2/phone"]);
});

describe("the contract's schema as a form", () => {
  const schema = JSON.parse(JSON.stringify(Settings)) as JsonSchema;
  test("marks of ports are told apart by what they are told by", () => {
    const portIn = shapeOf(schemaAt(schema, ["gateways", "0", "portIn"], {}) ?? {});
    expect(portIn.kind === "variant" && [portIn.by, Object.keys(portIn.variants)]).toEqual([
      "by",
      ["called", "prefix", "from", "header"],
    ]);
  });
  test("a list of words is a choice, also where it is written as an enumeration", () => {
    const tell = shapeOf(schemaAt(schema, ["mqtt", "tell", "0"], {}) ?? {});
    expect(tell).toEqual({ kind: "choice", values: ["alarms", "lines", "calls", "plant", "host"] });
    expect(blankOf(schemaAt(schema, ["host", "limits", "0"], {}) ?? {})).toEqual({ kind: "temperature" });
  });
  test("a line has the fields of its kind only", () => {
    const document = { lines: [freshLine("gsm-modem", "a", "gsm1", site())] };
    expect(schemaAt(schema, ["lines", "0", "balance"], document)).toBeDefined();
    expect(schemaAt(schema, ["lines", "0", "busyTone"], document)).toBeUndefined();
  });
});
