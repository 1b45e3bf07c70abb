import type { HardwareView } from "../../appliance/contract/found-hardware.ts";
import type { LineSettings } from "../../appliance/contract/line-settings.ts";
import type { Settings } from "../../appliance/contract/settings.ts";

export type PortUse = LineSettings["kind"] | "telephone";
const drivers = { "gsm-modem": "gsm-modem", "analog-line": "fxo", telephone: "fxs" } as const;

/** Ports that a line or a telephone of this kind can be at; those of gateways as they are edited here. */
export function portsFor(use: PortUse, settings: Settings, known: HardwareView["ports"]): string[] {
  if (use !== "gateway-port") return known.filter((port) => port.driver === drivers[use]).map((port) => port.id);
  return (settings.gateways ?? []).flatMap((g) => Array.from({ length: g.ports }, (_, i) => `${g.id}-${i + 1}`));
}

/** Those nobody has, but for the one that is held now. */
export function freePorts(use: PortUse, settings: Settings, known: HardwareView["ports"], now?: string): string[] {
  const taken = new Set([...(settings.lines ?? []), ...(settings.analogPhones ?? [])].map((x) => x.port));
  return portsFor(use, settings, known).filter((port) => port === now || !taken.has(port));
}
