import * as made from "virtual:settings-schema";
import type { ShiftSettings } from "../../appliance/contract/shift.ts";
import type { TargetsSettings } from "../../appliance/contract/targets.ts";
import { getAt } from "./pointer.ts";

export const targetDefaults = made.targetDefaults as Required<TargetsSettings>;
const defaults = { targets: targetDefaults, shifts: made.shiftDefaults as Required<ShiftSettings> };

/** What holds for an alert's limits once somebody sets own ones: most are not watched then, one follows another. */
const alertsAlone: Record<string, "not-watched" | "as-below"> = {
  nobodyReadySec: "not-watched",
  serviceLevelBelow: "not-watched",
  serviceLevelBack: "as-below",
  holdSec: "not-watched",
  ringSec: "not-watched",
  waitSec: "not-watched",
};

/** What leaving a place empty means, where the contract says it. */
export type LeftOut = { value: unknown } | "not-watched" | "as-below" | undefined;
export function leftOut(pointer: string): LeftOut {
  const [, part, group, name] = pointer.split("/");
  const alone = part === "targets" && group === "alerts" && name ? alertsAlone[name] : undefined;
  if (alone) return alone;
  const value = getAt(defaults, pointer);
  return value === undefined ? undefined : { value };
}
