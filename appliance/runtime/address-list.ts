import { BlockList, isIP } from "node:net";

/** IP addresses and networks (CIDR), IPv4 and IPv6. What is no address is passed over, and is on no list. */
export class AddressList {
  readonly #list = new BlockList();

  constructor(entries: readonly string[] = []) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: string): void {
    const [address = "", bits] = entry.split("/");
    const family = familyOf(address);
    if (!family) return;
    const most = family === "ipv4" ? 32 : 128;
    this.#list.addSubnet(plain(address), bits === undefined ? most : Math.min(Number(bits), most), family);
  }

  has(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.#list.check(plain(address), family);
  }
}

/** An IPv4 peer of a dual-stack socket shows as ::ffff:a.b.c.d (RFC 4291 2.5.5.2). */
const plain = (address: string): string =>
  address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(plain(address));
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
}
