import { exhaustive } from "../../../kit/exhaustive.ts";
import { dialogAsUac } from "../dialog/create-dialog.ts";
import { cseqOf } from "../message/cseq.ts";
import { hasListed, headerValue } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import { parseRSeq } from "../message/rack.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { hangUp, sendBye } from "./hang-up.ts";
import type { ClientExchange, DialogEntry, ExchangeOutcome } from "./live-state.ts";
import { remoteTagOf } from "./outgoing.ts";
import { pinDialog } from "./pin-dialog.ts";
import { sendAck } from "./send-ack.ts";
import { setSessionTimer } from "./session-refresh.ts";
import { agreedTimer } from "./session-timer.ts";
import { watchSubscription } from "./subscription.ts";

/** What became of a request an application sent outside any dialog. */
export function heardAnswer(core: AgentCore, exchange: ClientExchange, outcome: ExchangeOutcome): void {
  switch (outcome.kind) {
    case "failed":
      dropEarly(core, exchange);
      tellMade(core, exchange, outcome.status);
      return;
    case "response": {
      const { response, from, late } = outcome;
      if (exchange.request.method !== "INVITE") otherAnswer(core, exchange, response, from);
      else if (response.status < 200) ringing(core, exchange, response, from);
      else if (response.status < 300) answered(core, exchange, response, from, late);
      else refused(core, exchange, response, from);
      return;
    }
    default:
      exhaustive(outcome);
  }
}

export function tellAnswer(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  const sip = core.bytesOf(response);
  const inside = exchange.dialog !== undefined || exchange.request.method === "INVITE";
  core.tell(exchange.client, {
    kind: "answer",
    meta: core.metaOf("network", sip, from),
    transactionId: exchange.id,
    dialogId: inside ? exchange.dialogId : "",
    sip,
  });
}

/** An answer nobody gave: timeout, no way there, cancelled before it was sent. */
export function tellMade(core: AgentCore, exchange: ClientExchange, status: number): void {
  const response = makeResponse(exchange.sentRequest ?? exchange.request, status, undefined, { toTag: core.options.newToken() });
  const sip = core.bytesOf(response);
  const inside = exchange.dialog !== undefined || exchange.request.method === "INVITE";
  const meta = core.ownMeta("network", exchange.dialog?.data.peer.transport ?? "udp");
  core.tell(exchange.client, {
    kind: "answer",
    meta,
    transactionId: exchange.id,
    dialogId: inside ? exchange.dialogId : "",
    sip,
  });
  if (exchange.request.method === "INVITE" && exchange.dialog === undefined) {
    core.cdr({ kind: "stop", reason: exchange.cancelled ? "call-canceled" : "call-rejected" }, "network", response);
  }
}

function ringing(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  if (exchange.winner !== undefined || !inOrder(exchange, response)) return;
  const tag = remoteTagOf(response);
  if (tag !== "" && !core.dialogs.full) {
    const data = dialogAsUac(exchange.request, response, from);
    const known = core.dialogs.find(exchange.callId, localTagOf(exchange), tag);
    if (known === undefined && data !== undefined) {
      const entry = core.dialogs.add(data, exchange.client);
      entry.clientInvite = exchange;
      pinDialog(core, entry, from);
    } else if (known !== undefined && data !== undefined && headerValue(response, "Contact") !== undefined) {
      known.data.remoteTarget = data.remoteTarget;
      if (data.remoteSdp !== undefined) known.data.remoteSdp = data.remoteSdp;
    }
  }
  tellAnswer(core, exchange, response, from);
}

/** RFC 3262 4: repetitions of a reliable provisional answer, and those that come before their turn, are not passed on. */
function inOrder(exchange: ClientExchange, response: SipResponse): boolean {
  const rseq = hasListed(response, "Require", "100rel") ? parseRSeq(headerValue(response, "RSeq") ?? "") : undefined;
  if (rseq === undefined) return true;
  const tag = remoteTagOf(response);
  const last = exchange.rseqs.get(tag);
  if (last !== undefined && rseq !== last + 1) return false;
  exchange.rseqs.set(tag, rseq);
  return true;
}

function answered(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer, late: boolean): void {
  const tag = remoteTagOf(response);
  if (exchange.winner === tag && !late) {
    // The peer did not get the ACK (RFC 3261 13.2.2.4).
    const ack = core.dialogs.find(exchange.callId, localTagOf(exchange), tag)?.answered?.ack ?? exchange.losers.get(tag);
    if (ack !== undefined) core.options.transactions.sendStateless(ack.message, ack.to);
    return;
  }
  const data = dialogAsUac(exchange.request, response, from);
  if (
    exchange.winner !== undefined ||
    late ||
    data === undefined ||
    exchange.client === undefined ||
    !core.roster.has(exchange.client)
  ) {
    if (exchange.winner === undefined && !late) {
      exchange.winner = tag;
      tellAnswer(core, exchange, response, from);
    }
    hangUpFork(core, exchange, response, from, tag);
    return;
  }
  exchange.winner = tag;
  const entry = confirm(core, exchange, response, from, tag);
  tellAnswer(core, exchange, response, from);
  core.cdr({ kind: "start", role: "uac" }, "network", response);
  setSessionTimer(core, entry, agreedTimer(response));
}

