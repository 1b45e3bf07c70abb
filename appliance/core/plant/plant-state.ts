import type { LivePlant, PlantDevice, PlantDeviceState, Reading } from "../../contract/plant.ts";
import { pointIdOf } from "../../contract/plant.ts";

/** A condition that holds: since when, and whether its alarm stands. */
export type Watched = { sinceMs: number; raised?: true };

/** Plain data. Points go by their whole names, "device.point". */
export type PlantState = {
  devices: PlantDevice[];
  readings: Record<string, Reading>;
  health: Record<string, { state: PlantDeviceState; sinceMs: number; why?: string }>;
  /** Buses something was heard of. */
  buses: Record<string, { up: boolean; why: string }>;
  /** By point, then by the alarm's code. */
  watch: Record<string, Record<string, Watched>>;
  /** The newest row of each point's past. */
  kept: Record<string, Reading>;
  /** The timer stands at this moment. */
  lookAtMs?: number;
};
export const newPlant = (): PlantState => ({ devices: [], readings: {}, health: {}, buses: {}, watch: {}, kept: {} });

export const own = <T>(of: Record<string, T>, key: string): T | undefined => (Object.hasOwn(of, key) ? of[key] : undefined);

/** Devices as the console sees them. */
export const livePlant = (state: PlantState | undefined): LivePlant[] =>
  (state?.devices ?? []).map(({ id, points }) => {
    const { state: is, sinceMs, why } = own(state!.health, id) ?? { state: "waiting" as const, sinceMs: 0 };
    const readings = points.flatMap((point) => {
      const reading = own(state!.readings, pointIdOf(id, point.id));
      return reading ? [{ point: point.id, ...reading }] : [];
    });
    return { id, state: is, sinceMs, ...(why === undefined ? {} : { why }), readings };
  });
