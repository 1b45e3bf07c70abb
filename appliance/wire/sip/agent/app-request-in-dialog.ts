import { dialogRequest, nextCSeq } from "../dialog/dialog-request.ts";
import { noteLocalSdp, noteRemoteSdp, refreshTarget } from "../dialog/dialog-rules.ts";
import { parseCSeq } from "../message/cseq.ts";
import { headerValue } from "../message/headers.ts";
import { parseRAck } from "../message/rack.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipRequest, SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { ackFromApp, claim } from "./app-ack.ts";
import { endPending, hangUp } from "./hang-up.ts";
import { contentTypeOf, inDialogHeaders } from "./in-dialog-headers.ts";
import { expectAck } from "./invite-answers.ts";
import type { ClientExchange, DialogEntry, ExchangeOutcome } from "./live-state.ts";
import { reachDialog } from "./next-hop.ts";
import { openExchange, sendExchange } from "./outgoing.ts";
import { pinDialog } from "./pin-dialog.ts";
import { setSessionTimer } from "./session-refresh.ts";
import { agreedTimer } from "./session-timer.ts";
import { watchSubscription } from "./subscription.ts";
import { tellAnswer, tellMade } from "./tell-answer.ts";

type Ask = Extract<AppCommand, { kind: "request" }>;
const NO_DIALOG = "Server error: unable to find dialog for dialog id provided";

/** A request of an application inside a dialog; its request-URI means nothing, the dialog's target is what counts. */
export function requestInDialogFromApp(core: AgentCore, client: string, ask: Ask): void {
  if (ask.method === "ACK") {
    ackFromApp(core, client, ask);
    return;
  }
  const entry = ask.method === "PRACK" ? earlyDialog(core, ask) : core.dialogs.named(ask.dialogId);
  if (entry === undefined) {
    core.fail(client, ask.id, NO_DIALOG);
    return;
  }
  claim(core, entry, client);
  // RFC 3261 15: the called side may not hang up before the ACK
  if (ask.method === "BYE" && entry.unacked !== undefined && !entry.ending) {
    entry.whenAcked.push({ run: () => send(core, client, entry, ask), lost: () => core.fail(client, ask.id, NO_DIALOG) });
    return;
  }
  send(core, client, entry, ask);
}

/** Forks share a dialog id: the PRACK goes where its answer came from. */
function earlyDialog(core: AgentCore, ask: Ask): DialogEntry | undefined {
  const rack = parseRAck(ask.sip.headers.find(({ name }) => name.toLowerCase() === "rack")?.value ?? "");
  const forks = core.dialogs.allNamed(ask.dialogId);
  return forks.find(({ clientInvite, data }) => clientInvite?.rseqs.get(data.remoteTag) === rack?.rseq) ?? forks.at(-1);
}

function send(core: AgentCore, client: string, entry: DialogEntry, ask: Ask): void {
  const { method } = ask;
  const contentType = contentTypeOf(ask);
  if (ask.sip.body.length > 0 && contentType === undefined) {
    core.fail(client, ask.id, "missing content-type");
    return;
  }
  const busy = isBusy(entry, method);
  if (method === "BYE") {
    endPending(core, entry);
    entry.ending = true;
  }
  const given = ask.sip.headers.find(({ name }) => name.toLowerCase() === "cseq")?.value ?? "";
  const cseq = nextCSeq(entry.data, parseCSeq(given)?.number);
  const request = dialogRequest(entry.data, {
    method,
    cseq,
    headers: inDialogHeaders(core, entry, ask, contentType),
    body: ask.sip.body,
  });
  const exchange: ClientExchange = openExchange(core, {
    client,
    request,
    dialogId: entry.data.id,
    dialog: entry,
    sent: (sent, to) => {
      const sip = core.bytesOf(sent);
      core.tell(client, {
        kind: "request-sent",
        replyTo: ask.id,
        meta: core.localMeta(sip, to),
        transactionId: exchange.id,
        sip,
      });
      if (method === "BYE") core.cdr({ kind: "stop", reason: "normal-release" }, "application", sent);
    },
    hear: (outcome) => heard(core, entry, exchange, cseq, outcome),
  });
  if (busy) {
    // RFC 3261 14.1: never two at a time; said as the peer would say it, so that the application treats both alike
    exchange.sent?.(request, entry.data.peer);
    core.clientById.delete(exchange.id);
    tellMade(core, exchange, 491);
    return;
  }
  if (method === "INVITE") entry.clientInvite = exchange;
  if (method === "UPDATE") entry.clientUpdate = exchange;
  reachDialog(core, entry, (found) => sendExchange(core, exchange, found));
}

function isBusy(entry: DialogEntry, method: string): boolean {
  if (method === "INVITE") return entry.clientInvite !== undefined || entry.serverInvite !== undefined;
  return method === "UPDATE" && entry.clientUpdate !== undefined;
}

function heard(core: AgentCore, entry: DialogEntry, exchange: ClientExchange, cseq: number, outcome: ExchangeOutcome): void {
  const { method } = exchange.request;
  const status = outcome.kind === "response" ? outcome.response.status : outcome.status;
  const response = outcome.kind === "response" ? outcome.response : undefined;
  if (response !== undefined && status < 200) {
    tellAnswer(core, exchange, response, entry.data.peer);
    return;
  }
  if (method === "INVITE" && status < 300 && repeated(core, entry, exchange, cseq)) return;
  if (entry.clientInvite === exchange) entry.clientInvite = undefined;
  if (entry.clientUpdate === exchange) entry.clientUpdate = undefined;
  if (response !== undefined && status < 300)
    took(core, entry, exchange.request, response, cseq, (outcome as { from: Peer }).from);
  if (response === undefined) tellMade(core, exchange, status);
  else tellAnswer(core, exchange, response, (outcome as { from: Peer }).from);
  if (method === "BYE") {
    // A challenged BYE is sent again with credentials.
    if (status !== 401 && status !== 407) core.dropDialog(entry);
  } else if (
    (method === "INVITE" || method === "UPDATE") &&
    (status === 481 || status === 408) &&
    entry.data.state === "confirmed"
  ) {
    hangUp(core, entry, { text: "dialog is gone at the other side", cdr: "system-initiated-termination" }); // RFC 3261 12.2.1.2
  }
}

/** A repeated 2xx means that the peer did not get the ACK. */
function repeated(core: AgentCore, entry: DialogEntry, exchange: ClientExchange, cseq: number): boolean {
  if (exchange.winner === undefined) {
    exchange.winner = entry.data.remoteTag;
    return false;
  }
  const ack = entry.answered?.cseq === cseq ? entry.answered.ack : undefined;
  if (ack !== undefined) core.options.transactions.sendStateless(ack.message, ack.to);
  return true;
}

function took(core: AgentCore, entry: DialogEntry, request: SipRequest, response: SipResponse, cseq: number, from: Peer): void {
  const { method } = request;
  if (method === "INVITE") expectAck(core, entry, cseq);
  if (method === "INVITE" || method === "UPDATE") {
    refreshTarget(entry.data, method, response);
    noteLocalSdp(entry.data, request);
    noteRemoteSdp(entry.data, response);
    pinDialog(core, entry, from);
    setSessionTimer(core, entry, agreedTimer(response));
    return;
  }
  if (method === "PRACK") noteRemoteSdp(entry.data, response);
  if (method === "SUBSCRIBE") refreshTarget(entry.data, method, response);
  const expiresS = parseDeltaSeconds(headerValue(response, "Expires") ?? headerValue(request, "Expires") ?? "");
  watchSubscription(core, entry, request, expiresS);
}
