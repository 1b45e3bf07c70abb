import { basicLetters, extensionTable, septetsOf, toExtension } from "../../contract/text-alphabet.ts";

export const fitsGsm7 = (text: string): boolean => [...text].every((character) => septetsOf(character) !== undefined);

/** Text of septets. An escape before a septet the table hasn't got shows the basic character (6.2.1.1 note 1), one at the end nothing. */
export function textOfSeptets(septets: Iterable<number>): string {
  let text = "";
  let escaped = false;
  for (const septet of septets) {
    if (escaped) {
      text += extensionTable[septet] ?? basicAt(septet);
      escaped = false;
    } else if (septet === toExtension) escaped = true;
    else text += basicAt(septet);
  }
  return text;
}

const letters = [...basicLetters];
const basicAt = (septet: number): string => (septet === toExtension ? " " : (letters[septet] ?? "?"));

/**
 * Septets into octets, lowest bits first (6.1.2.1). `fillBits` (0…6) before the first septet bring it to a septet boundary after a
 * user data header (TS 23.040 9.2.3.24).
 */
export function packSeptets(septets: readonly number[], fillBits = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((fillBits + septets.length * 7) / 8));
  let bit = fillBits;
  for (const septet of septets) {
    const [at, shift] = [bit >> 3, bit & 7];
    octets[at] = octets[at]! | ((septet << shift) & 255);
    if (shift > 1) octets[at + 1] = septet >> (8 - shift);
    bit += 7;
  }
  return octets;
}

/** `count` septets from the octets; fewer when the octets end before. */
export function unpackSeptets(octets: Uint8Array, count: number, fillBits = 0): number[] {
  const septets: number[] = [];
  for (let bit = fillBits; septets.length < count && bit + 7 <= octets.length * 8; bit += 7) {
    const [at, shift] = [bit >> 3, bit & 7];
    const both = octets[at]! | ((octets[at + 1] ?? 0) << 8);
    septets.push((both >> shift) & 127);
  }
  return septets;
}
