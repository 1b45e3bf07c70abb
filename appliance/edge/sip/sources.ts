import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { TrunkSettings } from "../../contract/settings.ts";
import { AddressList } from "../../runtime/address-list.ts";

type Entry = { trunk: TrunkSettings; list: AddressList; hostAddresses: string[] };

/** Which trunk an address belongs to: by the networks it may call from, and by what its host name resolves to. */
export class Sources {
  #entries: Entry[] = [];

  /** Takes new trunks in one piece: until all names are looked up the former ones stand. What can't be looked up keeps its last addresses. */
  async configure(trunks: TrunkSettings[], unknownHost: (trunk: TrunkSettings, text: string) => void): Promise<void> {
    const enabled = trunks.filter((t) => t.enabled).sort((a, b) => a.order - b.order);
    this.#entries = await Promise.all(
      enabled.map(async (trunk) => {
        const hostAddresses = await this.#addressesOf(trunk, unknownHost);
        const list = new AddressList(trunk.acceptFrom);
        for (const address of hostAddresses) list.add(address);
        return { trunk, list, hostAddresses };
      }),
    );
  }

  /** Trunks that this address may speak for, in their order. */
  trunksOf(address: string): TrunkSettings[] {
    return this.#entries.filter((e) => e.list.has(address)).map((e) => e.trunk);
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
