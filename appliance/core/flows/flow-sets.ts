import type { FlowDocument } from "../../contract/flow.ts";
import type { FlowLibrary } from "./flow-context.ts";

/** The flows in force count as set `n`; older sets stay as long as a call that began in them goes on. Plain data. */
export type FlowSets = { n: number; older: Record<string, readonly FlowDocument[]> };
export const newFlowSets = (): FlowSets => ({ n: 1, older: {} });

/** Beyond this the calls of the oldest set go on in the flows in force. */
const mostOlder = 8;

/** Other flows come into force. `inUse` are the sets that calls walk in. */
export function replaceFlows(sets: FlowSets, before: readonly FlowDocument[], inUse: ReadonlySet<number>): void {
  if (inUse.has(sets.n)) sets.older[sets.n] = before;
  sets.n++;
  dropUnused(sets, inUse);
  const oldestFirst = Object.keys(sets.older).sort((a, b) => Number(a) - Number(b));
  for (const n of oldestFirst.slice(0, Math.max(0, oldestFirst.length - mostOlder))) delete sets.older[n];
}

export function dropUnused(sets: FlowSets, inUse: ReadonlySet<number>): void {
  for (const n of Object.keys(sets.older)) if (!inUse.has(Number(n))) delete sets.older[n];
}

/** The flows that a call walks in: those it began with, as long as they are kept. */
export const flowsOfSet = (sets: FlowSets, n: number | undefined, inForce: FlowLibrary): FlowLibrary => {
  const older = n === undefined ? undefined : sets.older[n];
  return older ? { flows: older } : inForce;
};
