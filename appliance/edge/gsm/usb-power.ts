import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ModemPort } from "../../contract/hardware.ts";
import type { DeviceRoots } from "./find-ports.ts";

const offMs = 1_000;
const programMs = 20_000;

/** Takes a device off the bus and lets it in again (`authorized` of the kernel's USB core). Rejects when the kernel won't. */
export async function resetUsb({ usbPath }: ModemPort, { sys }: DeviceRoots): Promise<void> {
  const authorized = join(sys, "bus/usb/devices", usbPath, "authorized");
  await writeFile(authorized, "0");
  await wait(offMs);
  await writeFile(authorized, "1");
}

/** Cuts a modem's power as its board can: by the hub's port it is in, or by a line of the board. Rejects when neither obeys. */
export async function cyclePower({ power = {} }: ModemPort, roots: DeviceRoots): Promise<void> {
  if (power.hubPort !== undefined) await cycleHub(power.hubPort);
  else if (power.gpio !== undefined) await cycleLine(power.gpio, roots);
}

export const hasPower = ({ power = {} }: ModemPort): boolean => power.hubPort !== undefined || power.gpio !== undefined;

function cycleHub(hubPort: string): Promise<void> {
  const [hub = "", port = ""] = hubPort.split(":");
  return new Promise((resolve, reject) => {
    execFile("uhubctl", ["-l", hub, "-p", port, "-a", "cycle"], { timeout: programMs }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** The kernel's `gpio` class: high is power. */
async function cycleLine(line: number, { sys }: DeviceRoots): Promise<void> {
  const gpio = join(sys, "class/gpio");
  const folder = join(gpio, `gpio${line}`);
  if (!existsSync(folder)) await writeFile(join(gpio, "export"), String(line));
  await writeFile(join(folder, "direction"), "low");
  await wait(offMs);
  await writeFile(join(folder, "direction"), "high");
}
