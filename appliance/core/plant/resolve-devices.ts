import type { PlantDevice } from "../../contract/plant.ts";
import { plantDefaults } from "../../contract/plant-defaults.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import type { PlantAdjustment, PlantSettings, RegisterMap } from "../../contract/plant-settings.ts";

/** More points than this no box reads in time. */
const mostPoints = 1000;

/** `faults`: by device, what keeps it or a part of it from being read. */
export type ResolvedDevices = { devices: PlantDevice[]; faults: Map<string, string> };

/** Maps and settings taken together. A device that can't be read as it is set up is left out, or read in part, and said so. */
export function resolveDevices(
  plant: PlantSettings | undefined,
  maps: readonly RegisterMap[],
  buses: readonly { id: string }[],
): ResolvedDevices {
  const faults = new Map<string, string>();
  let room = mostPoints;
  const devices = (plant?.devices ?? []).flatMap((device): PlantDevice[] => {
    if (!device.enabled) return [];
    const { id, name, bus, unit, replyMs = plantDefaults.replyMs, adjust = [] } = device;
    if (!buses.some((b) => b.id === bus)) {
      faults.set(id, `bus "${bus}"`);
      return [];
    }
    const map = device.map === undefined ? undefined : maps.find((m) => m.map === device.map);
    if (device.map !== undefined && !map) faults.set(id, `map "${device.map}"`);
    const ofMap = map?.points ?? [];
    const stray = adjust.find(({ point }) => map && !ofMap.some((p) => p.id === point));
    if (stray) faults.set(id, `point "${stray.point}"`);
    const ownPoints = device.points ?? [];
    const names = new Set(ownPoints.map((p) => p.id));
    const all = [...ofMap.flatMap((p) => (names.has(p.id) ? [] : adjusted(p, adjust))), ...ownPoints];
    if (all.length > room) faults.set(id, `points > ${mostPoints}`);
    const points = all.slice(0, room);
    room -= points.length;
    return points.length === 0 ? [] : [{ id, name, bus, unit, replyMs, points }];
  });
  return { devices, faults };
}

function adjusted(point: PlantPoint, adjust: readonly PlantAdjustment[]): PlantPoint[] {
  const mine = adjust.find((a) => a.point === point.id);
  if (!mine) return [point];
  const { point: _, off, ...changes } = mine;
  return off ? [] : [{ ...point, ...changes }];
}
