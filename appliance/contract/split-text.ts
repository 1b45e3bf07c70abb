import { septetsOf } from "./text-alphabet.ts";

/** A text as it goes over the air: whole, or in parts with room for their header. */
export type SplitText = { alphabet: "gsm7"; parts: number[][] } | { alphabet: "ucs2"; parts: number[][] };

// TS 23.040 9.2.3.24.1: 140 octets, six of them for the header of a part with a reference of 8 bits.
const limits = { gsm7: { whole: 160, part: 153 }, ucs2: { whole: 70, part: 67 } } as const;
export const limitsOf = (alphabet: SplitText["alphabet"]): { whole: number; part: number } => limits[alphabet];
/** The header counts parts in one octet. */
const mostParts = 255;

/**
 * The default alphabet if every character is in it, else UCS-2. Parts are septets or UTF-16 units; neither an escape nor a surrogate pair
 * is ever torn apart. Nothing when it would take more than 255 parts.
 */
export function splitText(text: string): SplitText | undefined {
  const characters = [...text.toWellFormed()];
  const septets = characters.map(septetsOf);
  const isGsm7 = septets.every((s) => s !== undefined);
  const alphabet = isGsm7 ? "gsm7" : "ucs2";
  const pieces = isGsm7 ? septets : characters.map((c) => Array.from({ length: c.length }, (_, i) => c.charCodeAt(i)));
  const units = pieces.reduce((sum, piece) => sum + piece!.length, 0);
  const limit = units <= limits[alphabet].whole ? limits[alphabet].whole : limits[alphabet].part;
  const parts: number[][] = [[]];
  for (const piece of pieces) {
    if (parts.at(-1)!.length + piece!.length > limit) parts.push([]);
    parts.at(-1)!.push(...piece!);
  }
  return parts.length > mostParts ? undefined : { alphabet, parts };
}
