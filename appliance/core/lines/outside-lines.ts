import type { LineSettings } from "../../contract/line-settings.ts";
import type { Settings, TrunkSettings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import { type GatewayPort, gatewayPorts } from "./gateway-ports.ts";
import { matchesNumber } from "./matches-number.ts";
import { namesNumbers } from "./names-numbers.ts";

/** Where a called number leads, and the pattern that said so. */
export type LineRoute = { pattern: string; flow: string };

/** A way to the world outside, whatever carries it: what the deciding half needs to know of it. */
export type OutsideLine = {
  id: LineId;
  name: string;
  kind: TrunkSettings["kind"] | LineSettings["kind"];
  enabled: boolean;
  order: number;
  maxCalls: number;
  /** Has somewhere to send calls, and may. */
  callsOut: boolean;
  /** The one number it has, for a call that comes without the number that was called. */
  number?: string;
  srtp: TrunkSettings["srtp"];
  inbandDigits: boolean;
  /** Where callers are led who called this number; nowhere without an answer. */
  route(called: string): LineRoute | undefined;
  /** The same for a number that somebody in the house dials: only where it is the line's own for certain. */
  ownNumber(dialled: string): LineRoute | undefined;
};

type WithLines = Pick<Settings, "trunks" | "lines" | "gateways">;

/** All ways outside, SIP trunks first. */
export const outsideLines = ({ trunks, lines = [], gateways }: WithLines): OutsideLine[] => {
  const ports = gatewayPorts(lines.length > 0 ? gateways : []);
  return [...trunks.map(ofTrunk), ...lines.map((line) => ofLine(line, ports))];
};

export function outsideLine({ trunks, lines = [], gateways }: WithLines, id: string): OutsideLine | undefined {
  const trunk = trunks.find((t) => t.id === id);
  if (trunk) return ofTrunk(trunk);
  const line = lines.find((l) => l.id === id);
  return line && ofLine(line, gatewayPorts(line.kind === "gateway-port" ? gateways : []));
}

const ofTrunk = (trunk: TrunkSettings): OutsideLine => {
  const { numbers } = trunk;
  const route = (called: string) => numbers.find((n) => matchesNumber(n.pattern, called));
  const own = numbers.filter((n) => namesNumbers(n.pattern));
  return {
    id: trunk.id as LineId,
    name: trunk.name,
    kind: trunk.kind,
    enabled: trunk.enabled,
    order: trunk.order,
    maxCalls: trunk.maxCalls,
    callsOut: trunk.host !== undefined,
    srtp: trunk.srtp,
    inbandDigits: trunk.inbandDigits,
    route,
    ownNumber: (dialled) => own.find((n) => matchesNumber(n.pattern, dialled)),
  };
};

/** The drivers of the cabinet's lines listen for digits themselves and report them as telephone events; their sound stays on the box. A gateway does as its settings say. */
const ofLine = (line: LineSettings, ports: ReadonlyMap<string, GatewayPort>): OutsideLine => {
  const gateway = line.kind === "gateway-port" ? ports.get(line.port)?.gateway : undefined;
  const route = () => ownRoute(line);
  return {
    id: line.id as LineId,
    name: line.name,
    kind: line.kind,
    enabled: line.enabled && gateway?.enabled !== false,
    order: line.order,
    maxCalls: line.kind === "gateway-port" ? (line.maxCalls ?? 1) : 1,
    callsOut: line.callsOut,
    ...(line.ownNumber ? { number: line.ownNumber } : {}),
    srtp: gateway?.srtp ?? "off",
    inbandDigits: gateway?.digits === "in-sound",
    route,
    ownNumber: (dialled) => (dialled === line.ownNumber ? route() : undefined),
  };
};

/** Modems, analog lines and ports of gateways know one number, and often not even that: whoever comes in meets the line's flow. */
const ownRoute = ({ ownNumber, flow }: LineSettings): LineRoute | undefined =>
  flow === undefined ? undefined : { pattern: ownNumber ?? "*", flow };
