import { encodeUtf8 } from "../../kit/utf8.ts";

/**
 * A number in [0, 1) that depends on the text alone and is spread evenly (FNV-1a, then the finisher of MurmurHash3).
 * Not for secrets: it decides shares and samples in a way that anybody can work out again.
 */
export function drawLot(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encodeUtf8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
