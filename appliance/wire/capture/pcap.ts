import { AddressBytes } from "./ip-address.ts";

/** Where a packet comes from or goes to. */
export type PacketEnd = { address: string; port: number };

export const fileHeaderBytes = 24;
export const recordHeaderBytes = 16;
/** LINKTYPE_RAW: each record is an IP packet. */
export const linkTypeRaw = 101;
const snapLength = 65_535;
/** IP says in 16 bits how long it is; what a stream carried may be longer and is cut. */
const mostPayload = 65_000;
const protocolUdp = 17;

/** What a capture file begins with. */
export function pcapFileHeader(): Uint8Array {
  const header = new Uint8Array(fileHeaderBytes);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, snapLength, true);
  view.setUint32(20, linkTypeRaw, true);
  return header;
}

/** Writes records one behind the other into memory of a fixed size. */
export class PcapPacker {
  readonly #addresses = new AddressBytes();
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #used = 0;
  #packets = 0;

  constructor(bytes: number) {
    this.#bytes = new Uint8Array(bytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get packets(): number {
    return this.#packets;
  }

  /** `payload[start, start + length)` as a UDP packet, the first `keep` bytes of it kept. False when it doesn't fit any more. `atMs` is epoch time. */
  add(
    atMs: number,
    from: PacketEnd,
    to: PacketEnd,
    payload: Uint8Array,
    start: number,
    length: number,
    keep = mostPayload,
  ): boolean {
    const source = this.#addresses.of(from.address);
    const target = this.#addresses.of(to.address);
    const wide = source.length === 16 || target.length === 16;
    const ipBytes = wide ? 40 : 20;
    const whole = Math.min(length, mostPayload);
    const kept = Math.min(whole, keep);
    const size = recordHeaderBytes + ipBytes + 8 + kept;
    if (this.#used + size > this.#bytes.length) return false;
    const view = this.#view;
    let at = this.#used;
    view.setUint32(at, Math.floor(atMs / 1_000), true);
    view.setUint32(at + 4, Math.floor((atMs % 1_000) * 1_000), true);
    view.setUint32(at + 8, ipBytes + 8 + kept, true);
    view.setUint32(at + 12, ipBytes + 8 + whole, true);
    at += recordHeaderBytes;
    if (wide) this.#six(at, source, target, whole);
    else this.#four(at, source, target, whole);
    at += ipBytes;
    view.setUint16(at, from.port);
    view.setUint16(at + 2, to.port);
    view.setUint16(at + 4, 8 + whole);
    // RFC 768: no checksum was made.
    view.setUint16(at + 6, 0);
    this.#bytes.set(payload.subarray(start, start + kept), at + 8);
    this.#used += size;
    this.#packets++;
    return true;
  }

  /** What there is, and begins anew; nothing when nothing came. */
  take(): Uint8Array | undefined {
    if (this.#used === 0) return undefined;
    const taken = this.#bytes.slice(0, this.#used);
    this.#used = 0;
    this.#packets = 0;
    return taken;
  }

  /** RFC 791 3.1, without options. */
  #four(at: number, source: Uint8Array, target: Uint8Array, payload: number): void {
    const view = this.#view;
    view.setUint16(at, 0x4500);
    view.setUint16(at + 2, 28 + payload);
    view.setUint32(at + 4, 0x00004000);
    view.setUint8(at + 8, 64);
    view.setUint8(at + 9, protocolUdp);
    view.setUint16(at + 10, 0);
    this.#bytes.set(source, at + 12);
    this.#bytes.set(target, at + 16);
    let sum = 0;
    for (let word = 0; word < 20; word += 2) sum += view.getUint16(at + word);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    view.setUint16(at + 10, ~sum & 0xffff);
  }

  /** RFC 8200 3. An IPv4 end beside an IPv6 one is written as RFC 4291 2.5.5.2 maps it. */
  #six(at: number, source: Uint8Array, target: Uint8Array, payload: number): void {
    const view = this.#view;
    view.setUint32(at, 0x60000000);
    view.setUint16(at + 4, 8 + payload);
    view.setUint8(at + 6, protocolUdp);
    view.setUint8(at + 7, 64);
    this.#bytes.set(mapped(source), at + 8);
    this.#bytes.set(mapped(target), at + 24);
  }
}

function mapped(address: Uint8Array): Uint8Array {
  if (address.length === 16) return address;
  const wide = new Uint8Array(16);
  wide.set([0xff, 0xff], 10);
  wide.set(address, 12);
  return wide;
}
