import { nextHopUri } from "../dialog/dialog-request.ts";
import { isIpLiteral } from "../message/host-port.ts";
import { paramValue } from "../message/params.ts";
import { parseSipUri } from "../message/uri.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { Candidate, ResolveTarget } from "./agent-types.ts";
import type { DialogEntry } from "./live-state.ts";

/** Where a URI sends a request (RFC 3263 4.1, RFC 3261 19.1.2 maddr). Undefined for anything that is no usable sip or sips URI. */
export function hopOf(uriText: string): ResolveTarget | undefined {
  const uri = parseSipUri(uriText);
  if (uri === undefined) return undefined;
  const secure = uri.scheme === "sips";
  const named = paramValue(uri.params, "transport")?.toLowerCase();
  if (named !== undefined && named !== "udp" && named !== "tcp" && named !== "tls") return undefined;
  const transport = secure ? "tls" : named;
  return {
    host: (paramValue(uri.params, "maddr") ?? uri.host).toLowerCase(),
    ...(uri.port === undefined ? {} : { port: uri.port }),
    ...(transport === undefined ? {} : { transport }),
    secure,
  };
}

/** Addresses for a target: at once for a literal address, else after asking. Never calls back twice. */
export function reach(core: AgentCore, target: ResolveTarget, then: (found: readonly Candidate[]) => void): void {
  if (isIpLiteral(target.host)) {
    const transport = target.transport ?? defaultTransport(core);
    then([{ transport, address: target.host, port: target.port ?? (transport === "tls" ? 5061 : 5060) }]);
    return;
  }
  const query = core.nextQuery();
  core.lookups.set(query, then);
  core.out({ do: "resolve", query, target });
}

/** RFC 3263 4.1: UDP where nothing else is said, as far as we listen there. */
function defaultTransport(core: AgentCore): Peer["transport"] {
  return core.options.points.some(({ transport }) => transport === "udp") ? "udp" : (core.options.points[0]?.transport ?? "udp");
}

/** The candidate with the listen point to use; undefined when we have none for that transport and address family. */
export function peerOf(core: AgentCore, candidate: Candidate, preferredLocal?: string): Peer | undefined {
  const sixth = candidate.address.includes(":");
  const fitting = core.options.points.filter(
    ({ transport, address }) => transport === candidate.transport && address.includes(":") === sixth,
  );
  const point = fitting.find(({ id }) => id === preferredLocal) ?? fitting[0];
  return point && { transport: candidate.transport, address: candidate.address, port: candidate.port, local: point.id };
}

/**
 * Where the next request of a dialog goes: the connection its peer still has with us, the place it is pinned to, else what its route says.
 * When the route leads nowhere, the place the peer last spoke from is better than nothing.
 */
export function reachDialog(core: AgentCore, entry: DialogEntry, then: (found: readonly (Candidate | Peer)[]) => void): void {
  const { peer, pinned } = entry.data;
  if (peer.connection !== undefined) {
    then([peer]);
    return;
  }
  if (pinned !== undefined) {
    then([{ transport: "udp", address: pinned.address, port: pinned.port }]);
    return;
  }
  const target = hopOf(nextHopUri(entry.data));
  if (target === undefined) {
    then([peer]);
    return;
  }
  reach(core, target, (found) => then(found.length === 0 ? [peer] : found));
}

/** True when the address and port are one of our own listen points. */
export function isOurselves(core: AgentCore, { host, port, transport }: ResolveTarget): boolean {
  if (!isIpLiteral(host)) return false;
  return core.options.points.some((point) => {
    if (transport !== undefined && point.transport !== transport) return false;
    if (point.port !== (port ?? (point.transport === "tls" ? 5061 : 5060))) return false;
    return point.address === host || core.options.advertised(point.id, host).host === host;
  });
}