/** The early dialog of that fork becomes the call; the others are forgotten. The route is that of the 2xx (RFC 3261 13.2.2.4). */
function confirm(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer, tag: string): DialogEntry {
  const data = dialogAsUac(exchange.request, response, from)!;
  const early = core.dialogs.find(exchange.callId, localTagOf(exchange), tag);
  dropEarly(core, exchange, early);
  if (early !== undefined) {
    data.localCSeq = early.data.localCSeq; // PRACK and UPDATE took numbers
    if (early.data.remoteCSeq !== undefined) data.remoteCSeq = early.data.remoteCSeq;
    if (data.remoteSdp === undefined && early.data.remoteSdp !== undefined) data.remoteSdp = early.data.remoteSdp;
    early.data = data;
    early.clientInvite = undefined;
  }
  const entry = early ?? core.dialogs.add(data, exchange.client);
  pinDialog(core, entry, from);
  expectAck(core, entry, cseqOf(exchange.request)?.number ?? 0);
  if (exchange.cancelled) entry.hangUpWhenAcked = "ACK-BYE due to cancel race condition";
  return entry;
}

/** An application that never acknowledges would leave the peer repeating its 2xx. */
export function expectAck(core: AgentCore, entry: DialogEntry, cseq: number): void {
  core.timers.callOff(entry.answered?.giveUp);
  const giveUp = core.timers.at(core.now + 64 * core.options.times.t1Ms, () =>
    hangUp(core, entry, { text: "ACK timeout", cdr: "ack-timeout" }),
  );
  entry.answered = { cseq, ack: undefined, giveUp };
}

/** A second fork that answered, or an answer no application can take: ACK, then BYE (RFC 3261 13.2.2.4). */
function hangUpFork(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer, tag: string): void {
  if (exchange.losers.has(tag)) {
    const ack = exchange.losers.get(tag);
    if (ack !== undefined) core.options.transactions.sendStateless(ack.message, ack.to);
    return;
  }
  exchange.losers.set(tag, undefined);
  const data = dialogAsUac(exchange.request, response, from, exchange.request.uri);
  if (data === undefined) return;
  const early = core.dialogs.find(exchange.callId, localTagOf(exchange), tag);
  if (early !== undefined) core.dropDialog(early);
  const entry = core.dialogs.add(data, undefined);
  entry.ending = true;
  pinDialog(core, entry, from);
  sendAck(core, entry, cseqOf(exchange.request)?.number ?? 0, {}, (message, to) => exchange.losers.set(tag, { message, to }));
  sendBye(core, entry, "answered elsewhere");
  core.dropDialog(entry);
}

function refused(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  dropEarly(core, exchange);
  tellAnswer(core, exchange, response, from);
  const canceled = exchange.cancelled && response.status === 487;
  core.cdr({ kind: "stop", reason: canceled ? "call-canceled" : "call-rejected" }, "network", response);
}

function dropEarly(core: AgentCore, exchange: ClientExchange, but?: DialogEntry): void {
  for (const entry of [...core.dialogs.allNamed(exchange.dialogId)]) {
    if (entry !== but && entry.data.state === "early" && entry.clientInvite === exchange) core.dropDialog(entry);
  }
}

/** SUBSCRIBE and REFER make a dialog with their 2xx (RFC 6665 4.4.1); everything else is just passed on. */
function otherAnswer(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  const { request } = exchange;
  if ((request.method === "SUBSCRIBE" || request.method === "REFER") && response.status >= 200 && response.status < 300) {
    const data = dialogAsUac(request, response, from);
    const known = data && core.dialogs.find(exchange.callId, data.localTag, data.remoteTag);
    const entry = known ?? (data === undefined || core.dialogs.full ? undefined : core.dialogs.add(data, exchange.client));
    if (entry !== undefined) {
      exchange.dialog = entry;
      pinDialog(core, entry, from);
      watchSubscription(
        core,
        entry,
        request,
        parseDeltaSeconds(headerValue(response, "Expires") ?? headerValue(request, "Expires") ?? ""),
      );
    }
  }
  tellAnswer(core, exchange, response, from);
}

const localTagOf = (exchange: ClientExchange): string => tagOf(headerValue(exchange.request, "From") ?? "") ?? "";
