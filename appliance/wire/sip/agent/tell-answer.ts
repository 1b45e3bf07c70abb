import { makeResponse } from "../message/make-response.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { ClientExchange } from "./live-state.ts";

/** Passes an answer of the peer on. */
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
