import { isHex } from "./chars.ts";
import { paramValue, type SipParam } from "./params.ts";
import type { SipUri, TelUri, Uri } from "./uri.ts";

const reserved = ";/?:@&=+$,";

/** Escapes of characters that need none are undone, the others get capital digits: only then may text be compared (RFC 3261 19.1.4). */
function plain(text: string): string {
  if (!text.includes("%")) return text;
  let out = "";
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== 37 || !isHex(text.charCodeAt(i + 1)) || !isHex(text.charCodeAt(i + 2))) {
      out += text[i];
      continue;
    }
    const code = Number.parseInt(text.slice(i + 1, i + 3), 16);
    const char = String.fromCharCode(code);
    out += code > 32 && code < 127 && char !== "%" && !reserved.includes(char) ? char : text.slice(i, i + 3).toUpperCase();
    i += 2;
  }
  return out;
}

const plainLower = (text: string | undefined): string | undefined => (text === undefined ? undefined : plain(text).toLowerCase());

/** Equality of RFC 3261 19.1.4 (sip, sips) and RFC 3966 4 (tel). */
export function sameUri(a: Uri, b: Uri): boolean {
  if (a.scheme === "tel" || b.scheme === "tel") return a.scheme === "tel" && b.scheme === "tel" && sameTel(a, b);
  return (
    a.scheme === b.scheme &&
    same(a.user, b.user) &&
    same(a.password, b.password) &&
    a.host.toLowerCase() === b.host.toLowerCase() &&
    a.port === b.port &&
    sameParams(a, b) &&
    sameHeaders(a.headers, b.headers)
  );
}

const same = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined ? a === b : plain(a) === plain(b);

/** These make a difference even when only one side has them. */
const alwaysCompared = ["user", "ttl", "method", "maddr", "transport"];

function sameParams(a: SipUri, b: SipUri): boolean {
  if (!alwaysCompared.every((name) => plainLower(paramValue(a.params, name)) === plainLower(paramValue(b.params, name))))
    return false;
  // Any other counts only when both sides have it.
  const others = firstValues(b.params);
  for (const [name, value] of firstValues(a.params)) if ((others.get(name) ?? value) !== value) return false;
  return true;
}

function firstValues(params: readonly SipParam[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of params) {
    const key = plain(name).toLowerCase();
    if (!values.has(key)) values.set(key, plainLower(value) ?? "");
  }
  return values;
}

function sameHeaders(a: readonly SipParam[], b: readonly SipParam[]): boolean {
  const flat = (headers: readonly SipParam[]): string =>
    headers
      .map(({ name, value }) => `${plain(name).toLowerCase()}=${plain(value ?? "")}`)
      .sort()
      .join("&");
  return a.length === b.length && flat(a) === flat(b);
}

function sameTel(a: TelUri, b: TelUri): boolean {
  const digits = (uri: TelUri): string =>
    [...uri.number]
      .filter((char) => !"-.()".includes(char))
      .join("")
      .toLowerCase();
  const flat = (uri: TelUri): string =>
    uri.params
      .map(({ name, value }) => `${name}=${value ?? ""}`.toLowerCase())
      .sort()
      .join(";");
  return digits(a) === digits(b) && flat(a) === flat(b);
}
