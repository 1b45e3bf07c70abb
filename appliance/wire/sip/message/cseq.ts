import { isToken, readNumber, skipSpace, tokenEnd } from "./chars.ts";
import { headerValue, type WithHeaders } from "./headers.ts";

export type CSeq = { number: number; method: string };

/** RFC 3261 8.1.1.5: the number is below 2**31. */
export function parseCSeq(text: string): CSeq | undefined {
  const start = skipSpace(text, 0);
  const end = tokenEnd(text, start);
  const number = readNumber(text.slice(start, end), 2 ** 31 - 1);
  const method = text.slice(end).trim();
  return number === undefined || !isToken(method) ? undefined : { number, method };
}

export const formatCSeq = ({ number, method }: CSeq): string => `${number} ${method}`;

export function cseqOf(message: WithHeaders): CSeq | undefined {
  const value = headerValue(message, "CSeq");
  return value === undefined ? undefined : parseCSeq(value);
}
