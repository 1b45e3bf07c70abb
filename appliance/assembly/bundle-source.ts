import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BundleSource } from "../edge/bundle/bundle-source.ts";
import { ReportReader } from "../edge/store/report-reader.ts";
import type { BundleJob } from "./bundle-messages.ts";
import { logFiles } from "./log-file.ts";

/** Where a bundle's parts come from: the data folder, and what the running box added. A database that can't be opened is said so, and the rest goes. */
export function bundleSource(job: BundleJob): { source: BundleSource; close(): void } {
  let reader: ReportReader | undefined;
  let fault = "";
  try {
    reader = new ReportReader(job.dataDir);
  } catch (error) {
    fault = `the database can't be opened: ${(error as Error).message}`;
  }
  const read = <T>(of: (from: ReportReader) => T): T => {
    if (!reader) throw new Error(fault);
    return of(reader);
  };
  const settings = reader?.settings();
  return {
    source: {
      ...job,
      secrets: [...(reader?.secrets() ?? []), ...labPasswords(job.dataDir)],
      people: [...(reader?.people() ?? []), ...namesIn(settings?.settings)],
      settings: settings ?? { fault },
      get alarms() {
        return read((from) => from.alarms());
      },
      get boots() {
        return read((from) => from.starts());
      },
      database: () => read((from) => from.database()),
      events: (fromMs, toMs) => read((from) => from.events(fromMs, toMs)),
      log: () => logLines(job.dataDir),
    },
    close: () => reader?.close(),
  };
}

function* logLines(dataDir: string): Generator<string> {
  for (const file of logFiles(dataDir)) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, "utf8").split("\n")) if (line !== "") yield line;
  }
}

/** The lab keeps what it made up in a file. */
function labPasswords(dataDir: string): string[] {
  const file = join(dataDir, "lab-credentials.json");
  if (!existsSync(file)) return [];
  const found: string[] = [];
  JSON.parse(readFileSync(file, "utf8"), (key, value: unknown) => {
    if (key === "password" && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}

const mostNames = 5_000;
/** People in the settings: agents, owners of phones, those special numbers belong to, and addresses of mail. */
function namesIn(settings: unknown): string[] {
  if (typeof settings !== "object" || settings === null) return [];
  const of = settings as Record<string, unknown>;
  const lists = [of.agents, of.phones, of.specialNumbers, of.roster].filter(Array.isArray) as unknown[][];
  return lists
    .flat()
    .flatMap((one) => {
      const { name } = (one ?? {}) as { name?: unknown };
      return typeof name === "string" ? [name] : [];
    })
    .slice(0, mostNames);
}
