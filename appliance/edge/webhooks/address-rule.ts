import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { AddressList } from "../../runtime/address-list.ts";

// This host (RFC 1122 3.2.1.3), link-local (RFC 3927, RFC 4291 2.5.6): what no other machine's program is reached by.
const own = new AddressList(["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/128", "::1/128", "fe80::/10"]);

export const isOwnAddress = (address: string): boolean => own.has(address);

/** A name that leads to this box itself. */
export class OwnAddress extends Error {}

/** Looks a name up for one connection and refuses this box's own addresses: what was checked is what is connected to. */
export const lookupOutside: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    const outside = addresses.filter(({ address }) => !isOwnAddress(address));
    const [first] = outside;
    if (error) done(error, "", 0);
    else if (!first) done(new OwnAddress(`${host} is this box itself or a link-local address`), "", 0);
    else if (options.all) done(null, outside);
    else done(null, first.address, first.family);
  });
};
