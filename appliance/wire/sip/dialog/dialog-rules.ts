import { cseqOf } from "../message/cseq.ts";
import { hasHeader, headerValue } from "../message/headers.ts";
import type { SipMessage, SipRequest } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import { abilities, contactUri, sdpOf } from "./create-dialog.ts";
import type { DialogData } from "./dialog-data.ts";

/** RFC 3261 12.2.2: requests of the peer must come in order; gaps are fine. Takes note of the number when it is. */
export function acceptCSeq(dialog: DialogData, request: SipRequest): boolean {
  const number = cseqOf(request)?.number;
  if (number === undefined) return false;
  // ACK and CANCEL repeat their INVITE's number, which is the one last seen or older.
  if (request.method === "ACK" || request.method === "CANCEL") return true;
  if (dialog.remoteCSeq !== undefined && number <= dialog.remoteCSeq) return false;
  dialog.remoteCSeq = number;
  return true;
}

/** Methods that move the remote target (RFC 3261 12.2, RFC 3311 5.1, RFC 6665 4.1.2.1). */
const refreshing: ReadonlySet<string> = new Set(["INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY"]);

/**
 * A target refresh went through: `said` is the peer's half of it (its request when we answered 2xx, its 2xx when we asked).
 * Nothing else may move the target.
 */
export function refreshTarget(dialog: DialogData, method: string, said: SipMessage): void {
  if (!refreshing.has(method)) return;
  const uri = contactUri(said);
  if (uri !== undefined) dialog.remoteTarget = uri;
  if (hasHeader(said, "Allow")) dialog.peerAllows = abilities(said).peerAllows;
  if (hasHeader(said, "Supported")) dialog.peerSupportsTimer = abilities(said).peerSupportsTimer;
}

export function noteRemoteSdp(dialog: DialogData, message: SipMessage): void {
  const sdp = sdpOf(message);
  if (sdp !== undefined) dialog.remoteSdp = sdp;
}

export function noteLocalSdp(dialog: DialogData, message: SipMessage): void {
  const sdp = sdpOf(message);
  if (sdp !== undefined) dialog.localSdp = sdp;
  const contact = headerValue(message, "Contact");
  if (contact !== undefined) dialog.localContact = contact;
}

/** True when host and port of the peer's Contact are not where its messages come from; names are left alone. */
export type TargetPlace = { host: string; port: number };

/**
 * Decides whether in-dialog requests go to where the peer's messages come from, instead of where its Contact points.
 * UAS over UDP: no Record-Route and Contact differs from the source. UAC over UDP: Contact host differs, or the first Record-Route is a private address.
 */
export function pinToSource(dialog: DialogData, from: Peer, target: TargetPlace, firstRouteHost: string | undefined): void {
  delete dialog.pinned;
  if (from.transport !== "udp") return;
  const { address, port } = from;
  const differs = target.host !== address || (dialog.role === "uas" && target.port !== port);
  const behind =
    firstRouteHost === undefined
      ? differs
      : dialog.role === "uac" && isPrivateAddress(firstRouteHost) && firstRouteHost !== address;
  if (behind) dialog.pinned = { address, port };
}

/** RFC 1918, RFC 6598 and the IPv6 counterparts; loopback counts as private. */
export function isPrivateAddress(address: string): boolean {
  if (address.includes(":")) return /^(?:f[cd]|fe[89ab]|::1$)/i.test(address);
  const [a, b] = address.split(".").map(Number);
  if (a === undefined || b === undefined || !/^[\d.]+$/.test(address)) return false;
  return (
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254)
  );
}
