import type { AlarmRow } from "../../data/alarms.ts";

const weight = { critical: 0, error: 1, warning: 2, info: 3 } as const;

/** Open alarms, worst first; within a severity those nobody has before the others, then the newest. Shelved ones apart, the next to come back first. */
export function orderAlarms<T extends AlarmRow>(alarms: readonly T[]): { open: T[]; shelved: T[] } {
  const standing = alarms.filter((a) => a.clearedAtMs === undefined);
  const open = standing
    .filter((a) => !a.shelved)
    .sort(
      (a, b) =>
        weight[a.severity] - weight[b.severity] ||
        Number(a.acknowledgedBy !== undefined) - Number(b.acknowledgedBy !== undefined) ||
        b.raisedAtMs - a.raisedAtMs,
    );
  const shelved = standing.filter((a) => a.shelved).sort((a, b) => (a.shelved?.untilMs ?? 0) - (b.shelved?.untilMs ?? 0));
  return { open, shelved };
}
