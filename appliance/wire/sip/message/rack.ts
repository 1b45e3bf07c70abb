import { isToken, readNumber } from "./chars.ts";

/** RFC 3262 7.2: which reliable provisional response of which request a PRACK confirms. */
export type RAck = { rseq: number; cseq: number; method: string };

export function parseRAck(text: string): RAck | undefined {
  const words = text.split(/[ \t]/, 16).filter((word) => word !== "");
  if (words.length !== 3) return undefined;
  const rseq = readNumber(words[0]!, 2 ** 32 - 1);
  const cseq = readNumber(words[1]!, 2 ** 31 - 1);
  const method = words[2]!;
  return rseq === undefined || cseq === undefined || !isToken(method) ? undefined : { rseq, cseq, method };
}

export const formatRAck = ({ rseq, cseq, method }: RAck): string => `${rseq} ${cseq} ${method}`;

/** RSeq: 1 .. 2**32-1 (RFC 3262 7.1). */
export function parseRSeq(text: string): number | undefined {
  const number = readNumber(text.trim(), 2 ** 32 - 1);
  return number === 0 ? undefined : number;
}
