import type { AlarmRow } from "../../contract/records.ts";

export type Light = "off" | "on" | "slow" | "fast";
/** What the three lamps of a cabinet show. */
export type Lights = { run: Light; alarm: Light; lines: Light };

/**
 * Alarm: quick while something grave was seen by nobody, steady once it was, slow for what is less. Lines: steady when all are up, slow when
 * some are down, quick when none is up; out when there are none.
 */
export function lightsOf(
  alarms: readonly Pick<AlarmRow, "severity" | "acknowledgedBy">[],
  lines: readonly { up: boolean }[],
): Lights {
  const grave = alarms.filter(({ severity }) => severity === "critical" || severity === "error");
  const lesser = alarms.some(({ severity }) => severity === "warning");
  const alarm = grave.some((a) => !a.acknowledgedBy) ? "fast" : grave.length > 0 ? "on" : lesser ? "slow" : "off";
  const up = lines.filter((line) => line.up).length;
  return { run: "on", alarm, lines: lines.length === 0 ? "off" : up === lines.length ? "on" : up > 0 ? "slow" : "fast" };
}
