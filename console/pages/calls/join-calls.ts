import type { CallRecord } from "../../../appliance/contract/records.ts";

/** Newer rows over older ones, each call once, newest first. */
export function joinCalls(fresh: readonly CallRecord[], old: readonly CallRecord[]): CallRecord[] {
  const ids = new Set(fresh.map((c) => c.id));
  return [...fresh, ...old.filter((c) => !ids.has(c.id))].sort((a, b) => b.startedAtMs - a.startedAtMs);
}
