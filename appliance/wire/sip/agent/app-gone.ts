import type { AgentCore } from "./agent-core.ts";
import { hangUp } from "./hang-up.ts";
import { cancelExchange } from "./outgoing.ts";
import { giveFinal } from "./server-exchange.ts";

/** An application is gone: what it was asked is refused, its calls end unless somebody speaks for them within a while. */
export function appGone(core: AgentCore, client: string): void {
  core.roster.remove(client);
  for (const exchange of [...core.serverById.values()]) {
    if (exchange.client === client) giveFinal(core, exchange, exchange.request.method === "BYE" ? 200 : 503);
  }
  cancelInvites(core, client);
  for (const entry of core.dialogs.all()) {
    if (entry.owner !== client || entry.ending) continue;
    const orphaned = { text: "application is gone", cdr: "system-initiated-termination" } as const;
    entry.orphan = core.timers.at(core.now + core.options.times.orphanMs, () => hangUp(core, entry, orphaned));
  }
}

/** Graceful end: no new calls, open ones are refused, cancelled or hung up. */
export function shutDown(core: AgentCore, reason: string): void {
  core.stopping = true;
  for (const exchange of [...core.serverById.values()]) if (!exchange.inDialog) giveFinal(core, exchange, 503);
  cancelInvites(core, undefined);
  for (const entry of [...core.dialogs.all()]) {
    if (entry.data.state === "confirmed") hangUp(core, entry, { text: reason, cdr: "system-initiated-termination" });
    else core.dropDialog(entry);
  }
}

/** Those of one application, or all. */
function cancelInvites(core: AgentCore, client: string | undefined): void {
  for (const exchange of [...core.clientById.values()]) {
    if (exchange.request.method !== "INVITE" || exchange.state === "done") continue;
    if (client === undefined || exchange.client === client) cancelExchange(core, exchange, []);
  }
}
