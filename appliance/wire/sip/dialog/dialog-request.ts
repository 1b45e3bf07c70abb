import { makeRequest } from "../message/make-request.ts";
import { parseNameAddr } from "../message/name-addr.ts";
import type { SipHeader, SipRequest } from "../message/types.ts";
import type { DialogData } from "./dialog-data.ts";

export type DialogRequestParts = {
  method: string;
  /** ACK and CANCEL take the number of their INVITE; everything else the next one (`nextCSeq`). */
  cseq: number;
  headers?: readonly SipHeader[];
  body?: Uint8Array;
};

/** Methods that may move the target and must therefore say where we are (RFC 3261 12.2, RFC 3311 4, RFC 6665 4.1.2.1, RFC 3515 2.2). */
const carriesContact: ReadonlySet<string> = new Set(["INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"]);

/** A request inside the dialog, without Via (RFC 3261 12.2.1.1). Headers given for From, To, Call-ID, CSeq or Route are not taken. */
export function dialogRequest(dialog: DialogData, { method, cseq, headers = [], body }: DialogRequestParts): SipRequest {
  const { uri, routes } = routed(dialog);
  const own: SipHeader[] = [{ name: "Max-Forwards", value: "70" }];
  for (const route of routes) own.push({ name: "Route", value: route });
  own.push(
    { name: "From", value: withTag(dialog.localParty, dialog.localTag) },
    { name: "To", value: withTag(dialog.remoteParty, dialog.remoteTag) },
    { name: "Call-ID", value: dialog.callId },
    { name: "CSeq", value: `${cseq} ${method}` },
  );
  const given = headers.filter(({ name }) => !ownHeaders.has(name.toLowerCase()));
  if (carriesContact.has(method) && dialog.localContact !== "" && !given.some(({ name }) => name.toLowerCase() === "contact")) {
    own.push({ name: "Contact", value: dialog.localContact });
  }
  return makeRequest({ method, uri, headers: own.concat(given), ...(body === undefined ? {} : { body }) });
}

const ownHeaders: ReadonlySet<string> = new Set([
  "from",
  "to",
  "call-id",
  "cseq",
  "route",
  "record-route",
  "via",
  "max-forwards",
  "content-length",
]);

/** Takes the next sequence number of our side (RFC 3261 12.2.1.1). A number the application gave counts when it is higher. */
export function nextCSeq(dialog: DialogData, wanted?: number): number {
  dialog.localCSeq = wanted !== undefined && wanted > dialog.localCSeq ? wanted : dialog.localCSeq + 1;
  return dialog.localCSeq;
}

/** The URI whose host the request is sent to: the topmost Route, else the request-URI (RFC 3261 8.1.2). */
export function nextHopUri(dialog: DialogData): string {
  const first = dialog.routeSet[0];
  return first === undefined ? dialog.remoteTarget : (parseNameAddr(first)?.uri ?? dialog.remoteTarget);
}

// RFC 3261 12.2.1.1: a first route without `lr` belongs to a strict router, whose URI goes into the request line and the target to the end.
function routed(dialog: DialogData): { uri: string; routes: string[] } {
  const { routeSet, remoteTarget } = dialog;
  const first = routeSet[0];
  if (first === undefined) return { uri: remoteTarget, routes: [] };
  const firstUri = parseNameAddr(first)?.uri;
  if (firstUri === undefined || /;lr(?:[;=?]|$)/i.test(firstUri)) return { uri: remoteTarget, routes: routeSet };
  // Parameters a request line may not hold (RFC 3261 19.1.1): method, and headers.
  const strict = firstUri.replace(/\?.*$/, "").replace(/;method=[^;]*/i, "");
  return { uri: strict, routes: [...routeSet.slice(1), `<${remoteTarget}>`] };
}

const withTag = (party: string, tag: string): string => (tag === "" ? party : `${party};tag=${tag}`);
