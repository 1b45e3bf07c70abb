import { makeCancel } from "../transaction/follow-up.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { appHeaders } from "./app-headers.ts";
import { hangUp } from "./hang-up.ts";
import { cancelExchange } from "./outgoing.ts";

const handled: ReadonlySet<string> = new Set([
  "from",
  "to",
  "call-id",
  "cseq",
  "max-forwards",
  "content-type",
  "require",
  "proxy-require",
  "contact",
]);
const RACE = "ACK-BYE due to cancel race condition";

/** An application gives up an INVITE it sent (RFC 3261 9.1). The 487 arrives on the INVITE's own transaction. */
export function cancelFromApp(
  core: AgentCore,
  client: string,
  { id, transactionId, sip }: Extract<AppCommand, { kind: "cancel" }>,
): void {
  const exchange = core.clientById.get(transactionId);
  const over = exchange?.state === "done" && exchange.winner === undefined;
  if (exchange === undefined || exchange.request.method !== "INVITE" || over) {
    core.fail(client, id, `unable to cancel unknown transaction id: ${transactionId.slice(0, 80)}`);
    return;
  }
  const to = exchange.sentTo ?? exchange.dialog?.data.peer;
  const headers = appHeaders(sip.headers, { host: "", port: 0, transport: to?.transport ?? "udp" }, handled);
  const cancel = makeCancel(exchange.sentRequest ?? exchange.request, headers);
  const bytes = core.bytesOf(cancel);
  const meta = to === undefined ? core.ownMeta("application", "udp") : core.localMeta(bytes, to);
  core.tell(client, { kind: "request-sent", replyTo: id, meta, transactionId: core.options.newId(), sip: bytes });
  exchange.cancelled = true;
  if (exchange.winner === undefined) {
    cancelExchange(core, exchange, headers);
    return;
  }
  // The 2xx won: it is acknowledged, then hung up.
  for (const entry of [...core.dialogs.allNamed(exchange.dialogId)]) {
    if (entry.data.state !== "confirmed" || exchange.dialog !== undefined) continue;
    if (entry.answered?.ack === undefined) entry.hangUpWhenAcked = RACE;
    else hangUp(core, entry, { text: RACE, cdr: "system-initiated-termination" });
  }
}
