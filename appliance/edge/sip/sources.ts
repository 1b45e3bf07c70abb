import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import type { TrunkSettings } from "../../contract/settings.ts";

type Entry = { trunk: TrunkSettings; list: BlockList; hostAddresses: string[] };

/** Which trunk an address belongs to: by the networks it may call from, and by what its host name resolves to. */
export class Sources {
  #entries: Entry[] = [];

  /** Takes new trunks in one piece: until all names are looked up the former ones stand. What can't be looked up keeps its last addresses. */
  async configure(trunks: TrunkSettings[], unknownHost: (trunk: TrunkSettings, text: string) => void): Promise<void> {
    const enabled = trunks.filter((t) => t.enabled).sort((a, b) => a.order - b.order);
    this.#entries = await Promise.all(
      enabled.map(async (trunk) => {
        const hostAddresses = await this.#addressesOf(trunk, unknownHost);
        const list = listOf(trunk.acceptFrom);
        for (const address of hostAddresses) addTo(list, address);
        return { trunk, list, hostAddresses };
      }),
    );
  }

  /** Trunks that this address may speak for, in their order. */
  trunksOf(address: string): TrunkSettings[] {
    const family = familyOf(address);
    return family ? this.#entries.filter((e) => e.list.check(plainV4(address), family)).map((e) => e.trunk) : [];
  }

  async #addressesOf(trunk: TrunkSettings, unknownHost: (trunk: TrunkSettings, text: string) => void): Promise<string[]> {
    const { host } = trunk;
    if (!host) return [];
    const literal = host.replace(/^\[|\]$/g, "");
    if (isIP(literal)) return [literal];
    try {
      return (await lookup(host, { all: true })).map((found) => found.address);
    } catch (error) {
      unknownHost(trunk, (error as Error).message);
      return this.#entries.find((e) => e.trunk.id === trunk.id && e.trunk.host === host)?.hostAddresses ?? [];
    }
  }
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split("/");
    const family = familyOf(address ?? "");
    if (!address || !family) continue;
    const most = family === "ipv4" ? 32 : 128;
    list.addSubnet(plainV4(address), Math.min(bits === undefined ? most : Number(bits), most), family);
  }
  return list;
}

function addTo(list: BlockList, address: string): void {
  const family = familyOf(address);
  if (family) list.addAddress(plainV4(address), family);
}

/** An IPv4 caller on a dual-stack socket shows as ::ffff:a.b.c.d. */
const plainV4 = (address: string): string =>
  address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(plainV4(address));
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
}
