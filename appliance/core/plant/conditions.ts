import type { PlantPoint } from "../../contract/plant-point.ts";
import type { AlarmRow } from "../../contract/records.ts";

/** Something about a point that is an alarm when it has lasted. */
export type Condition = {
  code: "point-high-high" | "point-high" | "point-low" | "point-low-low" | "point-on" | "point-off";
  severity: AlarmRow["severity"];
  delayMs: number;
  /** Of a limit. */
  at?: number;
  /** Whether it holds at this value; once raised it holds until the value is back by the hysteresis. */
  holds(value: number, raised: boolean): boolean;
};

const ofLimits = [
  { key: "highHigh", code: "point-high-high", above: true, severity: "critical" },
  { key: "high", code: "point-high", above: true, severity: "warning" },
  { key: "low", code: "point-low", above: false, severity: "warning" },
  { key: "lowLow", code: "point-low-low", above: false, severity: "critical" },
] as const;

export function conditionsOf({ limits = {}, alarmWhen }: PlantPoint): Condition[] {
  const conditions = ofLimits.flatMap(({ key, code, above, severity }): Condition[] => {
    const limit = limits[key];
    if (!limit) return [];
    const { at, delaySec = 0, hysteresis = 0 } = limit;
    // The limit itself still is within; back by the hysteresis means as far as it goes.
    const holds = above
      ? (value: number, raised: boolean) => (raised ? value > at - hysteresis : value > at)
      : (value: number, raised: boolean) => (raised ? value < at + hysteresis : value < at);
    return [{ code, severity: limit.severity ?? severity, delayMs: delaySec * 1000, at, holds }];
  });
  if (!alarmWhen) return conditions;
  const { state, severity = "error", delaySec = 0 } = alarmWhen;
  const wanted = state === "on";
  const code = wanted ? ("point-on" as const) : ("point-off" as const);
  return [...conditions, { code, severity, delayMs: delaySec * 1000, holds: (value) => (value !== 0) === wanted }];
}
