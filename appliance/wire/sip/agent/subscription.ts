import { headerValue } from "../message/headers.ts";
import type { SipRequest } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { DialogEntry } from "./live-state.ts";

const DEFAULT_S = 3_600;
/** A last NOTIFY may still be under way (RFC 6665 4.1.3). */
const GRACE_S = 32;

/** A subscription's dialog lives as long as the subscription (RFC 6665 4.4.1). Does nothing for dialogs of calls. */
export function watchSubscription(core: AgentCore, entry: DialogEntry, request: SipRequest, expiresS: number | undefined): void {
  if (entry.data.usage !== "subscribe" || entry.ending) return;
  if (request.method === "NOTIFY") {
    if (/^\s*terminated\b/i.test(headerValue(request, "Subscription-State") ?? "")) expireIn(core, entry, 0);
    return;
  }
  if (request.method === "SUBSCRIBE" || request.method === "REFER") expireIn(core, entry, expiresS ?? DEFAULT_S);
}

function expireIn(core: AgentCore, entry: DialogEntry, seconds: number): void {
  entry.data.expiresAtMs = core.now + (seconds + GRACE_S) * 1_000;
  armExpiry(core, entry);
}

export function armExpiry(core: AgentCore, entry: DialogEntry): void {
  core.timers.callOff(entry.expiry);
  if (entry.data.expiresAtMs === undefined) return;
  entry.expiry = core.timers.at(entry.data.expiresAtMs, () => core.dropDialog(entry));
}
