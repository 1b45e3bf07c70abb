import { skipSpace, tokenEnd } from "../message/chars.ts";
import { quotedEnd } from "../message/quoted.ts";

/**
 * `Digest realm="a, b", nonce="…"`. Names in lower case; values without quotes but with their escapes, for the hash is over the text as it
 * stood there (RFC 7616 3.3, unq).
 */
export type AuthParams = { scheme: string; params: ReadonlyMap<string, string> };

const paramLimit = 32;

/** Undefined when malformed, when a name comes twice, or when there are more than 32 parameters. */
export function parseAuthParams(text: string): AuthParams | undefined {
  const start = skipSpace(text, 0);
  const schemeEnd = tokenEnd(text, start);
  if (schemeEnd === start) return undefined;
  const params = new Map<string, string>();
  let i = skipSpace(text, schemeEnd);
  while (i < text.length) {
    if (text.charCodeAt(i) === 44) {
      i = skipSpace(text, i + 1);
      continue;
    }
    const nameEnd = tokenEnd(text, i);
    const equals = skipSpace(text, nameEnd);
    const name = text.slice(i, nameEnd).toLowerCase();
    if (nameEnd === i || text.charCodeAt(equals) !== 61 || params.has(name) || params.size >= paramLimit) return undefined;
    const from = skipSpace(text, equals + 1);
    const quoted = text.charCodeAt(from) === 34;
    const to = quoted ? quotedEnd(text, from) : bareEnd(text, from);
    if (to < from) return undefined;
    params.set(name, quoted ? text.slice(from + 1, to - 1) : text.slice(from, to));
    i = skipSpace(text, to);
    if (i < text.length && text.charCodeAt(i) !== 44) return undefined;
  }
  return { scheme: text.slice(start, schemeEnd), params };
}

function bareEnd(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 44 || code === 34) break;
  }
  return i;
}
