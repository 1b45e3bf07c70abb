import type { Effect } from "../../contract/effects.ts";
import { clearAlarm, raiseAlarm } from "../alarms/alarm-list.ts";
import { newPlant, type PlantState } from "../plant/plant-state.ts";
import { type PlantWord, stepPlant } from "../plant/step-plant.ts";
import type { BoxState } from "./box-state.ts";

/** A snapshot made before anything was watched has none. */
function plantOf(box: BoxState): PlantState {
  box.plant ??= newPlant();
  return box.plant;
}

/** Carries what the plant has to say over to the list of alarms. */
export function hearPlant(box: BoxState, event: PlantWord, atMs: number): Effect[] {
  const { effects, alarms } = stepPlant(plantOf(box), event, atMs);
  return [
    ...effects,
    ...alarms.flatMap((alarm) =>
      alarm.on === "alarm.raised" ? raiseAlarm(box.alarms, alarm, atMs) : clearAlarm(box.alarms, alarm, atMs),
    ),
  ];
}
