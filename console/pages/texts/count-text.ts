import { limitsOf, splitText } from "../../../appliance/contract/split-text.ts";

export type TextCount = {
  characters: number;
  parts: number /** Of the alphabet, in the last part. */;
  left: number;
  alphabet: "gsm7" | "ucs2";
};

/** As the box will cut it; nothing when it is too long for text messages at all. */
export function countText(text: string): TextCount | undefined {
  const split = splitText(text);
  if (!split) return undefined;
  const { alphabet, parts } = split;
  const limit = limitsOf(alphabet)[parts.length > 1 ? "part" : "whole"];
  return { characters: [...text].length, parts: text === "" ? 0 : parts.length, left: limit - parts.at(-1)!.length, alphabet };
}
