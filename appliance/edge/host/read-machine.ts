import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { HostReading } from "../../contract/host.ts";
import { namesIn, numberIn, smallFile } from "./small-file.ts";

export type MachineRoots = { proc: string; sys: string; data: string; cores: number };

/** Memory, load, room for data, clock, network and flash life. */
export async function readMachine(roots: MachineRoots, wallMs: number): Promise<HostReading[]> {
  const { proc, sys, data, cores } = roots;
  const parts = await Promise.all([
    memory(proc),
    load(proc, cores),
    disk(data),
    clock(sys, wallMs),
    network(join(sys, "class/net")),
    flash(join(sys, "block")),
  ]);
  return parts.flat();
}

async function memory(proc: string): Promise<HostReading[]> {
  const text = (await smallFile(join(proc, "meminfo"))) ?? "";
  const kb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
  const [total, free] = [kb("MemTotal"), kb("MemAvailable")];
  if (!(total > 0) || !(free >= 0)) return [];
  return [{ id: "memory", kind: "memory", label: `${Math.round(total / 1024)} MB`, value: tenth(100 * (1 - free / total)) }];
}

async function load(proc: string, cores: number): Promise<HostReading[]> {
  const text = await smallFile(join(proc, "loadavg"));
  const [minute] = (text ?? "").split(" ");
  return minute && /^\d+\.\d+$/.test(minute)
    ? [{ id: "load", kind: "load", label: `${cores}`, value: Math.round((100 * Number(minute)) / cores) / 100 }]
    : [];
}

async function disk(data: string): Promise<HostReading[]> {
  const found = await statfs(data).catch(() => undefined);
  if (!found) return [];
  const [free, all] = [found.bavail, found.blocks].map((blocks) => Math.floor((blocks * found.bsize) / 1_048_576)) as [
    number,
    number,
  ];
  return [{ id: "disk", kind: "disk", label: `${all} MB`, value: free }];
}

async function clock(sys: string, wallMs: number): Promise<HostReading[]> {
  const now = new Date(wallMs);
  const shown = now.toISOString().slice(0, 10);
  const machine: HostReading = { id: "clock", kind: "clock", label: shown, value: now.getUTCFullYear(), text: shown };
  const seconds = await numberIn(join(sys, "class/rtc/rtc0/since_epoch"));
  if (seconds === undefined) return [machine];
  return [machine, { id: "rtc", kind: "rtc", label: "rtc0", value: Math.abs(Math.round(wallMs / 1000 - seconds)) }];
}

/** Sockets one can plug into: what has no device is made by software. */
async function network(folder: string): Promise<HostReading[]> {
  const readings: HostReading[] = [];
  for (const name of await namesIn(folder, /^[A-Za-z0-9._-]{1,15}$/)) {
    const at = join(folder, name);
    if ((await namesIn(join(at, "device"), /./)).length === 0) continue;
    // Reading the carrier of an interface that is down fails (EINVAL): it has none.
    const up = (await numberIn(join(at, "carrier"))) === 1;
    const speed = await numberIn(join(at, "speed"));
    const text = up && speed !== undefined && speed > 0 ? `${speed} Mbit/s` : up ? "up" : "down";
    readings.push({ id: `network:${name}`, kind: "network", label: name, value: up ? 1 : 0, text });
  }
  return readings;
}

/** Device life time estimate of an eMMC, in tenths that are used up (JEDEC JESD84-B51 7.4.60): type A and B. */
async function flash(folder: string): Promise<HostReading[]> {
  const readings: HostReading[] = [];
  for (const name of await namesIn(folder, /^mmcblk\d+$/)) {
    const text = await smallFile(join(folder, name, "device/life_time"));
    const tenths = [...(text ?? "").matchAll(/0x([0-9a-fA-F]{2})/g)].map((m) => Number.parseInt(m[1]!, 16));
    if (tenths.length === 0) continue;
    readings.push({ id: `wear:${name}`, kind: "wear", label: name, value: Math.min(Math.max(...tenths) * 10, 110) });
  }
  return readings;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
