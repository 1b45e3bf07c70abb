import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { RegisterMap } from "../contract/plant-settings.ts";
import { explainMisfit } from "../core/settings/explain-misfit.ts";

/** Maps that came with the box. */
const shipped = fileURLToPath(new URL("../../hw-profiles/devices", import.meta.url));
const mostBytes = 64 * 1024;
const mostMaps = 200;

/** `faults`: files that can't be used, and why; the others are. */
export type RegisterMaps = { maps: RegisterMap[]; faults: string[] };

export function readRegisterMaps(dir = shipped): RegisterMaps {
  const maps: RegisterMap[] = [];
  const faults: string[] = [];
  let files: string[] = [];
  try {
    files = readdirSync(dir)
      .filter((file) => file.endsWith(".yaml"))
      .sort()
      .slice(0, mostMaps);
  } catch (error) {
    faults.push((error as Error).message);
  }
  for (const file of files) {
    const fault = readInto(maps, join(dir, file));
    if (fault !== undefined) faults.push(`${file}: ${fault}`);
  }
  return { maps, faults };
}

function readInto(maps: RegisterMap[], file: string): string | undefined {
  try {
    if (statSync(file).size > mostBytes) return "too large";
    const document: unknown = parse(readFileSync(file, "utf8"), { maxAliasCount: 0 });
    const [misfit] = explainMisfit(RegisterMap, document);
    if (misfit) return `${misfit.path}: ${misfit.reason.en}`;
    const map = document as RegisterMap;
    const names = new Set(map.points.map((p) => p.id));
    if (names.size < map.points.length) return "a point is named twice";
    if (maps.some((m) => m.map === map.map)) return `"${map.map}" is used twice`;
    maps.push(map);
    return undefined;
  } catch (error) {
    return (error as Error).message.split("\n")[0]!;
  }
}
