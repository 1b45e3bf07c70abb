import { cseqOf, formatCSeq } from "../message/cseq.ts";
import { headerValue } from "../message/headers.ts";
import { emptyBody } from "../message/make-request.ts";
import type { SipHeader, SipRequest, SipResponse } from "../message/types.ts";

/** ACK or CANCEL of a sent INVITE: same top Via, Request-URI, Call-ID, From, CSeq number and Route. */
function followUp(invite: SipRequest, method: "ACK" | "CANCEL", to: string): SipRequest {
  const headers: SipHeader[] = [];
  for (const { name, value } of invite.headers) {
    switch (name.toLowerCase()) {
      case "via":
      case "from":
      case "call-id":
      case "route":
      case "max-forwards":
        headers.push({ name, value });
        break;
      case "to":
        headers.push({ name, value: to });
        break;
      case "cseq":
        headers.push({ name, value: formatCSeq({ number: cseqOf(invite)?.number ?? 0, method }) });
        break;
    }
  }
  return { kind: "request", method, uri: invite.uri, headers, body: emptyBody };
}

/** RFC 3261 17.1.1.3: the ACK to a final response other than 2xx, with that response's To. */
export const makeFailureAck = (invite: SipRequest, response: SipResponse): SipRequest =>
  followUp(invite, "ACK", headerValue(response, "To") ?? headerValue(invite, "To") ?? "");

/** RFC 3261 9.1; `extra` for Reason (RFC 3326). */
export function makeCancel(invite: SipRequest, extra: readonly SipHeader[] = []): SipRequest {
  const cancel = followUp(invite, "CANCEL", headerValue(invite, "To") ?? "");
  cancel.headers.push(...extra.map(({ name, value }) => ({ name, value })));
  return cancel;
}
