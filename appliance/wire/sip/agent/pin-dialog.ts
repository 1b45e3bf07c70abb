import { pinToSource } from "../dialog/dialog-rules.ts";
import { parseNameAddr } from "../message/name-addr.ts";
import { parseSipUri } from "../message/uri.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { DialogEntry } from "./live-state.ts";

/** Looks anew at whether the peer's Contact can be reached, or its requests must go to where it speaks from. */
export function pinDialog(core: AgentCore, { data }: DialogEntry, from: Peer): void {
  data.peer = from;
  if (!core.options.pinNat) return;
  const target = parseSipUri(data.remoteTarget);
  if (target === undefined) return;
  const route = data.routeSet[0];
  const routeHost = route === undefined ? undefined : parseSipUri(parseNameAddr(route)?.uri ?? "")?.host;
  pinToSource(data, from, { host: target.host, port: target.port ?? 5060 }, routeHost);
}
