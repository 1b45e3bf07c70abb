import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { GatewayVendor } from "../contract/gateway.ts";
import { explainMisfit } from "../core/settings/explain-misfit.ts";

const shipped = fileURLToPath(new URL("../../hw-profiles/gateways", import.meta.url));
const mostFiles = 100;
const mostBytes = 64 * 1024;

export type GatewayVendors = { vendors: ReadonlyMap<string, GatewayVendor>; faults: string[] };

/** The profiles of gateways' makers. One that can't be used is left out and named; the others serve. */
export function readGatewayVendors(folder = shipped): GatewayVendors {
  const vendors = new Map<string, GatewayVendor>();
  const faults: string[] = [];
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .slice(0, mostFiles);
  for (const file of files) {
    const read = readVendor(join(folder, file));
    if ("fault" in read) faults.push(`${file}: ${read.fault}`);
    else if (vendors.has(read.vendor.id)) faults.push(`${file}: "${read.vendor.id}" is used twice`);
    else vendors.set(read.vendor.id, read.vendor);
  }
  return { vendors, faults };
}

function readVendor(path: string): { vendor: GatewayVendor } | { fault: string } {
  try {
    if (statSync(path).size > mostBytes) return { fault: "too large" };
    const document: unknown = parse(readFileSync(path, "utf8"), { maxAliasCount: 0 });
    const [misfit] = explainMisfit(GatewayVendor, document);
    return misfit ? { fault: `${misfit.path}: ${misfit.reason.en}` } : { vendor: document as GatewayVendor };
  } catch (error) {
    return { fault: (error as Error).message.split("\n")[0]! };
  }
}
