import { headerValue, headerValues } from "../message/headers.ts";
import { parseNameAddr } from "../message/name-addr.ts";
import { paramValue } from "../message/params.ts";
import { sameUri } from "../message/same-uri.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipRequest, SipResponse } from "../message/types.ts";
import { parseSipUri } from "../message/uri.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";

const DEFAULT_EXPIRES_S = 3_600;
const CONTACT_LIMIT = 10;

/** A REGISTER or SUBSCRIBE was granted over a connection: its contacts are reached over that connection until they expire. */
export function learnFlows(core: AgentCore, request: SipRequest, response: SipResponse, from: Peer): void {
  if (from.connection === undefined || (request.method !== "REGISTER" && request.method !== "SUBSCRIBE")) return;
  const granted = headerValues(response, "Contact").slice(0, CONTACT_LIMIT).map(read);
  const overall = parseDeltaSeconds(headerValue(response, "Expires") ?? headerValue(request, "Expires") ?? "");
  for (const text of headerValues(request, "Contact").slice(0, CONTACT_LIMIT)) {
    const contact = read(text);
    if (contact === undefined) continue;
    const same = granted.find((other) => other !== undefined && sameUri(other.uri, contact.uri));
    const expiresS = same?.expiresS ?? overall ?? contact.expiresS ?? DEFAULT_EXPIRES_S;
    if (expiresS === 0) core.flows.forget(contact.uri);
    else core.flows.learn(contact.uri, from, core.now + expiresS * 1_000);
  }
}

function read(text: string) {
  const address = parseNameAddr(text);
  const uri = address && parseSipUri(address.uri);
  return address && uri && { uri, expiresS: parseDeltaSeconds(paramValue(address.params, "expires") ?? "") };
}
