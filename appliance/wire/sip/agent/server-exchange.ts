import { addHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import type { SipHeader, SipRequest } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { ServerExchange } from "./live-state.ts";

/** An answer the server gives by itself. */
export type Refusal = { status: number; headers?: readonly SipHeader[] };

/** A request of the network is given to an application, which has a while to answer. */
export function openServerExchange(
  core: AgentCore,
  key: TransactionKey,
  request: SipRequest,
  from: Peer,
  callId: string,
  client: string,
): ServerExchange {
  const exchange: ServerExchange = {
    id: core.options.newId(),
    key,
    request,
    from,
    callId,
    client,
    toTag: core.options.newToken(),
    dialog: undefined,
    inDialog: false,
    finalSent: false,
    lastProvisional: undefined,
    waiting: undefined,
    reliable: undefined,
    echo: undefined,
  };
  core.serverByKey.set(key, exchange);
  core.serverById.set(exchange.id, exchange);
  const { inviteAnswerMs, requestAnswerMs } = core.options.times;
  const patienceMs = request.method === "INVITE" ? inviteAnswerMs : requestAnswerMs;
  exchange.waiting = core.timers.at(core.now + patienceMs, () => giveFinal(core, exchange, silenceStatus(request.method)));
  return exchange;
}

/** RFC 4320 4.2: 408 answers nothing but INVITE. A BYE has done its work whatever the application says. */
function silenceStatus(method: string): number {
  if (method === "INVITE") return 408;
  return method === "BYE" ? 200 : 500;
}

/** The server ends an exchange an application was given; what the application says later comes too late. */
export function giveFinal(core: AgentCore, exchange: ServerExchange, status: number, headers: readonly SipHeader[] = []): void {
  if (exchange.finalSent) return;
  const { request, toTag, inDialog, dialog } = exchange;
  const response = makeResponse(request, status, undefined, { toTag });
  response.headers.push(...headers);
  core.settle(exchange);
  core.options.transactions.respond(exchange.key, response, core.now);
  if (request.method !== "INVITE" || inDialog) return;
  core.cdr({ kind: "stop", reason: "call-rejected" }, "application", response);
  if (dialog !== undefined) core.dropDialog(dialog);
}

/** Answers a request that no application hears of. */
export function answerOurselves(
  core: AgentCore,
  key: TransactionKey,
  request: SipRequest,
  { status, headers = [] }: Refusal,
): void {
  const response = makeResponse(request, status, undefined, { toTag: core.options.newToken() });
  response.headers.push(...headers);
  if (core.options.userAgent !== "") addHeader(response, "Server", core.options.userAgent);
  core.options.transactions.respond(key, response, core.now);
}
