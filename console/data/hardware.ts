import type { HardwareLook, HardwareView } from "../../appliance/contract/found-hardware.ts";
import type { GatewayVendor } from "../../appliance/contract/gateway.ts";
import { call } from "./call.ts";
import { applySettings, fetchSettings } from "./settings.ts";

export const hardware = async (): Promise<HardwareView> => (await call("hardware")) as HardwareView;
export const lookForHardware = async (): Promise<HardwareLook> => (await call("lookForHardware")) as HardwareLook;
export const gatewayVendors = async (): Promise<GatewayVendor[]> => (await call("gatewayVendors")) as GatewayVendor[];
export const restartLine = (id: string) => call("restartLine", { params: { id } });

/** A line, trunk or gateway's line on or off: a change of the settings like every other. */
export async function switchLine(id: string, enabled: boolean): Promise<void> {
  const { settings, revision } = await fetchSettings();
  const set = <T extends { id: string; enabled: boolean }>(list: readonly T[]): T[] =>
    list.map((one) => (one.id === id ? { ...one, enabled } : one));
  const next = { ...settings, trunks: set(settings.trunks), ...(settings.lines ? { lines: set(settings.lines) } : {}) };
  await applySettings(next, revision);
}
