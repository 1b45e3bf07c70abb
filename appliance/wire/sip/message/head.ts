import { isSpace, isToken, tokenEnd } from "./chars.ts";
import { expandName } from "./header-names.ts";
import type { SipHeader, SipLimits } from "./types.ts";

/** Index of the CRLFCRLF that ends the head, or -1. */
export function headEnd(bytes: Uint8Array, from: number): number {
  let i = bytes.indexOf(13, from);
  while (i >= 0 && i + 3 < bytes.length) {
    if (bytes[i + 1] === 10 && bytes[i + 2] === 13 && bytes[i + 3] === 10) return i;
    i = bytes.indexOf(13, i + 1);
  }
  return -1;
}

/** The start line and what could be read of the headers; `why` is the first thing wrong with them. */
export type Head = { startLine: string; headers: SipHeader[]; why?: string; tooLarge?: true };

/** Reads a head without its closing blank line. Folded lines are joined by one blank (RFC 3261 7.3.1); compact names are expanded. */
export function readHead(text: string, limits: SipLimits): Head {
  const head: Head = { startLine: "", headers: [] };
  let pos = 0;
  let first = true;
  let folded = 0;
  while (pos < text.length || first) {
    const lf = text.indexOf("\n", pos);
    const end = lf < 0 ? text.length : lf - 1;
    // CRLF is the only line end: understanding others would let two readers see two different messages.
    const cr = text.indexOf("\r", pos);
    if (lf < 0 ? cr >= 0 : cr !== end) {
      head.why ??= "line end is not CRLF";
      if (first) head.startLine = text.slice(pos, Math.min(cr < 0 ? text.length : cr, lf < 0 ? text.length : lf));
      return head;
    }
    if (first) head.startLine = text.slice(pos, end);
    else if (isSpace(text.charCodeAt(pos))) {
      folded++;
      fold(head, text.slice(pos, end).trim());
    } else readLine(head, text, pos, end);
    first = false;
    if (head.headers.length > limits.headerCount || folded > limits.headerCount) {
      head.headers.length = Math.min(head.headers.length, limits.headerCount);
      head.why ??= "too many headers";
      head.tooLarge = true;
      return head;
    }
    const last = head.headers.at(-1);
    if (last && last.value.length + last.name.length > limits.headerBytes) {
      last.value = last.value.slice(0, limits.headerBytes);
      head.why ??= "header too long";
      head.tooLarge = true;
    }
    pos = end + 2;
  }
  return head;
}

function fold(head: Head, more: string): void {
  const last = head.headers.at(-1);
  if (!last) head.why ??= "folded line without header";
  else if (last.value === "") last.value = more;
  else if (more !== "") last.value = `${last.value} ${more}`;
}

function readLine(head: Head, text: string, from: number, end: number): void {
  const nameEnd = tokenEnd(text, from);
  let colon = nameEnd;
  while (isSpace(text.charCodeAt(colon))) colon++;
  const name = text.slice(from, nameEnd);
  if (nameEnd >= end || text.charCodeAt(colon) !== 58 || !isToken(name)) {
    head.why ??= "malformed header line";
    return;
  }
  let start = colon + 1;
  let stop = end;
  while (start < stop && isSpace(text.charCodeAt(start))) start++;
  while (stop > start && isSpace(text.charCodeAt(stop - 1))) stop--;
  head.headers.push({ name: expandName(name), value: text.slice(start, stop) });
}
