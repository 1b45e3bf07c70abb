import { bodyText } from "../message/body-text.ts";
import { cseqOf } from "../message/cseq.ts";
import { addHeader, hasListed, headerValue, setHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { parseRAck } from "../message/rack.ts";
import type { SipRequest, SipResponse } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { ReliableState, ServerExchange } from "./live-state.ts";

const QUEUE_LIMIT = 8;

/** May this peer be sent reliable provisional answers (RFC 3262 3)? */
export const peerHas100rel = (request: SipRequest): boolean =>
  hasListed(request, "Supported", "100rel") || hasListed(request, "Require", "100rel");

/**
 * Sends a provisional answer that the caller must confirm; one at a time, further ones wait their turn (RFC 3262 3).
 * `own` marks one the caller required although the application did not ask for it. False when too many wait already.
 */
export function sendReliable(core: AgentCore, exchange: ServerExchange, response: SipResponse, own: boolean): boolean {
  exchange.reliable ??= startState(core);
  const state = exchange.reliable;
  if (state.queued.length >= QUEUE_LIMIT) return false;
  state.lastRSeq++;
  const rseq = state.lastRSeq;
  if (own) state.own.add(rseq);
  setHeader(response, "RSeq", String(rseq));
  if (!hasListed(response, "Require", "100rel")) addHeader(response, "Require", "100rel");
  const echo = exchange.echo;
  exchange.echo = undefined;
  state.queued.push({ response, rseq, echo });
  sendNext(core, exchange);
  return true;
}

function startState(core: AgentCore): ReliableState {
  // RFC 3262 3: the first number is random, below 2**31
  let first = 0;
  for (const char of core.options.newToken()) first = (first * 31 + char.charCodeAt(0)) & 0x3fff_ffff;
  return { lastRSeq: first, current: undefined, giveUp: undefined, queued: [], held: undefined, own: new Set(), answered: false };
}

function sendNext(core: AgentCore, exchange: ServerExchange): void {
  const state = exchange.reliable!;
  if (state.current !== undefined) return;
  const next = state.queued.shift();
  if (next === undefined) return;
  const { response, rseq, echo } = next;
  const { t1Ms } = core.options.times;
  state.current = { response, rseq, resend: undefined, intervalMs: t1Ms };
  state.giveUp = core.timers.at(core.now + 64 * t1Ms, () => giveUp(core, exchange));
  exchange.echo = echo;
  exchange.lastProvisional = undefined; // repeated by its own timer
  core.options.transactions.respond(exchange.key, response, core.now);
  scheduleResend(core, exchange, state);
}

function scheduleResend(core: AgentCore, exchange: ServerExchange, state: ReliableState): void {
  const { current } = state;
  if (current === undefined) return;
  current.resend = core.timers.at(core.now + current.intervalMs, () => {
    if (state.current !== current) return;
    core.options.transactions.respond(exchange.key, current.response, core.now);
    current.intervalMs *= 2;
    scheduleResend(core, exchange, state);
  });
}

/** RFC 3262 3: 64*T1 without PRACK, the INVITE is refused with 5xx. The application hears of it as of a cancelled call. */
function giveUp(core: AgentCore, exchange: ServerExchange): void {
  if (exchange.finalSent) return;
  const { dialog, client, request } = exchange;
  core.settle(exchange);
  const refusal = makeResponse(request, 504, undefined, { toTag: exchange.toTag });
  core.options.transactions.respond(exchange.key, refusal, core.now);
  const cancel: SipRequest = {
    kind: "request",
    method: "CANCEL",
    uri: request.uri,
    headers: request.headers
      .filter(({ name }) => ["via", "from", "to", "call-id", "max-forwards"].includes(name.toLowerCase()))
      .concat(
        { name: "CSeq", value: `${cseqOf(request)?.number ?? 0} CANCEL` },
        { name: "Reason", value: 'SIP;cause=504;text="PRACK timeout"' },
      ),
    body: new Uint8Array(0),
  };
  const sip = core.bytesOf(cancel);
  const dialogId = dialog?.data.id ?? "";
  core.tell(client, {
    kind: "dialog-request",
    meta: core.metaOf("network", sip, exchange.from),
    transactionId: exchange.id,
    dialogId,
    sip,
  });
  core.cdr({ kind: "stop", reason: "call-rejected" }, "application", refusal);
  if (dialog !== undefined && !exchange.inDialog) core.dropDialog(dialog);
}

/**
 * A PRACK came for this INVITE. "mine": the server answers it. "app": the application does. "unknown": it confirms nothing that waits (481).
 */
export function pracked(core: AgentCore, exchange: ServerExchange | undefined, prack: SipRequest): "mine" | "app" | "unknown" {
  const state = exchange?.reliable;
  const rack = parseRAck(headerValue(prack, "RAck") ?? "");
  const current = state?.current;
  if (exchange === undefined || state === undefined || current === undefined || rack === undefined) return "unknown";
  if (rack.rseq !== current.rseq || rack.method !== "INVITE" || rack.cseq !== cseqOf(exchange.request)?.number) return "unknown";
  core.timers.callOff(current.resend);
  core.timers.callOff(state.giveUp);
  state.giveUp = undefined;
  if (bodyText(current.response) !== "") state.answered = true;
  state.current = undefined;
  return state.own.delete(current.rseq) ? "mine" : "app";
}

/** Call after the PRACK was passed on: what waited for it goes now. */
export function afterPrack(core: AgentCore, exchange: ServerExchange): void {
  const state = exchange.reliable;
  if (state === undefined || exchange.finalSent) return;
  sendNext(core, exchange);
  if (state.current !== undefined) return;
  const { held } = state;
  state.held = undefined;
  held?.run();
}

/** RFC 3262 3: a 2xx waits while a reliable provisional with a session description is unconfirmed, or others are still to be sent. */
export function mustHold(exchange: ServerExchange): boolean {
  const state = exchange.reliable;
  if (state === undefined) return false;
  return state.queued.length > 0 || (state.current !== undefined && state.current.response.body.length > 0);
}
