import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Value } from "typebox/value";
import { Capture } from "../contract/diagnostics.ts";
import { gather } from "../edge/bundle/gather.ts";
import { foundDevices } from "../edge/bundle/host-report.ts";
import { zipBundle } from "../edge/bundle/zip-bundle.ts";
import type { BundleJob } from "./bundle-messages.ts";
import { bundleSource } from "./bundle-source.ts";
import { readHardware } from "./hardware.ts";
import type { Options } from "./options.ts";

const hours = 168;

/** A support bundle without the console, beside a box that runs or of one that doesn't start. Numbers and names are hidden; captures don't go. Resolves with what is in it. */
export async function bundleFromShell(options: Options, file: string, version: string): Promise<string[]> {
  const { data, hardware, devices } = options;
  const job: BundleJob = {
    version,
    dataDir: data,
    by: "",
    atMs: Date.now(),
    choices: { hideNumbers: true, hideNames: true, hours, captures: [] },
    hardware: {
      ...readHardware(hardware, join(data, "hardware.yaml")),
      found: foundDevices(devices === undefined ? undefined : { sys: join(devices, "sys"), dev: join(devices, "dev") }),
    },
    captures: [],
  };
  const { source, close } = bundleSource(job);
  const gathered = gather({ ...source, live: { captures: await captureRows(join(data, "captures")) } }, () => {});
  close();
  await zipBundle(gathered, file, job.atMs, () => {});
  return gathered.texts.map(({ name, text }) => `${name} ${text.length}`);
}

/** That there are some is worth knowing. */
async function captureRows(dir: string): Promise<Capture[]> {
  let names: string[] = [];
  try {
    names = readdirSync(dir).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  const rows = await Promise.all(
    names.map((name) =>
      readFile(join(dir, name), "utf8")
        .then(JSON.parse)
        .catch(() => undefined),
    ),
  );
  return rows.filter((row): row is Capture => Value.Check(Capture, row));
}
