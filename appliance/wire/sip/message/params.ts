import { isToken, skipSpace, tokenEnd } from "./chars.ts";
import { quote, quotedEnd, unquote } from "./quoted.ts";

/** `;name=value`. `value` is without quotes and escapes; absent for a bare `;lr`. `quoted` remembers that it stood in quotes. */
export type SipParam = { name: string; value?: string; quoted?: true };

/** Reads `;a=b;c` from `from` to the end of the text. Undefined when anything there is no parameter (RFC 3261 25.1 generic-param). */
export function parseParams(text: string, from = 0): SipParam[] | undefined {
  const params: SipParam[] = [];
  let i = skipSpace(text, from);
  while (i < text.length) {
    if (text.charCodeAt(i) !== 59) return undefined;
    const start = skipSpace(text, i + 1);
    const end = tokenEnd(text, start);
    if (end === start) return undefined;
    const name = text.slice(start, end);
    i = skipSpace(text, end);
    if (text.charCodeAt(i) !== 61) {
      params.push({ name });
      continue;
    }
    i = skipSpace(text, i + 1);
    const stop = text.charCodeAt(i) === 34 ? quotedEnd(text, i) : valueEnd(text, i);
    if (stop <= i) return undefined;
    if (text.charCodeAt(i) === 34) params.push({ name, value: unquote(text.slice(i, stop)), quoted: true });
    else params.push({ name, value: text.slice(i, stop) });
    i = skipSpace(text, stop);
  }
  return params;
}

// Wider than gen-value: some peers put bare IPv6 addresses and slashes here, and nothing is lost by understanding them.
function valueEnd(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 34 || code === 44 || code === 59 || code === 60 || code === 62 || code === 127) break;
  }
  return i;
}

export function formatParams(params: readonly SipParam[]): string {
  let out = "";
  for (const { name, value, quoted } of params) {
    if (value === undefined) out += `;${name}`;
    else out += quoted || valueEnd(value, 0) !== value.length || value === "" ? `;${name}=${quote(value)}` : `;${name}=${value}`;
  }
  return out;
}

const find = (params: readonly SipParam[], name: string): SipParam | undefined => {
  for (const param of params) {
    if (param.name === name || (param.name.length === name.length && param.name.toLowerCase() === name.toLowerCase()))
      return param;
  }
  return undefined;
};

export const hasParam = (params: readonly SipParam[], name: string): boolean => find(params, name) !== undefined;
/** Undefined both when absent and when without value; see `hasParam`. Names are compared without regard to case. */
export const paramValue = (params: readonly SipParam[], name: string): string | undefined => find(params, name)?.value;

/** Replaces the first of that name in place, or adds at the end. */
export function setParam(params: SipParam[], name: string, value?: string): void {
  const old = find(params, name);
  const fresh: SipParam =
    value === undefined
      ? { name }
      : isToken(value) || valueEnd(value, 0) === value.length
        ? { name, value }
        : { name, value, quoted: true };
  if (old) params[params.indexOf(old)] = fresh;
  else params.push(fresh);
}

export function removeParam(params: SipParam[], name: string): void {
  const old = find(params, name);
  if (old) params.splice(params.indexOf(old), 1);
}
