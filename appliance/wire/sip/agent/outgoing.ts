import { exhaustive } from "../../../kit/exhaustive.ts";
import { headerValue } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipHeader, SipRequest, SipResponse } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { Candidate } from "./agent-types.ts";
import type { ClientExchange, DialogEntry } from "./live-state.ts";
import { peerOf } from "./next-hop.ts";

export type ExchangeParts = Pick<ClientExchange, "request" | "hear" | "sent"> & {
  client: string | undefined;
  dialogId: string;
  dialog?: DialogEntry;
};

/** A request that waits for its addresses; nothing is sent yet. */
export function openExchange(core: AgentCore, parts: ExchangeParts): ClientExchange {
  const exchange: ClientExchange = {
    id: core.options.newId(),
    client: parts.client,
    request: parts.request,
    callId: headerValue(parts.request, "Call-ID") ?? "",
    dialogId: parts.dialogId,
    dialog: parts.dialog,
    candidates: [],
    attempt: 0,
    key: undefined,
    state: "resolving",
    cancelled: false,
    failover: undefined,
    rseqs: new Map(),
    winner: undefined,
    losers: new Map(),
    sentRequest: undefined,
    sentTo: undefined,
    hear: parts.hear,
    sent: parts.sent,
  };
  core.clientById.set(exchange.id, exchange);
  return exchange;
}

/** Sends it to the first address that works; the rest are for later (RFC 3263 4.3). */
export function sendExchange(core: AgentCore, exchange: ClientExchange, candidates: readonly (Candidate | Peer)[]): void {
  if (exchange.state === "done") return;
  exchange.candidates = [...candidates];
  attempt(core, exchange);
}

function attempt(core: AgentCore, exchange: ClientExchange): void {
  const candidate = exchange.candidates[exchange.attempt];
  const peer =
    candidate === undefined
      ? undefined
      : "local" in candidate
        ? candidate
        : peerOf(core, candidate, exchange.dialog?.data.peer.local);
  if (peer === undefined) {
    if (exchange.attempt + 1 < exchange.candidates.length) {
      exchange.attempt++;
      attempt(core, exchange);
    } else finish(core, exchange, { kind: "failed", status: 503, why: "no way to the destination" });
    return;
  }
  exchange.state = "trying";
  exchange.key = core.options.transactions.request(exchange.request, peer, core.now);
  core.clientByKey.set(exchange.key, exchange);
  core.timers.callOff(exchange.failover);
  exchange.failover = undefined;
  if (hasNext(exchange)) {
    exchange.failover = core.timers.at(core.now + core.options.times.failoverMs, () => {
      if (exchange.state === "trying") tryNext(core, exchange);
    });
  }
}

const hasNext = (exchange: ClientExchange): boolean =>
  exchange.dialog === undefined && !exchange.cancelled && exchange.attempt + 1 < exchange.candidates.length;

function tryNext(core: AgentCore, exchange: ClientExchange): void {
  exchange.attempt++;
  attempt(core, exchange);
}

/** The transaction layer puts the request on the wire for the first time: now its whole text is known. */
export function exchangeSent(core: AgentCore, key: TransactionKey, request: SipRequest, to: Peer): void {
  const exchange = core.clientByKey.get(key);
  if (exchange === undefined || exchange.key !== key || request.method !== exchange.request.method) return;
  exchange.sentRequest = request;
  exchange.sentTo = to;
  const sent = exchange.sent;
  exchange.sent = undefined;
  sent?.(request, to);
}

export function exchangeAnswered(core: AgentCore, key: TransactionKey, response: SipResponse, from: Peer): void {
  const exchange = core.clientByKey.get(key);
  if (exchange === undefined) return;
  if (exchange.key !== key) {
    answeredTooLate(core, exchange, key, response, from);
    return;
  }
  core.timers.callOff(exchange.failover);
  exchange.failover = undefined;
  // RFC 3263 4.3: 503 is a failure of that server, not of the call
  if (response.status === 503 && exchange.state === "trying" && hasNext(exchange)) {
    tryNext(core, exchange);
    return;
  }
  if (response.status < 200 && exchange.state !== "done") exchange.state = "proceeding";
  if (response.status > 100) {
    if (response.status >= 200) exchange.state = "done";
    exchange.hear({ kind: "response", response, from, late: false });
  }
}

/** An address we had given up on speaks after all: an INVITE there must not stay open. */
function answeredTooLate(
  core: AgentCore,
  exchange: ClientExchange,
  key: TransactionKey,
  response: SipResponse,
  from: Peer,
): void {
  if (exchange.request.method !== "INVITE") return;
  if (response.status < 200) core.options.transactions.cancel(key, core.now);
  else if (response.status < 300) exchange.hear({ kind: "response", response, from, late: true });
}

export function exchangeFailed(core: AgentCore, key: TransactionKey, why: "timeout" | "transport" | "no-ack"): void {
  const exchange = core.clientByKey.get(key);
  if (exchange === undefined || exchange.key !== key || exchange.state === "done") return;
  switch (why) {
    case "timeout":
    case "no-ack":
      if (exchange.state === "trying" && hasNext(exchange)) tryNext(core, exchange);
      else finish(core, exchange, { kind: "failed", status: 408, why: "no answer" });
      return;
    case "transport":
      if (exchange.state === "trying" && hasNext(exchange)) tryNext(core, exchange);
      else finish(core, exchange, { kind: "failed", status: 503, why: "not deliverable" });
      return;
    default:
      exhaustive(why);
  }
}

export function exchangeEnded(core: AgentCore, key: TransactionKey): void {
  const exchange = core.clientByKey.get(key);
  if (exchange === undefined) return;
  core.clientByKey.delete(key);
  if (exchange.key === key && exchange.state === "done") core.clientById.delete(exchange.id);
}

/** RFC 3261 9.1. A request whose addresses are still being looked up ends here and now. */
export function cancelExchange(core: AgentCore, exchange: ClientExchange, headers: readonly SipHeader[]): void {
  exchange.cancelled = true;
  if (exchange.state === "resolving") {
    finish(core, exchange, { kind: "failed", status: 487, why: "cancelled" });
    return;
  }
  if (exchange.key !== undefined) core.options.transactions.cancel(exchange.key, core.now, [...headers]);
}

function finish(
  core: AgentCore,
  exchange: ClientExchange,
  outcome: { kind: "failed"; status: 408 | 503 | 487; why: string },
): void {
  exchange.state = "done";
  core.timers.callOff(exchange.failover);
  exchange.failover = undefined;
  if (exchange.key === undefined || !core.clientByKey.has(exchange.key)) core.clientById.delete(exchange.id);
  exchange.hear(outcome);
}

/** Tag of the peer that answered; empty when it gave none. */
export const remoteTagOf = (response: SipResponse): string => tagOf(headerValue(response, "To") ?? "") ?? "";
