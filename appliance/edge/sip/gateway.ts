import type { PortIn, PortOut } from "../../contract/gateway.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import { markOf, portOfPrefix, portOfText } from "../../core/lines/port-mark.ts";
import type { LineId } from "../../kit/ids.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipHeaders, SipRequestView } from "./srf.ts";

/** A gateway as this edge sees it: one far side that many lines are reached by. */
export type SipGateway = {
  /** How it is reached and known. Its id is the gateway's; the link to it is told of under this name. */
  trunk: TrunkSettings;
  ports: number;
  portIn: PortIn;
  portOut: PortOut;
  /** What its ports are for. */
  lines: { line: LineId; port: number; maxCalls: number }[];
};

/** A line of a gateway, found by its name. */
export type GatewayWay = { gateway: SipGateway; port: number; maxCalls: number };

export function gatewayWay(gateways: readonly SipGateway[], line: string): GatewayWay | undefined {
  for (const gateway of gateways) {
    const found = gateway.lines.find((l) => l.line === line);
    if (found) return { gateway, port: found.port, maxCalls: found.maxCalls };
  }
  return undefined;
}

/** Which port a call came by and, where it was said besides that, which number was called. `said` is what it said when that means no port. */
export function portOf(gateway: SipGateway, req: SipRequestView): { port: number; called: string } | { said: string } {
  const { portIn, ports } = gateway;
  const called = readAddress(req.uri).user;
  switch (portIn.by) {
    case "called":
      return found(portOfText(portIn.pattern, called, ports), "", called);
    case "prefix": {
      const read = portOfPrefix(portIn.pattern, called, ports);
      return read ? { port: read.port, called: read.rest } : { said: called };
    }
    case "from": {
      const { user } = readAddress(req.getParsedHeader("from").uri);
      return found(portOfText(portIn.pattern, user, ports), called, user);
    }
    case "header": {
      const said = (req.get(portIn.name) ?? "").trim().slice(0, 60);
      return found(portOfText(portIn.pattern, said, ports), called, said);
    }
  }
}

const found = (port: number | undefined, called: string, said: string): { port: number; called: string } | { said: string } =>
  port === undefined ? { said } : { port, called };

/** Where a call over a port goes, and what is said so that it leaves by that port. */
export function portTarget(
  { gateway, port }: GatewayWay,
  number: string,
): { user: string; sipPort?: number; headers: SipHeaders } {
  const { portOut } = gateway;
  switch (portOut.by) {
    case "prefix":
      return { user: `${markOf(portOut.pattern, port)}${number}`, headers: {} };
    case "header":
      return { user: number, headers: { [portOut.name]: markOf(portOut.pattern, port) } };
    case "sip-port":
      return { user: number, sipPort: portOut.first + portOut.step * (port - 1), headers: {} };
  }
}
