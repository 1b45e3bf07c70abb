import { existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { arch, cpus, freemem, loadavg, networkInterfaces, platform, release, totalmem, uptime, version } from "node:os";
import { join } from "node:path";

const mostDevices = 100;

/** What the machine says of itself: no commands, no waiting. */
export function hostReport(dataDir: string): unknown {
  const disk = quietly(() => statfsSync(dataDir));
  return {
    system: {
      platform: platform(),
      release: release(),
      version: version(),
      arch: arch(),
      distribution: line("/etc/os-release", /^PRETTY_NAME="?([^"\n]*)/m),
    },
    upForSec: Math.round(uptime()),
    load: loadavg(),
    processors: cpus().length,
    processor: cpus()[0]?.model ?? "",
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    disk: disk && { totalBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize, freeFiles: disk.ffree },
    temperatures: sysTexts("/sys/class/thermal", /^thermal_zone/, ["type", "temp"]),
    network: Object.entries(networkInterfaces()).map(([name, all]) => ({
      name,
      addresses: (all ?? []).map(({ address, netmask, internal }) => ({ address, netmask, internal })),
    })),
    pressure: { cpu: text("/proc/pressure/cpu"), memory: text("/proc/pressure/memory"), io: text("/proc/pressure/io") },
  };
}

/** Devices that are plugged in, whether the profile knows them or not. No serial numbers. */
export function foundDevices(roots = { sys: "/sys", dev: "/dev" }): unknown {
  return {
    usb: sysTexts(join(roots.sys, "bus/usb/devices"), /^\d/, ["idVendor", "idProduct", "manufacturer", "product", "speed"]),
    serial: names(roots.dev, /^tty(USB|ACM|AMA|S)\d+$/),
    telephony: names(join(roots.dev, "dahdi"), /./),
  };
}

const quietly = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
const text = (path: string): string | undefined => quietly(() => readFileSync(path, "utf8").slice(0, 2_000).trim());
const line = (path: string, pattern: RegExp): string | undefined => pattern.exec(text(path) ?? "")?.[1];
const names = (dir: string, pattern: RegExp): string[] =>
  (quietly(() => readdirSync(dir)) ?? [])
    .filter((name) => pattern.test(name))
    .sort()
    .slice(0, mostDevices);

function sysTexts(dir: string, pattern: RegExp, files: readonly string[]): Record<string, string>[] {
  return names(dir, pattern).map((name) => ({
    name,
    ...Object.fromEntries(
      files.flatMap((file) => (existsSync(join(dir, name, file)) ? [[file, text(join(dir, name, file)) ?? ""]] : [])),
    ),
  }));
}
