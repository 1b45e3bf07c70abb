import { dialogId } from "../dialog/dialog-data.ts";
import { hasListed, headerValue } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { concludeAnswer, formDialog } from "./answer-effects.ts";
import { awaitAck } from "./answered-invite.ts";
import type { ServerExchange } from "./live-state.ts";
import { makeAnswer } from "./make-answer.ts";
import { mustHold, peerHas100rel, sendReliable } from "./reliable-provisional.ts";

type Answer = Extract<AppCommand, { kind: "response" }>;

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
    if (!sendReliable(core, exchange, response, reliable === "own")) {
      exchange.echo = undefined;
      core.fail(client, answer.id, "too many reliable provisional responses");
    }
    return;
  }
  if (response.status < 200) keepRinging(core, exchange, response);
  // The echo is made of the text that really goes out, so settling has to wait for it.
  if (!core.options.transactions.respond(exchange.key, response, core.now)) {
    core.settle(exchange);
    if (exchange.dialog !== undefined && !exchange.inDialog) core.dropDialog(exchange.dialog);
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

/** RFC 3262 3: reliable when the application says so, and when the caller insists. */
function wantsReliable({ request, inDialog }: ServerExchange, response: SipResponse): "no" | "app" | "own" | "impossible" {
  if (request.method !== "INVITE" || response.status <= 100 || response.status >= 200) return "no";
  if (hasListed(response, "Require", "100rel")) return peerHas100rel(request) ? "app" : "impossible";
  return !inDialog && hasListed(request, "Require", "100rel") ? "own" : "no";
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
