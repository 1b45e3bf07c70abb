import { parseNameAddr } from "./name-addr.ts";
import { paramValue } from "./params.ts";
import { parsePrivacy } from "./privacy.ts";
import { splitList } from "./split-list.ts";
import { parseSipUri, unescapeUri } from "./uri.ts";

/**
 * One target a request had (RFC 7044 section 5). `cause`: why it came to this target (RFC 4458 section 2), or, as RFC 4244 had it,
 * why it left it (`left`). `mp`: the index of the target that was changed into this one (RFC 7044 section 5). `hidden`: not to be shown.
 */
export type HistoryEntry = { uri: string; index: string; cause?: number; left?: number; mp?: string; hidden: boolean };

const longestHeader = 8_000;
const mostEntries = 30;

/** In the order of their indexes, which is the order of events. What can't be read is left out. */
export function parseHistory(header: string): HistoryEntry[] {
  const out: HistoryEntry[] = [];
  for (const text of splitList(header.slice(0, longestHeader)).slice(0, mostEntries)) {
    const address = parseNameAddr(text);
    const index = address && paramValue(address.params, "index");
    if (!address || !index || !/^\d{1,3}(\.\d{1,3}){0,15}$/.test(index)) continue;
    const mp = paramValue(address.params, "mp");
    const entry: HistoryEntry = { uri: address.uri, index, hidden: false, ...(mp ? { mp } : {}) };
    const uri = parseSipUri(address.uri);
    const cause = uri && status(paramValue(uri.params, "cause"));
    if (cause) entry.cause = cause;
    const reason = uri && paramValue(uri.headers, "Reason");
    const left = reason && status(/^\s*SIP\s*;.*\bcause\s*=\s*(\d{3})/i.exec(unescapeUri(reason))?.[1]);
    if (left) entry.left = left;
    // RFC 7044 10.1: hidden by the one it names, or already made nobody.
    const privacy = uri && paramValue(uri.headers, "Privacy");
    entry.hidden = parsePrivacy(privacy && unescapeUri(privacy)).history || uri?.host.toLowerCase() === "anonymous.invalid";
    out.push(entry);
  }
  return out.sort((a, b) => compareIndexes(a.index, b.index));
}

const status = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-6]\d\d$/.test(text) ? Number(text) : undefined;

function compareIndexes(a: string, b: string): number {
  const [one, other] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const difference = Number(one[i] ?? -1) - Number(other[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** RFC 7044 section 5. `cause` goes into the URI (RFC 4458 section 2). */
export const formatHistory = (list: readonly { uri: string; index: string; cause?: number; mp?: string }[]): string =>
  list
    .map(({ uri, index, cause, mp }) => `<${uri}${cause ? `;cause=${cause}` : ""}>;index=${index}${mp ? `;mp=${mp}` : ""}`)
    .join(", ");
