import { signal } from "@preact/signals";
import type { HardwareView } from "../../appliance/contract/found-hardware.ts";
import type { GatewayVendor } from "../../appliance/contract/gateway.ts";
import { gatewayVendors, hardware } from "../data/hardware.ts";
import { type PlantChoices, plantChoices } from "../data/plant.ts";

/** Ports of the hardware profile, and makers of gateways: what the forms may choose from. Empty until the box has told. */
export const hardwarePorts = signal<HardwareView["ports"]>([]);
/** Buses of the box, and register maps that came with it. */
export const plantGear = signal<PlantChoices>({ buses: [], maps: [] });
export const vendors = signal<GatewayVendor[]>([]);

/** Asks the box again each time the settings are opened; what it can't tell is typed by hand. */
export async function loadGear(): Promise<void> {
  const [ports, makers, plant] = await Promise.allSettled([hardware(), gatewayVendors(), plantChoices()]);
  if (ports.status === "fulfilled") hardwarePorts.value = ports.value.ports;
  if (makers.status === "fulfilled") vendors.value = makers.value;
  if (plant.status === "fulfilled") plantGear.value = plant.value;
}
