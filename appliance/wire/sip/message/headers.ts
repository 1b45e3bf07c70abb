import { expandName, isListHeader } from "./header-names.ts";
import { splitList } from "./split-list.ts";
import type { SipHeader } from "./types.ts";

/** Anything with a header list: requests, responses, half-read requests of a fault. */
export type WithHeaders = { headers: SipHeader[] };

const same = (header: SipHeader, name: string, lower: string): boolean =>
  header.name === name || (header.name.length === name.length && header.name.toLowerCase() === lower);

/** The first line of that name, whole as written (not split at commas). Names compare without regard to case; compact forms are understood. */
export function headerValue(message: WithHeaders, name: string): string | undefined {
  const full = expandName(name);
  const lower = full.toLowerCase();
  for (const header of message.headers) if (same(header, full, lower)) return header.value;
  return undefined;
}

/** All values of that name from top to bottom; list headers (Via, Route, Contact, Allow …) are split at their commas. */
export function headerValues(message: WithHeaders, name: string): string[] {
  const full = expandName(name);
  const lower = full.toLowerCase();
  const out: string[] = [];
  const list = isListHeader(lower);
  for (const header of message.headers) {
    if (!same(header, full, lower)) continue;
    if (list) out.push(...splitList(header.value));
    else out.push(header.value);
  }
  return out;
}

export const hasHeader = (message: WithHeaders, name: string): boolean => headerValue(message, name) !== undefined;

/** True when a list header (Require, Supported, Allow …) holds that word, in any case. */
export function hasListed(message: WithHeaders, name: string, word: string): boolean {
  const lower = word.toLowerCase();
  return headerValues(message, name).some((value) => value.toLowerCase() === lower);
}

/** The first line of that name gets the value, further ones go; without one it is added at the end. */
export function setHeader(message: WithHeaders, name: string, value: string): void {
  const full = expandName(name);
  const lower = full.toLowerCase();
  const at = message.headers.findIndex((header) => same(header, full, lower));
  if (at < 0) {
    message.headers.push({ name: full, value });
    return;
  }
  const kept = message.headers[at]!.name;
  message.headers = message.headers.filter((header, i) => i === at || !same(header, full, lower));
  message.headers[at] = { name: kept, value };
}

export function addHeader(message: WithHeaders, name: string, value: string): void {
  message.headers.push({ name: expandName(name), value });
}

/** Above all others of that name (Via, Record-Route), else at the very top. */
export function prependHeader(message: WithHeaders, name: string, value: string): void {
  const full = expandName(name);
  const lower = full.toLowerCase();
  const at = message.headers.findIndex((header) => same(header, full, lower));
  message.headers.splice(Math.max(at, 0), 0, { name: full, value });
}

export function removeHeader(message: WithHeaders, name: string): void {
  const full = expandName(name);
  const lower = full.toLowerCase();
  message.headers = message.headers.filter((header) => !same(header, full, lower));
}
