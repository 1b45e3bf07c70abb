import { parseNameAddr } from "./name-addr.ts";
import { paramValue } from "./params.ts";
import { parseReplaces, type Replaces } from "./replaces.ts";
import { formatUri, parseUri, unescapeUri } from "./uri.ts";

/** RFC 3515 2.1. `uri` is the target without method and embedded headers; `replaces` makes it an attended transfer (RFC 3891 4). */
export type ReferTo = { uri: string; display?: string; method: string; replaces?: Replaces };

export function parseReferTo(text: string): ReferTo | undefined {
  const address = parseNameAddr(text);
  const uri = address && parseUri(address.uri);
  if (!address || !uri) return undefined;
  const referTo: ReferTo = { uri: address.uri, method: "INVITE" };
  if (address.display !== undefined) referTo.display = address.display;
  if (uri.scheme === "tel") return referTo;
  const method = paramValue(uri.params, "method");
  if (method !== undefined) referTo.method = unescapeUri(method);
  const embedded = paramValue(uri.headers, "Replaces");
  if (embedded !== undefined) {
    const replaces = parseReplaces(unescapeUri(embedded));
    if (!replaces) return undefined;
    referTo.replaces = replaces;
  }
  referTo.uri = formatUri({ ...uri, headers: [], params: uri.params.filter(({ name }) => name.toLowerCase() !== "method") });
  return referTo;
}
