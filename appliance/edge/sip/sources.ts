import { BlockList, isIP } from "node:net";
import { lookup } from "node:dns/promises";
import type { TrunkSettings } from "../../contract/settings.ts";

type Entry = { trunk: TrunkSettings; list: BlockList };

/** Which trunk an address belongs to: by the networks it may call from, and by what its host name resolves to. */
export class Sources {
  #entries: Entry[] = [];

  configure(trunks: TrunkSettings[], unknownHost: (trunk: TrunkSettings, text: string) => void): Promise<void>[] {
    this.#entries = trunks
      .filter((t) => t.enabled)
      .sort((a, b) => a.order - b.order)
      .map((trunk) => ({ trunk, list: listOf(trunk.acceptFrom) }));
    return this.#entries.map(async ({ trunk, list }) => {
      if (!trunk.host) return;
      if (isIP(trunk.host)) return add(list, trunk.host);
      try {
        for (const found of await lookup(trunk.host, { all: true })) add(list, found.address);
      } catch (error) {
        unknownHost(trunk, (error as Error).message);
      }
    });
  }

  /** Trunks that this address may speak for, in their order. */
  trunksOf(address: string): TrunkSettings[] {
    const family = familyOf(address);
    return family ? this.#entries.filter((e) => e.list.check(plainV4(address), family)).map((e) => e.trunk) : [];
  }
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split("/");
    const family = familyOf(address ?? "");
    if (!address || !family) continue;
    const most = family === "ipv4" ? 32 : 128;
    list.addSubnet(address, Math.min(bits === undefined ? most : Number(bits), most), family);
  }
  return list;
}

const add = (list: BlockList, address: string): void => {
  const family = familyOf(address);
  if (family) list.addAddress(plainV4(address), family);
};
/** An IPv4 caller on a dual-stack socket shows as ::ffff:a.b.c.d. */
const plainV4 = (address: string): string => (address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address);
const familyOf = (address: string): "ipv4" | "ipv6" | undefined => {
  const version = isIP(plainV4(address));
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
};
