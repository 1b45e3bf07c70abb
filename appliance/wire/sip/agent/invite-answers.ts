import { dialogAsUac } from "../dialog/create-dialog.ts";
import { cseqOf } from "../message/cseq.ts";
import { hasListed, headerValue } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import { parseRSeq } from "../message/rack.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { hangUp, sendBye } from "./hang-up.ts";
import type { ClientExchange, DialogEntry } from "./live-state.ts";
import { remoteTagOf } from "./outgoing.ts";
import { pinDialog } from "./pin-dialog.ts";
import { sendAck } from "./send-ack.ts";
import { setSessionTimer } from "./session-refresh.ts";
import { agreedTimer } from "./session-timer.ts";
import { tellAnswer } from "./tell-answer.ts";

/** A provisional answer to our INVITE makes or moves an early dialog (RFC 3261 12.1.2). */
export function ringing(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
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

/** A 2xx: the first makes the call, later ones are repetitions or forks that lost (RFC 3261 13.2.2.4). */
export function answered(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer, late: boolean): void {
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

export function refused(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  dropEarly(core, exchange);
  tellAnswer(core, exchange, response, from);
  const canceled = exchange.cancelled && response.status === 487;
  core.cdr({ kind: "stop", reason: canceled ? "call-canceled" : "call-rejected" }, "network", response);
}

/** The early dialogs of an INVITE that is over, or was answered by another fork. */
export function dropEarly(core: AgentCore, exchange: ClientExchange, but?: DialogEntry): void {
  for (const entry of [...core.dialogs.allNamed(exchange.dialogId)]) {
    if (entry !== but && entry.data.state === "early" && entry.clientInvite === exchange) core.dropDialog(entry);
  }
}

const localTagOf = (exchange: ClientExchange): string => tagOf(headerValue(exchange.request, "From") ?? "") ?? "";
