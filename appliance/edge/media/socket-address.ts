import { isIPv4, isIPv6 } from "node:net";

export type Family = 4 | 6;
/** Bytes kept for one address: sockaddr_in6 (28), rounded up. */
export const socketAddressRoom = 32;

export const familyOf = (address: string): Family | undefined => (isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined);

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Writes a Linux sockaddr_in or sockaddr_in6 and gives its length, 0 for an address the family can't reach.
 * An IPv6 socket reaches IPv4 through mapped addresses (RFC 4291 2.5.5.2).
 */
export function writeSocketAddress(dst: Uint8Array, at: number, family: Family, address: string, port: number): number {
  const kind = familyOf(address);
  if (kind === undefined || port < 0 || port > 65535) return 0;
  const number = family === 4 ? 2 : 10; // AF_INET, AF_INET6
  dst[at + (littleEndian ? 0 : 1)] = number;
  dst[at + (littleEndian ? 1 : 0)] = 0;
  dst[at + 2] = port >> 8;
  dst[at + 3] = port & 255;
  if (family === 4) {
    if (kind === 6) return 0;
    dst.set(ipv4Bytes(address), at + 4);
    dst.fill(0, at + 8, at + 16);
    return 16;
  }
  dst.fill(0, at + 4, at + 28);
  if (kind === 4) {
    dst[at + 18] = 255;
    dst[at + 19] = 255;
    dst.set(ipv4Bytes(address), at + 20);
  } else dst.set(ipv6Bytes(address), at + 8);
  return 28;
}

export function readSocketAddress(src: Uint8Array, at: number, family: Family): { address: string; port: number } {
  const port = (src[at + 2]! << 8) | src[at + 3]!;
  if (family === 4) return { address: src.subarray(at + 4, at + 8).join("."), port };
  const bytes = src.subarray(at + 8, at + 24);
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return { address: mapped ? bytes.subarray(12).join(".") : ipv6Text(bytes), port };
}

const ipv4Bytes = (address: string): number[] => address.split(".").map(Number);

function ipv6Bytes(address: string): Uint8Array {
  const bytes = new Uint8Array(16);
  let text = address.split("%")[0]!;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const [a, b, c, d] = ipv4Bytes(dotted[2]!) as [number, number, number, number];
    text = `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const [head = "", tail] = text.split("::");
  const groups = (part: string | undefined): number[] => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const front = groups(head);
  const back = groups(tail);
  const all = tail === undefined ? front : [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
  for (const [i, group] of all.entries()) {
    bytes[2 * i] = group >> 8;
    bytes[2 * i + 1] = group & 255;
  }
  return bytes;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as "::". */
function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === "0") length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(":");
  return `${groups.slice(0, best.at).join(":")}::${groups.slice(best.at + best.length).join(":")}`;
}
