import { dialogId } from "../dialog/dialog-data.ts";
import { parseCSeq } from "../message/cseq.ts";
import { hasListed } from "../message/headers.ts";
import { makeRequest } from "../message/make-request.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipHeader, SipRequest } from "../message/types.ts";
import { parseSipUri } from "../message/uri.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand, Candidate } from "./agent-types.ts";
import { heardAnswer } from "./answers-to-app.ts";
import type { OwnPlace } from "./app-headers.ts";
import { appHeaders, ownContact, withOwnPlace } from "./app-headers.ts";
import { requestInDialogFromApp } from "./app-request-in-dialog.ts";
import { contentTypeOf } from "./in-dialog-headers.ts";
import { allowedMethods } from "./incoming-request.ts";
import type { ClientExchange } from "./live-state.ts";
import { hopOf, isOurselves, peerOf, reach } from "./next-hop.ts";
import { openExchange, sendExchange } from "./outgoing.ts";

type Ask = Extract<AppCommand, { kind: "request" }>;

/** What the server sets or checks itself in a new request. */
const handled: ReadonlySet<string> = new Set(["from", "to", "call-id", "cseq", "max-forwards", "content-type"]);
const getsContact: ReadonlySet<string> = new Set(["INVITE", "SUBSCRIBE", "REFER"]);
const LOOKUP_LIMIT = 1_000;

/** An application asks for a request to be sent. */
export function requestFromApp(core: AgentCore, client: string, ask: Ask): void {
  if (ask.dialogId !== "" || ask.method === "ACK") {
    requestInDialogFromApp(core, client, ask);
    return;
  }
  const { limits } = core.options;
  if (core.stopping) core.fail(client, ask.id, "server is stopping");
  else if (core.clientById.size >= limits.clientExchanges || core.lookups.size >= LOOKUP_LIMIT)
    core.fail(client, ask.id, "too many requests under way");
  else if (ask.method === "INVITE" && core.dialogs.full) core.fail(client, ask.id, "too many dialogs");
  else sendNew(core, client, ask);
}

function sendNew(core: AgentCore, client: string, ask: Ask): void {
  const target = hopOf(ask.nextHop === "" ? ask.uri : ask.nextHop);
  if (target === undefined) {
    core.fail(client, ask.id, `no usable destination in '${(ask.nextHop || ask.uri).slice(0, 80)}'`);
    return;
  }
  if (isOurselves(core, target)) {
    core.fail(client, ask.id, "can not send request to myself");
    return;
  }
  if (ask.sip.body.length > 0 && contentTypeOf(ask) === undefined) {
    core.fail(client, ask.id, "missing content-type");
    return;
  }
  // A phone that registered over a connection is reached over it (RFC 5626 5.3 in spirit).
  const uri = parseSipUri(ask.nextHop === "" ? ask.uri : ask.nextHop);
  const flow = uri === undefined ? undefined : core.flows.find(uri, core.now);
  if (flow !== undefined) launch(core, client, ask, [flow]);
  else reach(core, target, (found) => launch(core, client, ask, found));
}

function launch(core: AgentCore, client: string, ask: Ask, found: readonly (Candidate | Peer)[]): void {
  // Names were looked up, and the application is gone.
  if (!core.roster.has(client)) return;
  // A name may lead back to us as well as an address.
  if (
    found.length > 0 &&
    found.every(({ transport, address: host, port }) => isOurselves(core, { host, port, transport, secure: false }))
  ) {
    core.fail(client, ask.id, "can not send request to myself");
    return;
  }
  const nowhere = core.options.points[0];
  const fallback = nowhere && { transport: nowhere.transport, address: nowhere.address, port: 0, local: nowhere.id };
  let peer: Peer | undefined;
  for (const candidate of found) peer ??= "local" in candidate ? candidate : peerOf(core, candidate);
  const place = peer ?? fallback;
  if (place === undefined) {
    core.fail(client, ask.id, "no listen point");
    return;
  }
  const request = newRequest(core, ask, place);
  if (typeof request === "string") {
    core.fail(client, ask.id, request);
    return;
  }
  const fromTag = tagOf(request.headers.find(({ name }) => name === "From")?.value ?? "") ?? "";
  const callId = request.headers.find(({ name }) => name === "Call-ID")?.value ?? "";
  const exchange: ClientExchange = openExchange(core, {
    client,
    request,
    dialogId: dialogId(callId, fromTag),
    sent: (sent, to) => echo(core, exchange, ask.id, sent, to),
    hear: (outcome) => heardAnswer(core, exchange, outcome),
  });
  if (peer === undefined) echo(core, exchange, ask.id, request, place);
  sendExchange(core, exchange, found);
}

