import type { Random } from "./random.ts";
import { bytesOf } from "./torture-text.ts";

/** What grammars trip over. */
export const sharp = [
  '"',
  "<",
  ">",
  ";",
  ",",
  ":",
  "@",
  "%",
  "%00",
  "\\",
  "\r",
  "\n",
  "\r\n",
  "\r\n\r\n",
  " ",
  "\t",
  "\0",
  "[",
  "]",
  "=",
  "?",
  "é",
  "-1",
];

/** A message with one fault in it, or two: mostly made from `readable` ones, parts of `all` mixed in. */
export function mutated(random: Random, readable: readonly Uint8Array[], all: readonly Uint8Array[]): Uint8Array {
  const bytes = mutatedOnce(random, random.pick(random.chance(0.8) ? readable : all), all);
  return random.chance(0.3) ? mutatedOnce(random, bytes, all) : bytes;
}

function mutatedOnce(random: Random, bytes: Uint8Array, all: readonly Uint8Array[]): Uint8Array {
  const at = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + random.below(40));
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (random.below(6)) {
    case 0:
      return join(head, Uint8Array.of(random.below(256)), bytes.subarray(at + 1));
    case 1:
      return join(head, tail);
    case 2:
      return join(head, middle, middle, middle, tail);
    case 3:
      return join(head, bytesOf(random.pick(sharp).repeat(1 + random.below(3))), bytes.subarray(at));
    case 4: {
      const other = random.pick(all);
      return join(head, other.subarray(random.below(other.length)));
    }
    default:
      return random.chance(0.2) ? head : join(head, bytesOf(String(random.below(2 ** 31))), tail);
  }
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => bytesOf(...parts.map((part) => [...part]));
