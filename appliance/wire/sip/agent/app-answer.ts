import { abilities, dialogAsUas, sdpOf } from "../dialog/create-dialog.ts";
import { dialogId } from "../dialog/dialog-data.ts";
import { noteLocalSdp, noteRemoteSdp, refreshTarget } from "../dialog/dialog-rules.ts";
import { addHeader, hasHeader, hasListed, headerValue, removeHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { awaitAck } from "./answered-invite.ts";
import { appHeaders, guessContentType, ownContact } from "./app-headers.ts";
import { allowedMethods } from "./incoming-request.ts";
import { learnFlows } from "./learn-flows.ts";
import type { DialogEntry, ServerExchange } from "./live-state.ts";
import { pinDialog } from "./pin-dialog.ts";
import { mustHold, peerHas100rel, sendReliable } from "./reliable-provisional.ts";
import { setSessionTimer } from "./session-refresh.ts";
import { answerTimer } from "./session-timer.ts";
import { watchSubscription } from "./subscription.ts";

type Answer = Extract<AppCommand, { kind: "response" }>;

/** Copied from the request, whatever the application repeats of them. */
const fromRequest: ReadonlySet<string> = new Set(["call-id", "cseq", "from", "to", "require", "session-expires"]);
const UNKNOWN = "Response not sent due to unknown transaction";

/** An application answers a request it was given. */
export function answerFromApp(core: AgentCore, client: string, answer: Answer): void {
  const exchange = core.serverById.get(answer.transactionId);
  if (exchange === undefined || exchange.finalSent || exchange.client !== client) {
    core.fail(client, answer.id, UNKNOWN);
    return;
  }
  if (answer.status >= 200 && answer.status < 300 && mustHold(exchange)) {
    holdAnswer(core, client, exchange, answer);
    return;
  }
  takeAppTag(exchange, answer);
  const response = makeAnswer(core, exchange, answer);
  if (typeof response === "string") {
    core.fail(client, answer.id, response);
    return;
  }
  const reliable = wantsReliable(exchange, response);
  if (reliable === "impossible") {
    core.fail(client, answer.id, "Remote endpoint does not support 100rel");
    return;
  }
  formDialog(core, exchange, response);
  if (response.status >= 200 || exchange.request.method === "INVITE") core.timers.callOff(exchange.waiting);
  exchange.echo = (sent, to) => echoAnswer(core, client, answer.id, exchange, sent, to);
  if (reliable !== "no") {
    if (!sendReliable(core, exchange, response, reliable === "own"))
      core.fail(client, answer.id, "too many reliable provisional responses");
    return;
  }
  if (response.status < 200) keepRinging(core, exchange, response);
  // The echo is made of the text that really goes out, so settling has to wait for it.
  if (!core.options.transactions.respond(exchange.key, response, core.now)) {
    core.settle(exchange);
    core.fail(client, answer.id, UNKNOWN);
    return;
  }
  if (response.status >= 200) concludeAnswer(core, exchange, response);
}

/** RFC 3262 3: the 2xx waits for the PRACK; if the call ends before, the application learns that its answer was not sent. */
function holdAnswer(core: AgentCore, client: string, exchange: ServerExchange, answer: Answer): void {
  if (exchange.reliable!.held !== undefined) {
    core.fail(client, answer.id, "a final response is already waiting for PRACK");
    return;
  }
  core.timers.callOff(exchange.waiting);
  exchange.reliable!.held = {
    run: () => answerFromApp(core, client, answer),
    lost: () => core.fail(client, answer.id, UNKNOWN),
  };
}

/** The application may choose the To tag, as long as none was given to the caller. */
function takeAppTag(exchange: ServerExchange, answer: Answer): void {
  if (exchange.inDialog || exchange.dialog !== undefined || exchange.lastProvisional !== undefined) return;
  const to = answer.sip.headers.find(({ name }) => name.toLowerCase() === "to");
  const tag = to === undefined ? undefined : tagOf(to.value);
  if (tag !== undefined && /^[\w.!%*+`'~-]{1,128}$/.test(tag)) exchange.toTag = tag;
}

/** The whole answer, or why it can't be made. */
function makeAnswer(core: AgentCore, exchange: ServerExchange, { status, reason, sip }: Answer): SipResponse | string {
  const { request, from } = exchange;
  const place = { ...core.options.advertised(from.local, from.address), transport: from.transport };
  const response = makeResponse(request, status, reason === "" ? undefined : reason, { toTag: exchange.toTag });
  response.headers.push(...appHeaders(sip.headers, place, fromRequest));
  for (const { name, value } of sip.headers) if (name.toLowerCase() === "require") addHeader(response, "Require", value);
  if (needsContact(exchange, status) && !hasHeader(response, "Contact")) {
    addHeader(response, "Contact", exchange.dialog?.data.localContact || ownContact(place, /^sips:/i.test(request.uri)));
  }
  if (request.method === "INVITE" && status >= 200 && status < 300 && !hasHeader(response, "Allow"))
    addHeader(response, "Allow", allowedMethods); // RFC 3261 13.3.1.4
  addTimerHeaders(core, exchange, response, sip.headers.find(({ name }) => name.toLowerCase() === "session-expires")?.value);
  if (core.options.userAgent !== "" && !hasHeader(response, "Server") && !hasHeader(response, "User-Agent"))
    addHeader(response, "Server", core.options.userAgent);
  if (sip.body.length > 0) {
    const contentType = headerValue(response, "Content-Type") ?? guessContentType(sip.body);
    if (contentType === undefined) return "missing content-type";
    if (!hasHeader(response, "Content-Type")) addHeader(response, "Content-Type", contentType);
    response.body = sip.body;
  } else removeHeader(response, "Content-Type");
  return response;
}

/** RFC 3261 12.1.1, RFC 3311 5.2, RFC 6665 4.2.1. */
function needsContact({ request: { method } }: ServerExchange, status: number): boolean {
  if (method === "INVITE") return status > 100 && status < 300;
  return (
    (method === "SUBSCRIBE" || method === "UPDATE" || method === "REFER" || method === "NOTIFY") && status >= 200 && status < 300
  );
}

function addTimerHeaders(core: AgentCore, exchange: ServerExchange, response: SipResponse, given: string | undefined): void {
  const { method } = exchange.request;
  if (response.status < 200 || response.status >= 300 || (method !== "INVITE" && method !== "UPDATE")) return;
  const { headers, timer } = answerTimer(exchange.request, given, core.options.times.minSeS);
  if (timer === undefined) return;
  for (const { name, value } of headers) addHeader(response, name, value);
  if (!hasListed(response, "Supported", "timer")) addHeader(response, "Supported", "timer");
}

/** RFC 3262 3: reliable when the application says so, and when the caller insists. */
function wantsReliable({ request, inDialog }: ServerExchange, response: SipResponse): "no" | "app" | "own" | "impossible" {
  if (request.method !== "INVITE" || response.status <= 100 || response.status >= 200) return "no";
  if (hasListed(response, "Require", "100rel")) return peerHas100rel(request) ? "app" : "impossible";
  return !inDialog && hasListed(request, "Require", "100rel") ? "own" : "no";
}

/** RFC 3261 12.1: answers above 100 to a new INVITE, and 2xx to a new SUBSCRIBE or REFER, make a dialog. */
function formDialog(core: AgentCore, exchange: ServerExchange, response: SipResponse): void {
  const { request, inDialog, from, client } = exchange;
  if (inDialog || response.status <= 100 || response.status >= 300) return;
  const invite = request.method === "INVITE";
  if (!invite && ((request.method !== "SUBSCRIBE" && request.method !== "REFER") || response.status < 200)) return;
  if (exchange.dialog === undefined) {
    const data = dialogAsUas(request, response, from);
    if (data === undefined) return;
    exchange.dialog = core.dialogs.add(data, client);
    if (invite) exchange.dialog.serverInvite = exchange;
    pinDialog(core, exchange.dialog, from);
  }
  const { data } = exchange.dialog;
  if (response.status >= 200) data.state = "confirmed";
  noteLocalSdp(data, response);
}

/** RFC 3261 13.3.1.1: proxies forget a call that rings for minutes without a word. */
function keepRinging(core: AgentCore, exchange: ServerExchange, response: SipResponse): void {
  if (response.status === 100 || exchange.request.method !== "INVITE") return;
  exchange.lastProvisional = response;
  exchange.waiting = core.timers.at(core.now + core.options.times.provisionalRepeatMs, () => {
    if (exchange.finalSent || exchange.lastProvisional !== response) return;
    core.options.transactions.respond(exchange.key, response, core.now);
    keepRinging(core, exchange, response);
  });
}

function echoAnswer(
  core: AgentCore,
  client: string,
  replyTo: string,
  exchange: ServerExchange,
  sent: SipResponse,
  to: Peer,
): void {
  const sip = core.bytesOf(sent);
  core.tell(client, {
    kind: "response-sent",
    replyTo,
    meta: core.metaOf("application", sip, to),
    transactionId: exchange.id,
    dialogId: shownDialogId(exchange),
    sip,
  });
  if (exchange.request.method !== "INVITE" || sent.status < 200) return;
  const { dialog, inDialog } = exchange;
  if (!inDialog && sent.status < 300) core.cdr({ kind: "start", role: "uas" }, "application", sent);
  else if (!inDialog) core.cdr({ kind: "stop", reason: "call-rejected" }, "application", sent);
  // The ACK of the first INVITE goes by its transaction id, that of a later one by a fresh id.
  if (sent.status < 300 && dialog !== undefined && !dialog.ending)
    awaitAck(core, dialog, sent, to, inDialog ? core.options.newId() : exchange.id);
}

/** Empty for BYE and for what stands outside any dialog. */
function shownDialogId({ request, dialog, inDialog, callId }: ServerExchange): string {
  if (request.method === "BYE") return "";
  if (request.method === "INVITE" && !inDialog) return dialogId(callId, tagOf(headerValue(request, "From") ?? "") ?? "");
  return dialog?.data.id ?? "";
}

function concludeAnswer(core: AgentCore, exchange: ServerExchange, response: SipResponse): void {
  const { request, dialog, inDialog, from } = exchange;
  const { echo } = exchange;
  core.settle(exchange);
  exchange.echo = echo;
  if (response.status >= 300) {
    if (dialog !== undefined && !inDialog) core.dropDialog(dialog);
    return;
  }
  learnFlows(core, request, response, from);
  if (dialog === undefined || dialog.ending) return;
  if (inDialog) adoptChange(core, dialog, exchange, response);
  if (request.method === "INVITE" || request.method === "UPDATE") {
    setSessionTimer(
      core,
      dialog,
      answerTimer(request, headerValue(response, "Session-Expires"), core.options.times.minSeS).timer,
    );
  } else
    watchSubscription(
      core,
      dialog,
      request,
      parseDeltaSeconds(headerValue(response, "Expires") ?? headerValue(request, "Expires") ?? ""),
    );
}

function adoptChange(core: AgentCore, dialog: DialogEntry, { request, from }: ServerExchange, response: SipResponse): void {
  refreshTarget(dialog.data, request.method, request);
  if (request.method !== "INVITE" && request.method !== "UPDATE") return;
  noteLocalSdp(dialog.data, response);
  if (sdpOf(request) !== undefined) noteRemoteSdp(dialog.data, request);
  const { peerAllows } = abilities(request);
  if (peerAllows.length > 0) dialog.data.peerAllows = peerAllows;
  pinDialog(core, dialog, from);
}
