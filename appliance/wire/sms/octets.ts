/** Reads a PDU octet by octet and knows when it is too short. */
export class OctetReader {
  readonly #octets: Uint8Array;
  #at = 0;
  /** Somebody read beyond the end: what was read since then is nothing. */
  short = false;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  octet(): number {
    if (this.left < 1) {
      this.short = true;
      return 0;
    }
    return this.#octets[this.#at++]!;
  }

  octets(count: number): Uint8Array {
    if (this.left < count) this.short = true;
    const found = this.#octets.subarray(this.#at, this.#at + count);
    this.#at += found.length;
    return found;
  }
}

/** Octets of an even number of hexadecimal digits; nothing of anything else, or of more than a PDU can have (TS 27.005 3.1 with TS 23.040 9.2.3). */
export function octetsOfHex(hex: string): Uint8Array | undefined {
  if (hex.length % 2 !== 0 || hex.length > 2 * mostOctets || !/^[0-9A-Fa-f]*$/.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** An SMSC address of 12 octets and a TPDU of 176. */
const mostOctets = 188;

export const hexOfOctets = (octets: Iterable<number>): string =>
  [...octets].map((octet) => octet.toString(16).padStart(2, "0").toUpperCase()).join("");
