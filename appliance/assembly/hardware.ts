import { existsSync, readFileSync, statSync } from "node:fs";
import { parse } from "yaml";
import { HardwareProfile } from "../contract/hardware.ts";
import { explainMisfit } from "../core/settings/explain-misfit.ts";

/** A box of which nothing is known but that it has a network: calls come and go by SIP. */
const bareBox: HardwareProfile = {
  model: "sip-only",
  name: { zh: "仅 SIP", en: "SIP only" },
  ports: [],
  buses: [],
  cabinet: {},
};

/** Larger than any cabinet's; a file that was mixed up is not read to its end. */
const mostBytes = 256 * 1024;

/** What is in this box. A profile that can't be used never keeps it from starting: it runs without its ports, and `fault` says why. */
export type Hardware = { profile: HardwareProfile; fault?: string };

/** `path` was named by somebody and must be there; without it, the profile beside the data is taken where there is one. */
export function readHardware(path: string | undefined, besideData: string): Hardware {
  const file = path ?? besideData;
  if (path === undefined && !existsSync(file)) return { profile: bareBox };
  try {
    if (statSync(file).size > mostBytes) return { profile: bareBox, fault: `${file} is too large` };
    const document: unknown = parse(readFileSync(file, "utf8"), { maxAliasCount: 0 });
    const [misfit] = explainMisfit(HardwareProfile, document);
    if (misfit) return { profile: bareBox, fault: `${misfit.path}: ${misfit.reason.en}` };
    const profile = document as HardwareProfile;
    const twice = usedTwice(profile.ports) ?? usedTwice(profile.buses);
    return twice === undefined ? { profile } : { profile: bareBox, fault: `"${twice}" is used twice` };
  } catch (error) {
    return { profile: bareBox, fault: (error as Error).message.split("\n")[0]! };
  }
}

function usedTwice(items: readonly { id: string }[]): string | undefined {
  const seen = new Set<string>();
  return items.find(({ id }) => seen.size === seen.add(id).size)?.id;
}
