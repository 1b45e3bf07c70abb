import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModemPort } from "../../contract/hardware.ts";
import { families } from "../../wire/at/family.ts";

/** Device nodes of a modem. */
export type ModemPaths = { at: string; pcm: string };
/** Where the kernel shows its devices, and where their nodes are. */
export type DeviceRoots = { sys: string; dev: string };
export const hostRoots: DeviceRoots = { sys: "/sys", dev: "/dev" };

/**
 * The modem in a socket, by its USB path and interface numbers: names like ttyUSB2 change whenever something is plugged in. Nothing while it isn't
 * there, or not all of it yet.
 */
export function findPorts({ usbPath, family, at, pcm }: ModemPort, { sys, dev }: DeviceRoots): ModemPaths | undefined {
  const devices = join(sys, "bus/usb/devices");
  const { interfaces } = families[family];
  const found = new Map<number, string>();
  // Interfaces are beside their device, named after it, the configuration and their own number.
  for (const name of entries(devices).filter((entry) => entry.startsWith(`${usbPath}:`))) {
    const tty = ttyIn(join(devices, name));
    const number = interfaceNumber(join(devices, name));
    if (tty && number !== undefined) found.set(number, join(dev, tty));
  }
  const atPath = found.get(at ?? interfaces.at);
  const pcmPath = found.get(pcm ?? interfaces.pcm);
  return atPath && pcmPath ? { at: atPath, pcm: pcmPath } : undefined;
}

/** usb-serial has its tty at the top, CDC ACM one further down. */
const ttyIn = (folder: string): string | undefined =>
  entries(folder).find((name) => /^ttyUSB\d{1,4}$/.test(name)) ??
  entries(join(folder, "tty")).find((name) => /^tty(USB|ACM)\d{1,4}$/.test(name));

function interfaceNumber(folder: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(join(folder, "bInterfaceNumber"), "latin1"), 16);
    return Number.isNaN(number) ? undefined : number;
  } catch {
    return undefined;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
