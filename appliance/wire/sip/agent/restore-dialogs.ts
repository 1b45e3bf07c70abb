import type { DialogSnapshot } from "../dialog/snapshot-dialog.ts";
import { restoreDialog } from "../dialog/snapshot-dialog.ts";
import type { AgentCore } from "./agent-core.ts";
import { armSessionTimer } from "./session-refresh.ts";
import { armExpiry } from "./subscription.ts";

/** Takes up dialogs of another server; gives how many. Those that are here already stay as they are, those no listen point can serve are left out. */
export function restoreDialogs(core: AgentCore, snapshots: readonly DialogSnapshot[]): number {
  let restored = 0;
  for (const snapshot of snapshots) {
    const { peer } = snapshot;
    const points = core.options.points.filter(({ transport }) => transport === peer.transport);
    const sixth = peer.address.includes(":");
    const point = points.find(({ id }) => id === peer.local) ?? points.find(({ address }) => address.includes(":") === sixth);
    if (point === undefined || core.dialogs.full) continue;
    const data = restoreDialog(snapshot, core.now, point.id);
    if (core.dialogs.find(data.callId, data.localTag, data.remoteTag) !== undefined) continue;
    const entry = core.dialogs.add(data, undefined);
    armSessionTimer(core, entry);
    armExpiry(core, entry);
    restored++;
  }
  return restored;
}
