import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { TrunkSettings } from "../contract/settings.ts";

/** The addresses and networks (CIDR) that carriers call from. A name that can't be found now adds none; the trunk says so itself. */
export async function trustedSources(trunks: readonly TrunkSettings[]): Promise<string[]> {
  const inUse = trunks.filter((trunk) => trunk.enabled);
  const ofHosts = inUse.map(async ({ host }) => {
    if (host === undefined) return [];
    if (isIP(host)) return [host];
    return (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address);
  });
  return [...inUse.flatMap((trunk) => trunk.acceptFrom), ...(await Promise.all(ofHosts)).flat()];
}
