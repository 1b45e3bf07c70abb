import { abilities, contactUri } from "../dialog/create-dialog.ts";
import { cseqOf } from "../message/cseq.ts";
import { headerValue, headerValues } from "../message/headers.ts";
import { formatNameAddr, parseNameAddr, tagOf } from "../message/name-addr.ts";
import { removeParam } from "../message/params.ts";
import type { SipRequest } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { DialogEntry } from "./live-state.ts";
import { watchSubscription } from "./subscription.ts";

/** A NOTIFY overtook the 2xx to our SUBSCRIBE or REFER: it makes the dialog (RFC 6665 4.1.2.4). Undefined when nobody waits for it. */
export function dialogFromNotify(
  core: AgentCore,
  notify: SipRequest,
  from: Peer,
  callId: string,
  localTag: string,
): DialogEntry | undefined {
  const target = contactUri(notify);
  const remoteTag = tagOf(headerValue(notify, "From") ?? "");
  if (target === undefined || remoteTag === undefined || core.dialogs.full) return undefined;
  for (const exchange of core.clientById.values()) {
    const { request } = exchange;
    if (exchange.callId !== callId || (request.method !== "SUBSCRIBE" && request.method !== "REFER")) continue;
    const ours = headerValue(request, "From") ?? "";
    if (tagOf(ours) !== localTag || exchange.dialog !== undefined) continue;
    const entry = core.dialogs.add(
      {
        id: exchange.dialogId,
        usage: "subscribe",
        role: "uac",
        state: "confirmed",
        callId,
        localTag,
        remoteTag,
        localParty: withoutTag(ours),
        remoteParty: withoutTag(headerValue(notify, "From") ?? ""),
        localCSeq: cseqOf(request)?.number ?? 1,
        routeSet: headerValues(notify, "Record-Route"),
        remoteTarget: target,
        localContact: headerValue(request, "Contact") ?? "",
        secure: false,
        ...abilities(notify),
        peer: from,
      },
      exchange.client,
    );
    watchSubscription(core, entry, request, undefined);
    return entry;
  }
  return undefined;
}

function withoutTag(value: string): string {
  const parsed = parseNameAddr(value);
  if (parsed === undefined) return value;
  removeParam(parsed.params, "tag");
  return formatNameAddr(parsed);
}
