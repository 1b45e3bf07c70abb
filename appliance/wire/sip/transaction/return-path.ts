import { readNumber } from "../message/chars.ts";
import { headerValue, setHeader } from "../message/headers.ts";
import { isIpLiteral } from "../message/host-port.ts";
import { hasParam, paramValue, setParam } from "../message/params.ts";
import { splitList } from "../message/split-list.ts";
import type { SipHeader, SipRequest } from "../message/types.ts";
import { formatVia, type Via } from "../message/via.ts";
import type { Peer } from "./types.ts";

/**
 * The request with received and rport in its top Via as RFC 3261 18.2.1 and RFC 3581 4 want. `via` is changed in place, the request is not.
 * With `forceRport` the source port is noted even when the client did not ask.
 */
export function stampVia(request: SipRequest, via: Via, from: Peer, forceRport: boolean): SipRequest {
  const asked = hasParam(via.params, "rport");
  if (asked || forceRport) setParam(via.params, "rport", String(from.port));
  if (asked || forceRport || via.host.toLowerCase() !== from.address.toLowerCase())
    setParam(via.params, "received", from.address);
  const headers = [...request.headers];
  const at = headers.findIndex(({ name }) => name.length === 3 && name.toLowerCase() === "via");
  const rest = splitList(headers[at]?.value ?? "").slice(1);
  if (at >= 0) headers[at] = { name: headers[at]!.name, value: [formatVia(via), ...rest].join(", ") };
  return { ...request, headers };
}

/** Where the response goes: the same connection, or what the stamped Via says (RFC 3261 18.2.2, RFC 3581 4). */
export function responsePeer(via: Via, from: Peer): Peer {
  if (from.transport !== "udp") return from;
  const sentByPort = via.port ?? 5060;
  const maddr = paramValue(via.params, "maddr");
  if (maddr !== undefined && isIpLiteral(maddr)) return { ...from, address: maddr, port: sentByPort };
  return { ...from, port: readNumber(paramValue(via.params, "rport") ?? "", 65_535) ?? sentByPort };
}

/** Our own top Via and a Max-Forwards where none is; vias of others have no place in a request that starts here (RFC 3261 8.1.1.6, 8.1.1.7). */
export function outgoing(request: SipRequest, peer: Peer, sentBy: { host: string; port: number }, branch: string): SipRequest {
  const transport = peer.transport.toUpperCase();
  const via = formatVia({ transport, ...sentBy, params: [{ name: "branch", value: branch }, { name: "rport" }] });
  const headers: SipHeader[] = [
    { name: "Via", value: via },
    ...request.headers.filter(({ name }) => name.toLowerCase() !== "via"),
  ];
  const sent: SipRequest = { ...request, headers };
  if (headerValue(sent, "Max-Forwards") === undefined) setHeader(sent, "Max-Forwards", "70");
  return sent;
}
