import { isDigit, isHex, isUriHeaderChar, isUriParamChar, isUserChar } from "./chars.ts";
import { formatHostPort, readHostPort } from "./host-port.ts";
import type { SipParam } from "./params.ts";
import { escapeUri } from "./uri-escape.ts";

export { unescapeUri } from "./uri-escape.ts";

/**
 * RFC 3261 19.1. All parts are text as written, escapes included (see `unescapeUri`); `formatUri` escapes what may not stand there.
 * `host` is without IPv6 brackets.
 */
export type SipUri = {
  scheme: "sip" | "sips";
  user?: string;
  password?: string;
  host: string;
  port?: number;
  params: SipParam[];
  headers: SipParam[];
};
/** RFC 3966. `number` keeps its visual separators. */
export type TelUri = { scheme: "tel"; number: string; params: SipParam[] };
export type Uri = SipUri | TelUri;

/** Lower-case scheme of any URI; undefined when there is none. */
export function schemeOf(text: string): string | undefined {
  const colon = text.indexOf(":");
  return colon > 0 ? text.slice(0, colon).toLowerCase() : undefined;
}

/** Undefined for other schemes and for malformed URIs. */
export function parseUri(text: string): Uri | undefined {
  const scheme = schemeOf(text);
  if (scheme === "tel") return parseTel(text);
  if (scheme !== "sip" && scheme !== "sips") return undefined;
  let i = scheme.length + 1;
  const uri: SipUri = { scheme, host: "", params: [], headers: [] };
  const at = text.indexOf("@", i);
  if (at >= 0) {
    if (!readUserInfo(text.slice(i, at), uri)) return undefined;
    i = at + 1;
  }
  const place = readHostPort(text, i);
  if (!place) return undefined;
  uri.host = place.host;
  if (place.port !== undefined) uri.port = place.port;
  const question = text.indexOf("?", place.end);
  const paramsEnd = question < 0 ? text.length : question;
  if (!readPairs(text, place.end, paramsEnd, 59, uri.params)) return undefined;
  if (question >= 0 && !readPairs(`&${text.slice(question + 1)}`, 0, text.length - question, 38, uri.headers)) return undefined;
  return uri;
}

/** sip and sips only. */
export function parseSipUri(text: string): SipUri | undefined {
  const uri = parseUri(text);
  return uri && uri.scheme !== "tel" ? uri : undefined;
}

function readUserInfo(info: string, uri: SipUri): boolean {
  if (!plausible(info)) return false;
  const colon = info.indexOf(":");
  uri.user = colon < 0 ? info : info.slice(0, colon);
  if (colon >= 0) uri.password = info.slice(colon + 1);
  return uri.user !== "";
}

function parseTel(text: string): TelUri | undefined {
  const semicolon = text.indexOf(";");
  const end = semicolon < 0 ? text.length : semicolon;
  const number = text.slice(4, end);
  let digits = 0;
  for (let i = 0; i < number.length; i++) {
    const code = number.charCodeAt(i);
    if (isDigit(code) || isHex(code) || code === 42 || code === 35) digits++;
    else if (!(code === 43 && i === 0) && !"-.()".includes(number[i]!)) return undefined;
  }
  const uri: TelUri = { scheme: "tel", number, params: [] };
  return digits > 0 && readPairs(text, end, text.length, 59, uri.params) ? uri : undefined;
}

/** `;a=b;c` or `&a=b`: each begins with the separator. */
function readPairs(text: string, from: number, end: number, separator: number, out: SipParam[]): boolean {
  let i = from;
  while (i < end) {
    if (text.charCodeAt(i) !== separator) return false;
    const start = i + 1;
    i = start;
    let equals = -1;
    for (; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === separator) break;
      if (code === 61 && equals < 0) equals = i;
    }
    const nameEnd = equals < 0 ? i : equals;
    if (nameEnd === start) return false;
    const pair = text.slice(start, i);
    if (!plausible(pair)) return false;
    if (equals < 0) out.push({ name: pair });
    else out.push({ name: text.slice(start, equals), value: text.slice(equals + 1, i) });
  }
  return true;
}

/** Escapes are whole and nothing is there that ends a URI; rarer characters ("#" in dialled codes) are let through. */
function plausible(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 37) {
      if (!isHex(text.charCodeAt(i + 1)) || !isHex(text.charCodeAt(i + 2))) return false;
      i += 2;
    } else if (code <= 32 || code === 34 || code === 60 || code === 62 || code === 64 || code === 127) return false;
  }
  return true;
}

const pairs = (list: readonly SipParam[], allowed: (code: number) => boolean): string[] =>
  list.map(({ name, value }) =>
    value === undefined ? escapeUri(name, allowed) : `${escapeUri(name, allowed)}=${escapeUri(value, allowed)}`,
  );

export function formatUri(uri: Uri): string {
  const params = uri.params.length === 0 ? "" : `;${pairs(uri.params, isUriParamChar).join(";")}`;
  if (uri.scheme === "tel") return `tel:${uri.number}${params}`;
  const password = uri.password === undefined ? "" : `:${escapeUri(uri.password, isUserChar)}`;
  const user = uri.user === undefined ? "" : `${escapeUri(uri.user, isUserChar)}${password}@`;
  const headers = uri.headers.length === 0 ? "" : `?${pairs(uri.headers, isUriHeaderChar).join("&")}`;
  return `${uri.scheme}:${user}${formatHostPort(uri)}${params}${headers}`;
}
