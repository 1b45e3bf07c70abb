import { execFile } from "node:child_process";
import { join } from "node:path";
import type { HostReading } from "../../contract/host.ts";
import { namesIn } from "./small-file.ts";

const patienceMs = 30_000;
const mostBytes = 1_048_576;

/** What disks say of themselves (smartctl 7, JSON). Nothing of those that can't be asked, or without the program. */
export async function readSmart(sys: string, program = "smartctl"): Promise<HostReading[]> {
  const readings: HostReading[] = [];
  for (const name of await namesIn(join(sys, "block"), /^(sd[a-z]{1,2}|nvme\d{1,2}n\d{1,2})$/))
    readings.push(...smartReadings(name, await asked(program, `/dev/${name}`)));
  return readings;
}

/** The exit status tells of the disk by its bits and is no failure (smartctl(8)). */
const asked = (program: string, device: string): Promise<string> =>
  new Promise((done) => {
    execFile(program, ["-j", "-a", device], { timeout: patienceMs, maxBuffer: mostBytes, killSignal: "SIGKILL" }, (_, stdout) =>
      done(stdout),
    );
  });

type Said = {
  model_name?: unknown;
  smart_status?: { passed?: unknown };
  nvme_smart_health_information_log?: { percentage_used?: unknown };
  ata_smart_attributes?: { table?: unknown };
};

export function smartReadings(name: string, json: string): HostReading[] {
  let said: Said;
  try {
    said = JSON.parse(json) as Said;
  } catch {
    return [];
  }
  if (typeof said !== "object" || said === null) return [];
  const readings: HostReading[] = [];
  const model = typeof said.model_name === "string" ? said.model_name.slice(0, 60) : name;
  const passed = said.smart_status?.passed;
  if (typeof passed === "boolean") {
    const text = passed ? "passed" : "failing";
    readings.push({ id: `smart:${name}`, kind: "smart", label: model, value: passed ? 1 : 0, text });
  }
  const used = said.nvme_smart_health_information_log?.percentage_used ?? ataWear(said.ata_smart_attributes?.table);
  if (typeof used === "number" && used >= 0 && used <= 255)
    readings.push({ id: `wear:${name}`, kind: "wear", label: model, value: used });
  return readings;
}

/** Attributes that count from 100 down to 0 as a flash disk wears: 177 and 231 to 233, as makers use them. */
function ataWear(table: unknown): number | undefined {
  if (!Array.isArray(table)) return undefined;
  for (const row of table as { id?: unknown; name?: unknown; value?: unknown }[])
    if (
      [177, 231, 233].includes(Number(row?.id)) &&
      /wear|life/i.test(String(row.name)) &&
      typeof row.value === "number" &&
      row.value <= 100
    )
      return 100 - row.value;
  return undefined;
}
