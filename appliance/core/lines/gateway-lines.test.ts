import { describe, expect, test } from "vitest";
import type { GatewaySettings } from "../../contract/gateway.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import { gatewayPorts } from "./gateway-ports.ts";
import { outsideLine } from "./outside-lines.ts";
import { markOf, portOfPrefix, portOfText } from "./port-mark.ts";

const gateway: GatewaySettings = {
  id: "gw1",
  name: "Cellar",
  enabled: true,
  vendor: "dinstar",
  ports: 12,
  host: "192.0.2.1",
  transport: "udp",
  pingSec: 30,
};
const line: LineSettings = {
  id: "tel3",
  name: "Line 3",
  kind: "gateway-port",
  enabled: true,
  port: "gw1-3",
  order: 3,
  callsOut: true,
  flow: "hotline",
  ownNumber: "87654321",
};

describe("ports of gateways", () => {
  test("have names and numbers as they are printed on the box", () => {
    const ports = gatewayPorts([gateway]);
    expect(ports.size).toBe(12);
    expect(ports.get("gw1-3")).toMatchObject({ number: 3, gateway: { id: "gw1" } });
    expect(ports.get("gw1-13")).toBeUndefined();
  });

  test("are marked by digits, counted from 1 or from 0", () => {
    expect(markOf("70{port:2}", 3)).toBe("7003");
    expect(markOf("{port0}", 3)).toBe("2");
    expect(portOfText("70{port:2}", "7012", 12)).toBe(12);
    expect(portOfText("70{port:2}", "7013", 12)).toBeUndefined();
    expect(portOfText("70{port:2}", "700", 12)).toBeUndefined();
  });

  test("before a number the longest mark counts", () => {
    expect(portOfPrefix("9{port}", "912345", 12)).toEqual({ port: 12, rest: "345" });
    expect(portOfPrefix("9{port:2}", "9010345", 12)).toEqual({ port: 1, rest: "0345" });
    expect(portOfPrefix("9{port:2}", "8010345", 12)).toBeUndefined();
  });

  test("are lines like every other", () => {
    expect(outsideLine({ trunks: [], lines: [line], gateways: [gateway] }, "tel3")).toMatchObject({
      kind: "gateway-port",
      maxCalls: 1,
      number: "87654321",
      inbandDigits: false,
      srtp: "off",
    });
    const inSound = { ...gateway, digits: "in-sound" as const, srtp: "optional" as const };
    expect(outsideLine({ trunks: [], lines: [{ ...line, maxCalls: 4 }], gateways: [inSound] }, "tel3")).toMatchObject({
      maxCalls: 4,
      inbandDigits: true,
      srtp: "optional",
    });
  });

  test("a line of a gateway that is switched off is off with it", () => {
    const off = { trunks: [], lines: [line], gateways: [{ ...gateway, enabled: false }] };
    expect(outsideLine(off, "tel3")).toMatchObject({ enabled: false });
  });
});
