import { join } from "node:path";
import type { HostReading } from "../../contract/host.ts";
import { namesIn, numberIn, smallFile } from "./small-file.ts";

const plain = (text: string): string => text.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 50) || "unnamed";

/** Temperatures and fans, by the names the kernel gives them (Documentation/hwmon/sysfs-interface). */
export async function readSensors(sys: string): Promise<HostReading[]> {
  const readings = [...(await zones(join(sys, "class/thermal"))), ...(await chips(join(sys, "class/hwmon")))];
  // Two chips of the same name have ids of their own.
  const times = new Map<string, number>();
  return readings.map((reading) => {
    const n = (times.get(reading.id) ?? 0) + 1;
    times.set(reading.id, n);
    return n === 1 ? reading : { ...reading, id: `${reading.id}-${n}` };
  });
}

async function zones(folder: string): Promise<HostReading[]> {
  const readings: HostReading[] = [];
  for (const name of await namesIn(folder, /^thermal_zone\d+$/)) {
    const type = (await smallFile(join(folder, name, "type"))) ?? name;
    const milli = await numberIn(join(folder, name, "temp"));
    readings.push(temperature(type, milli));
  }
  return readings;
}

async function chips(folder: string): Promise<HostReading[]> {
  const readings: HostReading[] = [];
  for (const chip of await namesIn(folder, /^hwmon\d+$/)) {
    const at = join(folder, chip);
    const chipName = (await smallFile(join(at, "name"))) ?? chip;
    for (const input of await namesIn(at, /^(temp|fan)\d+_input$/)) {
      const sensor = input.slice(0, -"_input".length);
      const label = (await smallFile(join(at, `${sensor}_label`))) || `${chipName} ${sensor}`;
      const value = await numberIn(join(at, input));
      readings.push(sensor.startsWith("temp") ? temperature(label, value) : fan(label, value));
    }
  }
  return readings;
}

/** Thousandths of a degree. */
const temperature = (label: string, milli: number | undefined): HostReading => ({
  id: `temperature:${plain(label)}`,
  kind: "temperature",
  label: label.slice(0, 60),
  ...(milli === undefined ? {} : { value: milli / 1000 }),
});
const fan = (label: string, rpm: number | undefined): HostReading => ({
  id: `fan:${plain(label)}`,
  kind: "fan",
  label: label.slice(0, 60),
  ...(rpm === undefined ? {} : { value: rpm }),
});
