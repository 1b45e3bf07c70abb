import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BoxEvent } from "../contract/effects.ts";
import type { GatewaySettings } from "../contract/gateway.ts";
import type { Settings } from "../contract/settings.ts";
import type { LineId } from "../kit/ids.ts";
import { readGatewayVendors } from "./gateway-vendors.ts";
import { Gateways } from "./gateways.ts";

const gateway: GatewaySettings = {
  id: "gw1",
  name: "Cellar",
  enabled: true,
  vendor: "dinstar",
  ports: 4,
  host: "192.0.2.1",
  transport: "udp",
  pingSec: 30,
};
const line = (n: number) => ({
  id: `tel${n}`,
  name: `Line ${n}`,
  kind: "gateway-port",
  enabled: true,
  port: `gw1-${n}`,
  order: n,
  callsOut: true,
});
const settings = (gateways: GatewaySettings[], lines = [line(1), line(3)]): Settings =>
  ({ gateways, lines }) as unknown as Settings;
const link = (state: "up" | "down", text = ""): BoxEvent => ({
  on: "line.state",
  line: "gw1" as LineId,
  state,
  text,
  busy: 0,
});

function lab() {
  const told: string[] = [];
  const alarms = new Set<string>();
  const made = new Gateways({
    vendors: readGatewayVendors().vendors,
    hear: (event) => {
      if (event.on === "line.state") told.push(`${event.line} ${event.state} ${event.text}`.trim());
    },
    raise: (code, subject) => alarms.add(`${code} ${subject}`),
    clear: (code, subject) => alarms.delete(`${code} ${subject}`),
  });
  return { made, told, alarms, take: () => told.splice(0) };
}

describe("profiles of makers", () => {
  test("all that are shipped can be used, in both languages", () => {
    const { vendors, faults } = readGatewayVendors();
    expect(faults).toEqual([]);
    expect([...vendors.keys()].sort()).toEqual(["dinstar", "generic", "grandstream", "new-rock", "openvox", "synway"]);
    for (const { name, hints } of vendors.values()) {
      expect(Object.keys(name).sort()).toEqual(["en", "zh"]);
      for (const { words } of hints) expect(Object.keys(words).sort()).toEqual(["en", "zh"]);
    }
  });

  test("one that can't be used is named, and the others serve", () => {
    const folder = mkdtempSync(join(tmpdir(), "vendors-"));
    try {
      writeFileSync(join(folder, "bad.yaml"), "id: bad\nname: {}\n");
      writeFileSync(join(folder, "broken.yaml"), "a: [");
      const { vendors, faults } = readGatewayVendors(folder);
      expect(vendors.size).toBe(0);
      expect(faults).toHaveLength(2);
      expect(faults[0]).toMatch(/^bad\.yaml: /);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("gateways", () => {
  test("what is left out of the settings is as the maker's profile says", () => {
    const { made } = lab();
    const [sip] = made.configure(settings([gateway]));
    expect(sip).toMatchObject({
      trunk: { id: "gw1", host: "192.0.2.1", kind: "address", callerFrom: "from", numbers: [] },
      ports: 4,
      portIn: { by: "called", pattern: "70{port:2}" },
      lines: [
        { line: "tel1", port: 1, maxCalls: 1 },
        { line: "tel3", port: 3, maxCalls: 1 },
      ],
    });
    const own = { ...gateway, portIn: { by: "prefix", pattern: "8{port}" } as const, callerFrom: "asserted" as const };
    expect(made.configure(settings([own]))[0]).toMatchObject({ portIn: own.portIn, trunk: { callerFrom: "asserted" } });
  });

  test("lines are up while the gateway answers and says nothing bad of their port", () => {
    const { made, take } = lab();
    made.configure(settings([gateway]));
    expect(take()).toEqual(["tel1 down", "tel3 down"]);
    expect(made.heard(link("up"))).toBe(true);
    expect(take()).toEqual(["tel1 up", "tel3 up"]);
    made.portsNow("gw1", new Map([[3, { ok: false, text: "no line" }]]));
    expect(take()).toEqual(["tel3 down no line"]);
    made.heard(link("down", "no answer to OPTIONS"));
    expect(take()).toEqual(["tel1 down no answer to OPTIONS", "tel3 down no answer to OPTIONS"]);
    made.heard(link("up"));
    made.portsNow("gw1", new Map());
    expect(take()).toEqual(["tel1 up", "tel3 down no line", "tel3 up"]);
    made.configure(settings([{ ...gateway, enabled: false }]));
    expect(take()).toEqual(["tel1 off", "tel3 off"]);
  });

  test("states of other lines pass by", () => {
    const { made } = lab();
    made.configure(settings([gateway]));
    expect(made.heard({ ...link("up"), line: "carrier" as LineId } as BoxEvent)).toBe(false);
    expect([made.alarmOf("trunk-down", "gw1"), made.alarmOf("trunk-down", "carrier")]).toEqual(["gateway-down", "trunk-down"]);
  });

  test("an unknown maker is an alarm, unless the settings say all themselves; what a gateway raised goes with it", () => {
    const { made, alarms } = lab();
    expect(made.configure(settings([{ ...gateway, vendor: "nobody" }]))).toEqual([]);
    expect([...alarms]).toEqual(["gateway-vendor gw1"]);
    made.configure(settings([]));
    expect([...alarms]).toEqual([]);
  });
});
