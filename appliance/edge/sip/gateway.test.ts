import { describe, expect, test } from "vitest";
import type { PortIn, PortOut } from "../../contract/gateway.ts";
import type { LineId } from "../../kit/ids.ts";
import { gatewayWay, portOf, portTarget, type SipGateway } from "./gateway.ts";
import { trunk } from "./live/sip-lab.ts";
import type { SipRequestView } from "./srf.ts";

const gateway = (portIn: PortIn, portOut: PortOut = { by: "prefix", pattern: "7{port:2}" }): SipGateway => ({
  trunk: trunk("gw1"),
  ports: 12,
  portIn,
  portOut,
  lines: [{ line: "tel3" as LineId, port: 3, maxCalls: 2 }],
});
const request = (uri: string, headers: Record<string, string> = {}): SipRequestView =>
  ({
    uri,
    get: (name: string) => headers[name],
    getParsedHeader: () => ({ uri: headers.from ?? "sip:x@y" }),
  }) as unknown as SipRequestView;

describe("which port a call came by", () => {
  test("the called number as a whole; the number called is not known then", () => {
    const g = gateway({ by: "called", pattern: "70{port:2}" });
    expect(portOf(g, request("sip:7003@box"))).toEqual({ port: 3, called: "" });
    expect(portOf(g, request("sip:7013@box"))).toEqual({ said: "7013" });
    expect(portOf(g, request("sip:70031@box"))).toEqual({ said: "70031" });
  });
  test("the beginning of the called number; the rest is what was called", () => {
    const g = gateway({ by: "prefix", pattern: "9{port:2}" });
    expect(portOf(g, request("sip:91287654321@box"))).toEqual({ port: 12, called: "87654321" });
    expect(portOf(g, request("sip:87654321@box"))).toEqual({ said: "87654321" });
  });
  test("the account in From, or a header", () => {
    const byFrom = gateway({ by: "from", pattern: "line{port0}" });
    expect(portOf(byFrom, request("sip:87654321@box", { from: "sip:line2@gw" }))).toEqual({ port: 3, called: "87654321" });
    const byHeader = gateway({ by: "header", name: "X-Port", pattern: "{port}" });
    expect(portOf(byHeader, request("sip:87654321@box", { "X-Port": " 3 " }))).toEqual({ port: 3, called: "87654321" });
    expect(portOf(byHeader, request("sip:87654321@box"))).toEqual({ said: "" });
    expect(portOf(byHeader, request("sip:87654321@box", { "X-Port": "3; 4" }))).toEqual({ said: "3; 4" });
  });
});

describe("which port a call leaves by", () => {
  const way = (portOut: PortOut) => gatewayWay([gateway({ by: "called", pattern: "70{port:2}" }, portOut)], "tel3")!;
  test("is said before the number, in a header, or by a SIP port", () => {
    expect(portTarget(way({ by: "prefix", pattern: "99{port}" }), "10086")).toEqual({ user: "99310086", headers: {} });
    expect(portTarget(way({ by: "header", name: "X-Port", pattern: "{port0}" }), "10086")).toEqual({
      user: "10086",
      headers: { "X-Port": "2" },
    });
    expect(portTarget(way({ by: "sip-port", first: 5060, step: 2 }), "10086")).toEqual({
      user: "10086",
      sipPort: 5064,
      headers: {},
    });
  });
  test("a line that is no gateway's has none", () => {
    expect(gatewayWay([gateway({ by: "called", pattern: "70{port:2}" })], "tel4")).toBeUndefined();
  });
});
