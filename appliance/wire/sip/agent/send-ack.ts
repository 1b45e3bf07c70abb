import { dialogRequest } from "../dialog/dialog-request.ts";
import { prependHeader } from "../message/headers.ts";
import type { SipHeader, SipRequest } from "../message/types.ts";
import { formatVia } from "../message/via.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { DialogEntry } from "./live-state.ts";
import { peerOf, reachDialog } from "./next-hop.ts";

/**
 * ACK to a 2xx: no transaction, a branch of its own, the INVITE's number, the dialog's route (RFC 3261 13.2.2.4).
 * `sent` hears its complete text before it goes out.
 */
export function sendAck(
  core: AgentCore,
  entry: DialogEntry,
  cseq: number,
  content: { headers?: readonly SipHeader[]; body?: Uint8Array } = {},
  sent: (ack: SipRequest, to: Peer) => void = () => undefined,
): void {
  const ack = dialogRequest(entry.data, { method: "ACK", cseq, ...content });
  reachDialog(core, entry, (found) => {
    const first = found[0];
    const to = first === undefined ? undefined : "local" in first ? first : peerOf(core, first, entry.data.peer.local);
    if (to === undefined) return;
    const { host, port } = core.options.advertised(to.local, to.address);
    const branch = `z9hG4bK${core.options.newToken()}`;
    prependHeader(
      ack,
      "Via",
      formatVia({
        transport: to.transport.toUpperCase(),
        host,
        port,
        params: [{ name: "branch", value: branch }, { name: "rport" }],
      }),
    );
    if (entry.answered?.cseq === cseq) entry.answered.ack = { message: ack, to };
    sent(ack, to);
    core.options.transactions.sendStateless(ack, to);
  });
}
