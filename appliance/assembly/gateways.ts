import type { BoxEvent } from "../contract/effects.ts";
import type { GatewaySettings, GatewayVendor } from "../contract/gateway.ts";
import type { LineEvent } from "../contract/line.ts";
import type { Settings, TrunkSettings } from "../contract/settings.ts";
import type { Sentence } from "../contract/words.ts";
import { gatewayPorts } from "../core/lines/gateway-ports.ts";
import type { SipGateway } from "../edge/sip/gateway.ts";
import type { LineId } from "../kit/ids.ts";
import type { AlarmBoard } from "./found-alarms.ts";

export type GatewaysParts = {
  vendors: ReadonlyMap<string, GatewayVendor>;
  hear(event: BoxEvent): void;
} & AlarmBoard;

type LineState = Extract<LineEvent, { on: "line.state" }>;
type Said = Pick<LineState, "state" | "text" | "words">;
/** What a gateway says of one of its ports. */
export type PortState = { ok: boolean; text: string; words?: Sentence };
type Held = { settings: GatewaySettings; link?: Said; ports: Map<number, PortState> };

/** Gateways as the box knows them: how their ports become lines, and what state each is in. A line is up while the gateway answers and says nothing bad of its port. */
export class Gateways {
  readonly #parts: GatewaysParts;
  readonly #held = new Map<string, Held>();
  readonly #told = new Map<string, string>();
  #lines: { id: LineId; gateway: string; port: number }[] = [];

  constructor(parts: GatewaysParts) {
    this.#parts = parts;
  }

  /** Takes changed settings; what the SIP side is to know of them. */
  configure({ gateways = [], lines = [] }: Settings): SipGateway[] {
    const ports = gatewayPorts(gateways);
    this.#lines = lines.flatMap((line) => {
      const at = line.kind === "gateway-port" && line.enabled ? ports.get(line.port) : undefined;
      return at ? [{ id: line.id as LineId, gateway: at.gateway.id, port: at.number }] : [];
    });
    for (const id of this.#held.keys()) if (!gateways.some((g) => g.id === id)) this.#drop(id);
    for (const settings of gateways) {
      const held = this.#held.get(settings.id);
      if (held) held.settings = settings;
      else this.#held.set(settings.id, { settings, ports: new Map() });
      this.#vendorKnown(settings);
    }
    for (const id of this.#told.keys()) if (!this.#lines.some((line) => line.id === id)) this.#told.delete(id);
    this.#tell();
    const callsOf = new Map(lines.flatMap((l) => (l.kind === "gateway-port" ? [[l.id, l.maxCalls ?? 1]] : [])));
    return gateways.flatMap((gateway) => {
      const vendor = this.#parts.vendors.get(gateway.vendor);
      const portIn = gateway.portIn ?? vendor?.portIn;
      const portOut = gateway.portOut ?? vendor?.portOut;
      if (!portIn || !portOut) return [];
      const own = this.#lines.filter((line) => line.gateway === gateway.id);
      return [
        {
          trunk: trunkOf(gateway, vendor),
          ports: gateway.ports,
          portIn,
          portOut,
          lines: own.map(({ id, port }) => ({ line: id, port, maxCalls: callsOf.get(id) ?? 1 })),
        },
      ];
    });
  }

  /** What is told of a line passes through here: what concerns a gateway as a whole becomes what its lines are. */
  heard(event: BoxEvent): boolean {
    if (event.on !== "line.state") return false;
    const held = this.#held.get(event.line);
    if (!held) return false;
    const { state, text, words } = event;
    held.link = { state, text, ...(words ? { words } : {}) };
    this.#tell();
    return true;
  }

  gatewayOf(line: string): string | undefined {
    return this.#lines.find(({ id }) => id === line)?.gateway;
  }

  /** An alarm of a trunk, which may be a gateway. */
  alarmOf(code: string, subject: string): string {
    return code === "trunk-down" && this.#held.has(subject) ? "gateway-down" : code;
  }

  /** What the gateway itself says of its ports. */
  portsNow(gateway: string, ports: Map<number, PortState>): void {
    const held = this.#held.get(gateway);
    if (!held) return;
    held.ports = ports;
    this.#tell();
  }

  #drop(id: string): void {
    this.#held.delete(id);
    for (const code of ["gateway-down", "gateway-port", "gateway-vendor", "gateway-sms"]) this.#parts.clear(code, id);
  }

  #vendorKnown({ id, vendor, portIn, portOut }: GatewaySettings): void {
    if (this.#parts.vendors.has(vendor) || (portIn && portOut)) this.#parts.clear("gateway-vendor", id);
    else this.#parts.raise("gateway-vendor", id, `"${vendor}"`);
  }

  #tell(): void {
    for (const { id, gateway, port } of this.#lines) {
      const { settings, link, ports } = this.#held.get(gateway)!;
      const now = stateOf(settings, link, ports.get(port));
      const text = JSON.stringify(now);
      if (this.#told.get(id) === text) continue;
      this.#told.set(id, text);
      this.#parts.hear({ on: "line.state", line: id, ...now, busy: 0 });
    }
  }
}

function stateOf(settings: GatewaySettings, link: Held["link"], port: PortState | undefined): Said {
  if (!settings.enabled) return { state: "off", text: "" };
  if (link?.state !== "up") return said("down", link);
  return said(port && !port.ok ? "down" : "up", port);
}
const said = (state: Said["state"], by: { text: string; words?: Sentence } | undefined): Said => ({
  state,
  text: by?.text ?? "",
  ...(by?.words ? { words: by.words } : {}),
});

/** A gateway to the SIP side: a far side like a carrier's. Its calls lead nowhere by number; its ports say where. */
const trunkOf = (gateway: GatewaySettings, vendor: GatewayVendor | undefined): TrunkSettings => ({
  id: gateway.id,
  name: gateway.name,
  enabled: gateway.enabled,
  order: 999,
  kind: gateway.login ?? vendor?.login ?? "address",
  host: gateway.host,
  ...(gateway.port === undefined ? {} : { port: gateway.port }),
  transport: gateway.transport,
  ...(gateway.user === undefined ? {} : { user: gateway.user }),
  acceptFrom: gateway.acceptFrom ?? [],
  numbers: [],
  maxCalls: 1000,
  pingSec: gateway.pingSec,
  srtp: gateway.srtp ?? "off",
  inbandDigits: gateway.digits === "in-sound",
  callerFrom: gateway.callerFrom ?? vendor?.callerFrom ?? "asserted",
});
