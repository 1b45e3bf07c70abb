import { isDigit, isToken, isTokenChar, skipSpace } from "./chars.ts";
import { formatParams, paramValue, parseParams, type SipParam } from "./params.ts";
import { quote, quotedEnd, unquote } from "./quoted.ts";

/** A From, To, Contact, Route … value. `uri` is text in any scheme; `display` is without quotes and escapes. */
export type NameAddr = { display?: string; uri: string; params: SipParam[] };

/** RFC 3261 20.10, 25.1 name-addr / addr-spec with parameters. Undefined when malformed; `*` of a Contact is no address. */
export function parseNameAddr(text: string): NameAddr | undefined {
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) === 34) {
    const end = quotedEnd(text, start);
    if (end < 0) return undefined;
    const open = skipSpace(text, end);
    return text.charCodeAt(open) === 60 ? bracketed(text, open, unquote(text.slice(start, end))) : undefined;
  }
  const open = text.indexOf("<", start);
  if (open >= 0) {
    const before = text.slice(start, open).trimEnd();
    if (before === "") return bracketed(text, open, undefined);
    // Display names ought to be tokens; phones send "Müller (Büro)" without quotes. A comma would be another value, a colon a bare URI.
    if (!hasAny(before)) return bracketed(text, open, before);
  }
  return bare(text, start);
}

function hasAny(display: string): boolean {
  for (let i = 0; i < display.length; i++) {
    const code = display.charCodeAt(i);
    if (code === 44 || code === 59 || code === 58 || code === 34 || code === 62) return true;
  }
  return false;
}

function bracketed(text: string, open: number, display: string | undefined): NameAddr | undefined {
  const close = text.indexOf(">", open);
  if (close < 0) return undefined;
  const uri = text.slice(open + 1, close);
  if (!isAbsolute(uri)) return undefined;
  const params = parseParams(text, close + 1);
  if (!params) return undefined;
  return display === undefined || display === "" ? { uri, params } : { display, uri, params };
}

function bare(text: string, start: number): NameAddr | undefined {
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 59 || code === 32 || code === 9) break;
    // RFC 3261 20.10: a URI with comma, question mark or semicolon must stand in brackets.
    if (code === 44 || code === 63) return undefined;
  }
  const uri = text.slice(start, end);
  if (!isAbsolute(uri)) return undefined;
  const params = parseParams(text, end);
  return params && { uri, params };
}

/** scheme ":" something, with nothing inside that could not be in a URI. */
function isAbsolute(uri: string): boolean {
  const colon = uri.indexOf(":");
  if (colon <= 0 || colon === uri.length - 1 || isDigit(uri.charCodeAt(0))) return false;
  for (let i = 0; i < colon; i++) if (!isTokenChar(uri.charCodeAt(i))) return false;
  for (let i = colon + 1; i < uri.length; i++) {
    const code = uri.charCodeAt(i);
    if (code <= 32 || code === 34 || code === 60 || code === 62 || code === 127) return false;
  }
  return true;
}

/** Always with brackets, so parameters can't be taken for the URI's. */
export function formatNameAddr({ display, uri, params }: NameAddr): string {
  const name = display === undefined || display === "" ? "" : isToken(display) ? `${display} ` : `${quote(display)} `;
  return `${name}<${uri}>${formatParams(params)}`;
}

/** The tag parameter of a From or To (RFC 3261 19.3). */
export function tagOf(value: string | NameAddr): string | undefined {
  const address = typeof value === "string" ? parseNameAddr(value) : value;
  return address && paramValue(address.params, "tag");
}
