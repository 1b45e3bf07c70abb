import { encodeUtf8 } from "../../kit/utf8.ts";

/** No control characters, halves of characters, or signs that stand for bytes that were none. */
export function isPlain(text: string, lines: boolean): boolean {
  for (const sign of text) {
    const code = sign.codePointAt(0)!;
    if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff) || (code >= 0x7f && code < 0xa0)) return false;
    if (code < 0x20 && !(lines && (code === 10 || code === 13 || code === 9))) return false;
  }
  return true;
}

const longestHex = 1000;
/** What can't be read, to be shown as it came. */
export const hexOf = (text: string): string =>
  [...encodeUtf8(text).subarray(0, longestHex / 2)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
