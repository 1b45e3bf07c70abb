import type { GatewaySettings } from "../../contract/gateway.ts";

/** A port of a gateway, as lines name it. `number` counts from 1, as it is printed on the box. */
export type GatewayPort = { id: string; gateway: GatewaySettings; number: number };

/** All ports of all gateways, by name. */
export function gatewayPorts(gateways: readonly GatewaySettings[] = []): ReadonlyMap<string, GatewayPort> {
  const ports = new Map<string, GatewayPort>();
  for (const gateway of gateways)
    for (let number = 1; number <= gateway.ports; number++) {
      const id = `${gateway.id}-${number}`;
      ports.set(id, { id, gateway, number });
    }
  return ports;
}
