import { septetsOf } from "../../contract/text-alphabet.ts";
import { packSeptets, textOfSeptets, unpackSeptets } from "./gsm7.ts";
import type { OctetReader } from "./octets.ts";

/** Who sent or gets a message. "name": an alphanumeric sender, who can't be answered. */
export type SmsAddress = { number: string; kind: "international" | "national" | "name" };

// TS 23.040 9.1.2.5: type of number in bits 4…6, numbering plan in bits 0…3; bit 7 is always set.
const international = 0x91;
const unknown = 0x81;
const alphanumeric = 5;
// 9.1.2.3: semi-octets 10…14; 15 fills up an odd count.
const semiOctets = "0123456789*#abc";
const mostDigits = 20;

/** Length in useful semi-octets, type, digits. Nothing for what is no number. */
export function addressOctets(number: string): number[] | undefined {
  const digits = number.startsWith("+") ? number.slice(1) : number;
  if (!/^[0-9*#]{1,20}$/.test(digits)) return undefined;
  return [digits.length, number.startsWith("+") ? international : unknown, ...swapped(digits)];
}

function swapped(digits: string): number[] {
  const codes = [...digits].map((digit) => semiOctets.indexOf(digit));
  if (codes.length % 2) codes.push(15);
  return codes.flatMap((code, i) => (i % 2 ? [] : [code | (codes[i + 1]! << 4)]));
}

/** Reads an address whose first octet is its length in semi-octets (9.1.2.5). Nothing when it is malformed. */
export function readAddress(reader: OctetReader): SmsAddress | undefined {
  const length = reader.octet();
  const type = reader.octet();
  const octets = reader.octets(Math.ceil(length / 2));
  if (reader.short || length > mostDigits || (type & 0x80) === 0) return undefined;
  const kind = (type >> 4) & 7;
  if (kind === alphanumeric) {
    const septets = unpackSeptets(octets, Math.floor((length * 4) / 7));
    return {
      number: textOfSeptets(septets)
        .replace(/[\r\n\f]/g, " ")
        .trim(),
      kind: "name",
    };
  }
  const digits = digitsOf(octets, length);
  if (digits === undefined) return undefined;
  return kind === 1 ? { number: `+${digits}`, kind: "international" } : { number: digits, kind: "national" };
}

/** `length` digits; nothing when there is a filler among them. */
export function digitsOf(octets: Uint8Array, length: number): string | undefined {
  let digits = "";
  for (let i = 0; i < length; i++) {
    const octet = octets[i >> 1]!;
    const digit = semiOctets[i % 2 ? octet >> 4 : octet & 15];
    if (digit === undefined) return undefined;
    digits += digit;
  }
  return digits;
}

/** An alphanumeric address as a network would send it; for the other side in tests and simulators. */
export function nameOctets(name: string): number[] | undefined {
  const septets = [...name].map(septetsOf);
  if (name.length === 0 || septets.some((s) => s === undefined)) return undefined;
  const flat = septets.flatMap((s) => [...s!]);
  if (flat.length > 11) return undefined;
  return [Math.ceil((flat.length * 7) / 4), 0xd0, ...packSeptets(flat)];
}
