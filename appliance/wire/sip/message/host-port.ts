import { isDigit, isHex, isHostChar, readNumber, skipSpace } from "./chars.ts";

/** Host without IPv6 brackets. */
export type HostPort = { host: string; port?: number };

/** Reads host[:port] at `from`; `end` is the index after it. `spaced` allows blanks around the colon, as in Via (RFC 3261 25.1 sent-by). */
export function readHostPort(text: string, from: number, spaced = false): (HostPort & { end: number }) | undefined {
  let end: number;
  let host: string;
  if (text.charCodeAt(from) === 91) {
    end = text.indexOf("]", from) + 1;
    if (end === 0 || end - from > 64) return undefined;
    host = text.slice(from + 1, end - 1);
    if (!isIpv6(host)) return undefined;
  } else {
    end = from;
    while (end < text.length && isHostChar(text.charCodeAt(end))) end++;
    host = text.slice(from, end);
    if (host === "" || host.length > 255) return undefined;
  }
  const colon = spaced ? skipSpace(text, end) : end;
  if (text.charCodeAt(colon) !== 58) return { host, end };
  const digits = spaced ? skipSpace(text, colon + 1) : colon + 1;
  let stop = digits;
  while (stop < text.length && isDigit(text.charCodeAt(stop))) stop++;
  const port = readNumber(text.slice(digits, stop), 65_535);
  return port === undefined ? undefined : { host, port, end: stop };
}

export const formatHostPort = ({ host, port }: HostPort): string => {
  const shown = host.includes(":") ? `[${host}]` : host;
  return port === undefined ? shown : `${shown}:${port}`;
};

/** Characters and colons only; the operating system has the last word when it is used. */
function isIpv6(text: string): boolean {
  let colons = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 58) colons++;
    else if (!isHex(code) && code !== 46) return false;
  }
  return colons >= 2 && colons <= 8;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".", 5);
  return parts.length === 4 && parts.every((part) => part.length <= 3 && readNumber(part, 255) !== undefined);
}

export const isIpLiteral = (text: string): boolean => isIpv4(text) || isIpv6(text);
