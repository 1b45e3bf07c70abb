import { limitsOf, splitText } from "../../contract/split-text.ts";

/** A text about an alarm that needs more is cut: its beginning says what matters. */
const mostParts = 8;

/** A text as it can be sent, cut where it would take more than eight parts, and how many parts it goes out in (TS 23.040 9.2.3.24.1). */
export function smsText(text: string): { text: string; parts: number } {
  // A character takes a unit at least: never more of them fit than units.
  const characters = [...text.toWellFormed()].slice(0, mostParts * limitsOf("gsm7").part + 1);
  const sent = (length: number): { text: string; parts: number } => {
    const begin = characters.slice(0, length).join("");
    return { text: begin, parts: splitText(begin)?.parts.length ?? Number.POSITIVE_INFINITY };
  };
  // More characters never take fewer parts: the most that fit are found by halving.
  let fits = 0;
  let most = characters.length;
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (sent(middle).parts <= mostParts) fits = middle;
    else most = middle - 1;
  }
  return sent(fits);
}
