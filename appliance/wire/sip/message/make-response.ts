import { headerValue } from "./headers.ts";
import { emptyBody } from "./make-request.ts";
import { tagOf } from "./name-addr.ts";
import { reasonPhrase } from "./reason-phrases.ts";
import type { SipHeader, SipRequest, SipResponse } from "./types.ts";

/** Methods whose 101..299 answers can make a dialog and therefore carry the Record-Route back (RFC 3261 12.1.1, RFC 6665 4.4). */
const dialogForming: ReadonlySet<string> = new Set(["INVITE", "SUBSCRIBE", "REFER", "NOTIFY"]);

/**
 * Answer to `request` with Via, From, To, Call-ID and CSeq copied (RFC 3261 8.2.6.2).
 * `toTag` is added to To when the request brought none and the status is above 100.
 */
export function makeResponse(
  request: SipRequest,
  status: number,
  reason?: string,
  { toTag }: { toTag?: string } = {},
): SipResponse {
  const headers: SipHeader[] = [];
  const forming = status > 100 && status < 300 && dialogForming.has(request.method);
  for (const { name, value } of request.headers) {
    switch (name.length < 13 ? name.toLowerCase() : "") {
      case "via":
      case "from":
      case "call-id":
      case "cseq":
        headers.push({ name, value });
        break;
      case "to":
        headers.push({
          name,
          value: toTag !== undefined && status > 100 && tagOf(value) === undefined ? `${value};tag=${toTag}` : value,
        });
        break;
      case "record-route":
        if (forming) headers.push({ name, value });
        break;
    }
  }
  // RFC 3261 8.2.6.1
  const timestamp = status === 100 ? headerValue(request, "Timestamp") : undefined;
  if (timestamp !== undefined) headers.push({ name: "Timestamp", value: timestamp });
  return { kind: "response", status, reason: reason ?? reasonPhrase(status), headers, body: emptyBody };
}
