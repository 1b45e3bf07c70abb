import { abilities, dialogAsUas, sdpOf } from "../dialog/create-dialog.ts";
import { noteLocalSdp, noteRemoteSdp, refreshTarget } from "../dialog/dialog-rules.ts";
import { headerValue } from "../message/headers.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipResponse } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { learnFlows } from "./learn-flows.ts";
import type { DialogEntry, ServerExchange } from "./live-state.ts";
import { pinDialog } from "./pin-dialog.ts";
import { setSessionTimer } from "./session-refresh.ts";
import { answerTimer } from "./session-timer.ts";
import { watchSubscription } from "./subscription.ts";

/** RFC 3261 12.1: answers above 100 to a new INVITE, and 2xx to a new SUBSCRIBE or REFER, make a dialog. */
export function formDialog(core: AgentCore, exchange: ServerExchange, response: SipResponse): void {
  const { request, inDialog, from, client } = exchange;
  if (inDialog || response.status <= 100 || response.status >= 300) return;
  const invite = request.method === "INVITE";
  if (!invite && ((request.method !== "SUBSCRIBE" && request.method !== "REFER") || response.status < 200)) return;
  // RFC 4488 section 4: agreed that there is no subscription, so there is no dialog either.
  if (request.method === "REFER" && /^\s*false\b/i.test(headerValue(response, "Refer-Sub") ?? "")) return;
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

/** A final answer of the application: what it ends, and what it changes in the dialog. */
export function concludeAnswer(core: AgentCore, exchange: ServerExchange, response: SipResponse): void {
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
