import { dialogId } from "../dialog/dialog-data.ts";
import { cseqOf } from "../message/cseq.ts";
import { headerValue } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipRequest } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";

/** The caller gave up before our final answer: 487 goes out here, the application is told (RFC 3261 9.2). */
export function inviteCancelled(core: AgentCore, key: TransactionKey, cancel: SipRequest, from: Peer): void {
  const exchange = core.serverByKey.get(key);
  if (exchange === undefined || exchange.finalSent) return;
  const { request, toTag, dialog, client, inDialog } = exchange;
  core.settle(exchange);
  core.options.transactions.respond(key, makeResponse(request, 487, undefined, { toTag }), core.now);
  if (!inDialog) core.cdr({ kind: "stop", reason: "call-canceled" }, "network", request);
  const sip = core.bytesOf(cancel);
  const meta = core.metaOf("network", sip, from);
  core.tell(client, { kind: "dialog-request", meta, transactionId: exchange.id, dialogId: dialog?.data.id ?? "", sip });
  if (dialog !== undefined && !inDialog) core.dropDialog(dialog);
}

/** A CANCEL that comes after our 2xx has no effect (RFC 3261 9.2), yet the caller is gone: BYE once its ACK is in. */
export function cancelSeen(core: AgentCore, cancel: SipRequest): void {
  const number = cseqOf(cancel)?.number;
  const id = dialogId(headerValue(cancel, "Call-ID") ?? "", tagOf(headerValue(cancel, "From") ?? "") ?? "");
  for (const entry of core.dialogs.allNamed(id)) {
    if (entry.data.role === "uas" && entry.unacked !== undefined && entry.unacked.cseq === number)
      entry.hangUpWhenAcked = "CANCEL after answer";
  }
}
