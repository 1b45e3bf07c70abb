import { skipSpace, tokenEnd } from "./chars.ts";
import { headerValue, type WithHeaders } from "./headers.ts";
import { formatHostPort, readHostPort } from "./host-port.ts";
import { formatParams, paramValue, parseParams, type SipParam } from "./params.ts";
import { splitList } from "./split-list.ts";

/** One Via value. `transport` in capitals; `host` without IPv6 brackets. rport, received, branch, maddr are in `params`. */
export type Via = { transport: string; host: string; port?: number; params: SipParam[] };

/** RFC 3261 20.42. Undefined when malformed or not SIP/2.0. */
export function parseVia(text: string): Via | undefined {
  let i = skipSpace(text, 0);
  const words: string[] = [];
  for (let part = 0; part < 3; part++) {
    const end = tokenEnd(text, i);
    if (end === i) return undefined;
    words.push(text.slice(i, end).toUpperCase());
    i = skipSpace(text, end);
    if (part === 2) {
      if (i === end) return undefined;
      break;
    }
    if (text.charCodeAt(i) !== 47) return undefined;
    i = skipSpace(text, i + 1);
  }
  if (words[0] !== "SIP" || words[1] !== "2.0") return undefined;
  const sentBy = readHostPort(text, i, true);
  if (!sentBy) return undefined;
  const params = parseParams(text, sentBy.end);
  if (!params) return undefined;
  const via: Via = { transport: words[2]!, host: sentBy.host, params };
  if (sentBy.port !== undefined) via.port = sentBy.port;
  return via;
}

export const formatVia = (via: Via): string => `SIP/2.0/${via.transport} ${formatHostPort(via)}${formatParams(via.params)}`;

export const branchOf = (via: Via): string | undefined => paramValue(via.params, "branch");

/** The topmost Via value, also when several stand in one line. */
export function topVia(message: WithHeaders): Via | undefined {
  const line = headerValue(message, "Via");
  if (line === undefined) return undefined;
  return parseVia(line.includes(",") ? (splitList(line)[0] ?? "") : line);
}