function echo(core: AgentCore, exchange: ClientExchange, replyTo: string, sent: SipRequest, to: Peer): void {
  exchange.sent = undefined;
  const sip = core.bytesOf(sent);
  core.tell(exchange.client, { kind: "request-sent", replyTo, meta: core.localMeta(sip, to), transactionId: exchange.id, sip });
  if (sent.method === "INVITE") core.cdr({ kind: "attempt" }, "application", sent);
}

/** The complete request without Via, or why it can't be made. */
function newRequest(core: AgentCore, ask: Ask, to: Peer): SipRequest | string {
  const { host, port } = core.options.advertised(to.local, to.address);
  const place: OwnPlace = { host, port, transport: to.transport };
  const given = (name: string): string | undefined => {
    const value = ask.sip.headers.find((header) => header.name.toLowerCase() === name)?.value;
    return value === undefined || value === "" ? undefined : withOwnPlace(name, value, place);
  };
  const secure = /^sips:/i.test(ask.uri);
  const contact = given("contact") ?? (getsContact.has(ask.method) ? ownContact(place, secure) : undefined);
  const from =
    given("from") ?? (/^\s*[<"]/.test(contact ?? "") && !contact!.includes(";expires") ? contact! : ownContact(place, secure));
  const callId = given("call-id") ?? core.options.newId();
  if (/[|\s]/.test(callId)) return "unusable Call-ID";
  const fromTag = tagOf(from);
  if (fromTag !== undefined && /[|\s]/.test(fromTag)) return "unusable From tag";
  const number = parseCSeq(given("cseq") ?? "")?.number ?? Number.parseInt(given("cseq") ?? "", 10);
  const headers: SipHeader[] = [
    { name: "Max-Forwards", value: maxForwards(given("max-forwards")) },
    { name: "From", value: fromTag === undefined ? `${from};tag=${core.options.newToken()}` : from },
    { name: "To", value: given("to") ?? `<${ask.uri}>` },
    { name: "Call-ID", value: callId },
    { name: "CSeq", value: `${Number.isInteger(number) && number >= 0 ? number : firstCSeq(core)} ${ask.method}` },
  ];
  const rest = appHeaders(ask.sip.headers, place, handled);
  if (contact !== undefined && given("contact") === undefined) headers.push({ name: "Contact", value: contact });
  const request = makeRequest({ method: ask.method, uri: ask.uri, headers: headers.concat(rest), body: ask.sip.body });
  addDefaults(core, request);
  const contentType = contentTypeOf(ask);
  if (contentType !== undefined) request.headers.push({ name: "Content-Type", value: contentType });
  return request;
}

/** RFC 3261 13.2.1: an INVITE says what we understand. */
function addDefaults(core: AgentCore, request: SipRequest): void {
  const has = (name: string): boolean => request.headers.some((header) => header.name.toLowerCase() === name);
  if (request.method === "INVITE") {
    if (!has("allow")) request.headers.push({ name: "Allow", value: allowedMethods });
    if (!hasListed(request, "Supported", "timer")) request.headers.push({ name: "Supported", value: "timer" });
  }
  if (core.options.userAgent !== "" && !has("user-agent"))
    request.headers.push({ name: "User-Agent", value: core.options.userAgent });
}

/** RFC 3261 8.1.1.6. An application that passes a call on may count down what it got. */
function maxForwards(given: string | undefined): string {
  const number = Number(given);
  return given !== undefined && Number.isInteger(number) && number >= 0 && number <= 255 ? String(number) : "70";
}

/** Grows with time, so that a later request with the same Call-ID has a higher number (RFC 3261 8.1.1.5: below 2**31). */
const firstCSeq = (core: AgentCore): number => Math.floor(core.atMs / 1_000) % 2 ** 30;
