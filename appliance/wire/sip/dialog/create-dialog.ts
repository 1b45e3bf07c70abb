import { bodyText } from "../message/body-text.ts";
import { cseqOf } from "../message/cseq.ts";
import type { WithHeaders } from "../message/headers.ts";
import { hasListed, headerValue, headerValues } from "../message/headers.ts";
import { formatNameAddr, parseNameAddr, tagOf } from "../message/name-addr.ts";
import { removeParam } from "../message/params.ts";
import type { SipMessage, SipRequest, SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { DialogData } from "./dialog-data.ts";
import { dialogId } from "./dialog-data.ts";

const SDP_LIMIT = 16_384;
const ROUTE_LIMIT = 16;

/** The dialog a request of the peer and our answer make (RFC 3261 12.1.1). Undefined when the request has no usable Contact. */
export function dialogAsUas(request: SipRequest, answer: SipResponse, from: Peer): DialogData | undefined {
  const target = contactUri(request);
  const callId = headerValue(request, "Call-ID");
  const fromValue = headerValue(request, "From");
  const toValue = headerValue(answer, "To");
  if (target === undefined || callId === undefined || fromValue === undefined || toValue === undefined) return undefined;
  const remoteTag = tagOf(fromValue) ?? "";
  return {
    id: dialogId(callId, remoteTag),
    usage: usageOf(request),
    role: "uas",
    state: answer.status < 200 ? "early" : "confirmed",
    callId,
    localTag: tagOf(toValue) ?? "",
    remoteTag,
    localParty: withoutTag(toValue),
    remoteParty: withoutTag(fromValue),
    localCSeq: 0,
    remoteCSeq: cseqOf(request)?.number ?? 0,
    routeSet: headerValues(request, "Record-Route").slice(0, ROUTE_LIMIT),
    remoteTarget: target,
    localContact: headerValue(answer, "Contact") ?? "",
    secure: from.transport === "tls" && /^sips:/i.test(request.uri),
    ...sdp("localSdp", answer),
    ...sdp("remoteSdp", request),
    ...abilities(request),
    peer: from,
  };
}

/**
 * The dialog our request and an answer of a peer make (RFC 3261 12.1.2). Undefined when a 2xx has no usable Contact and no `fallback` target is given.
 */
export function dialogAsUac(request: SipRequest, answer: SipResponse, from: Peer, fallback?: string): DialogData | undefined {
  const callId = headerValue(request, "Call-ID");
  const fromValue = headerValue(request, "From");
  const toValue = headerValue(answer, "To");
  // An early answer may lack Contact (RFC 3261 12.1.1 wants one); until a better one comes the request's own target serves.
  const target = contactUri(answer) ?? (answer.status < 200 ? request.uri : fallback);
  if (target === undefined || callId === undefined || fromValue === undefined || toValue === undefined) return undefined;
  const localTag = tagOf(fromValue) ?? "";
  return {
    id: dialogId(callId, localTag),
    usage: usageOf(request),
    role: "uac",
    state: answer.status < 200 ? "early" : "confirmed",
    callId,
    localTag,
    remoteTag: tagOf(toValue) ?? "",
    localParty: withoutTag(fromValue),
    remoteParty: withoutTag(toValue),
    localCSeq: cseqOf(request)?.number ?? 1,
    routeSet: headerValues(answer, "Record-Route").slice(0, ROUTE_LIMIT).reverse(),
    remoteTarget: target,
    localContact: headerValue(request, "Contact") ?? "",
    secure: from.transport === "tls" && /^sips:/i.test(request.uri),
    ...sdp("localSdp", request),
    ...sdp("remoteSdp", answer),
    ...abilities(answer),
    peer: from,
  };
}

/** The first Contact's URI, when there is one that a request can be sent to. */
export function contactUri(message: WithHeaders): string | undefined {
  const first = headerValues(message, "Contact")[0];
  const uri = first === undefined ? undefined : parseNameAddr(first)?.uri;
  return uri !== undefined && /^sips?:/i.test(uri) ? uri : undefined;
}

/** The session description of a message, when it has one of bearable size. */
export function sdpOf(message: SipMessage): string | undefined {
  if (message.body.length === 0 || message.body.length > SDP_LIMIT) return undefined;
  return /^application\/sdp\b/i.test(headerValue(message, "Content-Type") ?? "") ? bodyText(message) : undefined;
}

/** What the peer says it can do; only what the message names. */
export function abilities(message: SipMessage): Pick<DialogData, "peerAllows" | "peerSupportsTimer"> {
  return {
    peerAllows: headerValues(message, "Allow").map((method) => method.toUpperCase()),
    peerSupportsTimer: hasListed(message, "Supported", "timer"),
  };
}

function sdp<Name extends "localSdp" | "remoteSdp">(name: Name, message: SipMessage): { [key in Name]?: string } {
  const text = sdpOf(message);
  return text === undefined ? {} : ({ [name]: text } as { [key in Name]?: string });
}

function usageOf(request: SipRequest): DialogData["usage"] {
  return request.method === "INVITE" ? "invite" : "subscribe";
}

function withoutTag(value: string): string {
  const parsed = parseNameAddr(value);
  if (parsed === undefined) return value.replace(/;\s*tag=[^;]*/i, "");
  removeParam(parsed.params, "tag");
  return formatNameAddr(parsed);
}
