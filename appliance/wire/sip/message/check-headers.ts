import { readNumber } from "./chars.ts";
import { parseCSeq } from "./cseq.ts";
import { isListHeader } from "./header-names.ts";
import { parseNameAddr } from "./name-addr.ts";
import { splitList } from "./split-list.ts";
import type { SipHeader } from "./types.ts";
import { parseVia } from "./via.ts";

/** What the head says about the whole message: the first fault in a header that routing and matching need, and the body's length. */
export type HeaderCheck = { why?: string; contentLength?: number; hasVia: boolean };

const isAddress = (value: string): boolean => parseNameAddr(value) !== undefined;

/** Per header: may it stand only once, and is a value good? */
const rules: Readonly<Record<string, { once?: true; requestOnly?: true; good: (value: string) => boolean }>> = {
  via: { good: (value) => parseVia(value) !== undefined },
  from: { once: true, good: isAddress },
  to: { once: true, good: isAddress },
  "call-id": { once: true, good: (value) => value !== "" && !value.includes(" ") && !value.includes("\t") },
  cseq: { once: true, good: (value) => parseCSeq(value) !== undefined },
  "max-forwards": { once: true, requestOnly: true, good: (value) => readNumber(value, 255) !== undefined },
  "content-length": { once: true, good: (value) => readNumber(value, 2 ** 31) !== undefined },
  "content-type": { once: true, good: (value) => value !== "" },
  contact: { requestOnly: true, good: (value) => value === "*" || isAddress(value) },
  route: { requestOnly: true, good: isAddress },
  "record-route": { good: isAddress },
};

/** RFC 3261 8.1.1: these make a request, and a response is nothing without them either. */
const needed = ["via", "from", "to", "call-id", "cseq"];

/** `method` is undefined for a response. */
export function checkHeaders(headers: readonly SipHeader[], method: string | undefined): HeaderCheck {
  const seen = new Set<string>();
  const check: HeaderCheck = { hasVia: false };
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    const rule = rules[lower];
    if (!rule || !Object.hasOwn(rules, lower) || (rule.requestOnly && method === undefined)) continue;
    if (rule.once && seen.has(lower)) check.why ??= `more than one ${name}`;
    seen.add(lower);
    if (!valueIsGood(lower, value, rule.good)) check.why ??= `malformed ${name}`;
    else if (lower === "content-length") check.contentLength ??= Number(value);
    // RFC 3261 8.1.1.5
    else if (lower === "cseq" && method !== undefined && parseCSeq(value)?.method !== method)
      check.why ??= "CSeq of another method";
  }
  check.hasVia = seen.has("via");
  for (const name of needed) if (!seen.has(name)) check.why ??= `no ${name}`;
  return check;
}

function valueIsGood(lower: string, value: string, good: (value: string) => boolean): boolean {
  if (!isListHeader(lower) || !value.includes(",")) return good(value);
  const values = splitList(value);
  return values.length > 0 && values.every(good);
}
