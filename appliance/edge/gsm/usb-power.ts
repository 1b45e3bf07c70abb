import { execFile } from "node:child_process";
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

/** Cuts the power of the hub's port the modem is in, and gives it back. */
export function cyclePower(hubPort: string): Promise<void> {
  const [hub = "", port = ""] = hubPort.split(":");
  return new Promise((resolve, reject) => {
    execFile("uhubctl", ["-l", hub, "-p", port, "-a", "cycle"], { timeout: programMs }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
