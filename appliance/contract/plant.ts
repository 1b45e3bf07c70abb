import Type, { type Static } from "typebox";
import { PlantPoint } from "./plant-point.ts";

const closed = { additionalProperties: false } as const;
const Text = Type.String();
const Num = Type.Number();

/**
 * How far a value can be relied on. "stale": the last that was read, while nothing new comes. "na": the device says it has none.
 * "out-of-range": the sensor says what can't be. "fault": the device refuses to say.
 */
export const readingQualities = ["good", "stale", "na", "out-of-range", "fault"] as const;
export type ReadingQuality = (typeof readingQualities)[number];

/** The last value of a point: bits are 0 and 1. Without `value` there has never been one worth keeping. `atMs`: read then. */
export const Reading = Type.Object({ value: Type.Optional(Num), quality: Type.Enum(readingQualities), atMs: Num }, closed);
export type Reading = Static<typeof Reading>;

/** Names a point in alarms, history, MQTT and routes: the device, a dot, the point. */
export const pointIdOf = (device: string, point: string): string => `${device}.${point}`;

/** A device as it is read, its map and the settings taken together. */
export const PlantDevice = Type.Object(
  {
    id: Text,
    name: Text,
    bus: Text,
    unit: Type.Integer(),
    replyMs: Num,
    points: Type.Array(PlantPoint),
  },
  closed,
);
export type PlantDevice = Static<typeof PlantDevice>;

/** "waiting": nothing has been heard of it since the box started. "bus-down": its bus can't be used. */
export const deviceStates = ["waiting", "up", "silent", "bus-down"] as const;
export type PlantDeviceState = (typeof deviceStates)[number];

/** A device as the console sees it now; what its points are doesn't change and is asked for once. */
export const LivePlant = Type.Object(
  {
    id: Text,
    state: Type.Enum(deviceStates),
    sinceMs: Num,
    why: Type.Optional(Text),
    readings: Type.Array(Type.Object({ point: Text, ...Reading.properties }, closed)),
  },
  closed,
);
export type LivePlant = Static<typeof LivePlant>;

/** A moment in a point's past. */
export const PlantReadingRow = Type.Object({ point: Text, ...Reading.properties }, closed);
export type PlantReadingRow = Static<typeof PlantReadingRow>;

export type PointRead = { point: string; value?: number; quality: Exclude<ReadingQuality, "stale"> };

export type PlantEvent =
  /** What is watched from now on. */
  | { on: "plant.set"; devices: PlantDevice[] }
  /** `point`s of one device, by their own names. */
  | { on: "plant.read"; device: string; readings: PointRead[] }
  | { on: "plant.device"; device: string; up: boolean; why: string }
  | { on: "plant.bus"; bus: string; up: boolean; why: string };

const plantEventNames = {
  "plant.set": true,
  "plant.read": true,
  "plant.device": true,
  "plant.bus": true,
} as const satisfies Record<PlantEvent["on"], true>;
export const isPlantEvent = (event: { on: string }): event is PlantEvent => Object.hasOwn(plantEventNames, event.on);
