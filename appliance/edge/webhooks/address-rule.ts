import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const own = new BlockList();
// This host (RFC 1122 3.2.1.3), link-local (RFC 3927, RFC 4291 2.5.6): what no other machine's program is reached by.
for (const [net, bits, family] of [
  ["0.0.0.0", 8, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["::", 128, "ipv6"],
  ["::1", 128, "ipv6"],
  ["fe80::", 10, "ipv6"],
] as const)
  own.addSubnet(net, bits, family);

export function isOwnAddress(address: string): boolean {
  const plain = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
  return own.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
}

/** Looks a name up for one connection and refuses this box's own addresses: what was checked is what is connected to. */
export const lookupOutside: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    const outside = addresses.filter(({ address }) => !isOwnAddress(address));
    const [first] = outside;
    if (error) done(error, "", 0);
    else if (!first) done(new Error(`${host} is this box itself or a link-local address`), "", 0);
    else if (options.all) done(null, outside);
    else done(null, first.address, first.family);
  });
};
