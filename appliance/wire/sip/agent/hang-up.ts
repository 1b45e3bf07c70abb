import { dialogRequest, nextCSeq } from "../dialog/dialog-request.ts";
import { makeResponse } from "../message/make-response.ts";
import { formatReason } from "../message/reason.ts";
import type { SipRequest } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { CdrReason } from "./agent-types.ts";
import type { DialogEntry } from "./live-state.ts";
import { reachDialog } from "./next-hop.ts";
import { cancelExchange, openExchange, sendExchange } from "./outgoing.ts";
import { sendAck } from "./send-ack.ts";

/** Why the server ends a dialog by itself. `text` reaches the application as the reason of its dialog's end. */
export type HangUp = { text: string; cdr: CdrReason };

/** The server ends a dialog: BYE to the peer, a notice to the application, and nothing of it is kept (RFC 3261 15). */
export function hangUp(core: AgentCore, entry: DialogEntry, { text, cdr }: HangUp): void {
  if (entry.ending) return;
  const { data } = entry;
  endPending(core, entry);
  if (data.usage !== "invite") {
    core.dropDialog(entry);
    return;
  }
  // A 2xx nobody acknowledged would be repeated for ever by the peer.
  if (entry.answered !== undefined && entry.answered.ack === undefined) sendAck(core, entry, entry.answered.cseq);
  const bye = sendBye(core, entry, text);
  const sip = core.bytesOf(bye);
  const meta = core.localMeta(sip, data.peer);
  // A restored dialog has no owner yet: whoever is there should know.
  const owner = core.roster.has(entry.owner) ? entry.owner : core.roster.latest();
  core.tell(owner, { kind: "dialog-request", meta, transactionId: "unsolicited", dialogId: data.id, sip });
  core.cdr({ kind: "stop", reason: cdr }, "application", bye);
  core.dropDialog(entry);
}

/** A BYE whose answer nobody waits for. */
export function sendBye(core: AgentCore, entry: DialogEntry, text: string): SipRequest {
  const { data } = entry;
  const headers = [{ name: "Reason", value: formatReason({ protocol: "SIP", cause: 200, text }) }];
  if (core.options.userAgent !== "") headers.push({ name: "User-Agent", value: core.options.userAgent });
  const bye = dialogRequest(data, { method: "BYE", cseq: nextCSeq(data), headers });
  const exchange = openExchange(core, {
    client: undefined,
    dialogId: data.id,
    dialog: entry,
    request: bye,
    hear: () => undefined,
    sent: undefined,
  });
  reachDialog(core, entry, (found) => sendExchange(core, exchange, found));
  return bye;
}

/** What was going on in the dialog ends with it: our INVITE is cancelled, the peer's gets 487 (RFC 3261 15.1.2). */
export function endPending(core: AgentCore, entry: DialogEntry): void {
  if (entry.clientInvite !== undefined && entry.clientInvite.state !== "done") cancelExchange(core, entry.clientInvite, []);
  for (const exchange of [entry.serverInvite, entry.serverUpdate]) {
    if (exchange === undefined || exchange.finalSent) continue;
    core.settle(exchange);
    core.options.transactions.respond(
      exchange.key,
      makeResponse(exchange.request, 487, undefined, { toTag: exchange.toTag }),
      core.now,
    );
  }
}
