import type { Settings } from "../../contract/settings.ts";
import { dropUnused, newFlowSets, replaceFlows } from "../flows/flow-sets.ts";
import { same } from "../settings/same.ts";
import type { BoxState } from "./box-state.ts";

const inUse = (box: BoxState): Set<number> =>
  new Set(Object.values(box.calls.calls).flatMap(({ flow, flowSet }) => (flow && flowSet !== undefined ? [flowSet] : [])));

/** Before other settings come into force: calls in progress keep the flows they began with. */
export function keepFlows(box: BoxState, next: Settings): void {
  if (same(box.settings.flows, next.flows)) return;
  box.flowSets ??= newFlowSets();
  replaceFlows(box.flowSets, box.settings.flows, inUse(box));
}

/** After a call has gone: flows that nobody walks in any more are let go. */
export function forgetFlows(box: BoxState): void {
  if (box.flowSets && Object.keys(box.flowSets.older).length > 0) dropUnused(box.flowSets, inUse(box));
}
