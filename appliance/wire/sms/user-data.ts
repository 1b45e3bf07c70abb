import { textOfSeptets, unpackSeptets } from "./gsm7.ts";

/** Which part of a longer text this is. `index` counts from 1. */
export type SmsPartOf = { reference: number; total: number; index: number };
export type UserData = { text: string; part?: SmsPartOf } | { data: Uint8Array; part?: SmsPartOf };

export type Alphabet = "gsm7" | "octets" | "ucs2" | "compressed";

/** TS 23.038 4: which alphabet the user data is in, and the message class if it has one (0: shown at once, kept nowhere). */
export function readDataCoding(dcs: number): { alphabet: Alphabet; messageClass?: number } {
  const group = dcs >> 4;
  if (group <= 7) {
    const classed = dcs & 0x10 ? { messageClass: dcs & 3 } : {};
    if (dcs & 0x20) return { alphabet: "compressed", ...classed };
    return { alphabet: (["gsm7", "octets", "ucs2", "gsm7"] as const)[(dcs >> 2) & 3]!, ...classed };
  }
  if (group === 14) return { alphabet: "ucs2" };
  if (group === 15) return { alphabet: dcs & 4 ? "octets" : "gsm7", messageClass: dcs & 3 };
  // 1100 and 1101 are message waiting in the default alphabet; the rest is reserved and read as such.
  return { alphabet: "gsm7" };
}

/** TS 23.040 9.2.3.24. `length` is in septets for the default alphabet, else in octets. Nothing when header and lengths contradict each other. */
export function readUserData(octets: Uint8Array, length: number, alphabet: Alphabet, hasHeader: boolean): UserData | undefined {
  const octetsWanted = alphabet === "gsm7" ? Math.ceil((length * 7) / 8) : length;
  if (octets.length < octetsWanted || octetsWanted > mostOctets) return undefined;
  const used = octets.subarray(0, octetsWanted);
  const headerOctets = hasHeader ? 1 + (used[0] ?? 255) : 0;
  if (headerOctets > used.length) return undefined;
  const part = hasHeader ? partOf(used.subarray(1, headerOctets)) : undefined;
  if (part === "malformed") return undefined;
  const known = part ? { part } : {};
  const body = used.subarray(headerOctets);
  if (alphabet === "gsm7") {
    // The text begins at a septet boundary counted from the start of the header.
    const headerSeptets = Math.ceil((headerOctets * 8) / 7);
    if (length < headerSeptets) return undefined;
    const fillBits = headerSeptets * 7 - headerOctets * 8;
    return { text: textOfSeptets(unpackSeptets(body, length - headerSeptets, fillBits)), ...known };
  }
  if (alphabet === "ucs2") return body.length % 2 ? undefined : { text: textOfUcs2(body), ...known };
  return { data: body.slice(), ...known };
}

const mostOctets = 140;

/** Information elements: 0x00 is concatenation with a reference of 8 bits, 0x08 with one of 16 (9.2.3.24.1, .8). Others are passed over. */
function partOf(header: Uint8Array): SmsPartOf | "malformed" | undefined {
  let found: SmsPartOf | undefined;
  for (let at = 0; at < header.length; ) {
    const [kind, length] = [header[at]!, header[at + 1]];
    if (length === undefined || at + 2 + length > header.length) return "malformed";
    const value = header.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    const wide = kind === 8 ? 1 : 0;
    if ((kind !== 0 && kind !== 8) || length !== 3 + wide) continue;
    const reference = wide ? (value[0]! << 8) | value[1]! : value[0]!;
    const [total, index] = [value[1 + wide]!, value[2 + wide]!];
    // 9.2.3.24.1: with a total or index of 0, or an index beyond the total, the element is ignored.
    if (total > 0 && index > 0 && index <= total) found = { reference, total, index };
  }
  return found;
}

/** UTF-16 in fact: phones send pairs for what lies outside the basic plane. */
function textOfUcs2(octets: Uint8Array): string {
  let text = "";
  for (let i = 0; i < octets.length; i += 2) text += String.fromCharCode((octets[i]! << 8) | octets[i + 1]!);
  return text.toWellFormed();
}
