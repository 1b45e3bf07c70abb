import Type from "typebox";
import { LivePlant, PlantDevice, PlantReadingRow } from "../plant.ts";
import { RegisterMap } from "../plant-settings.ts";
import { Closed, Id, route } from "./route.ts";

const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** What the box watches beside its lines. A point is named by its device, a dot, and its own name. */
export const plantRoutes = {
  plant: route({
    method: "GET",
    path: "/api/plant",
    right: "see-live",
    summary: "Devices, their points and what they read now",
    reply: Type.Array(Closed({ device: PlantDevice, live: LivePlant })),
  }),
  plantHistory: route({
    method: "GET",
    path: "/api/plant/points/:id/history",
    right: "see-live",
    summary: "Readings of a point, oldest first; of a long time, evenly chosen ones",
    params: Id,
    query: Type.Object({
      from: Moment,
      to: Type.Optional(Moment),
      limit: Type.Optional(Type.Integer({ minimum: 2, maximum: 2000 })),
    }),
    reply: Type.Array(PlantReadingRow),
  }),
  writePoint: route({
    method: "POST",
    path: "/api/plant/points/:id/write",
    right: "switch-plant",
    summary: "Write a coil or a register, and read it back",
    params: Id,
    body: Type.Object({ value: Type.Number({ minimum: -1e12, maximum: 1e12 }) }, { additionalProperties: false }),
    /** What was read back. */
    reply: Closed({ value: Type.Number() }),
  }),
  plantChoices: route({
    method: "GET",
    path: "/api/plant/choices",
    right: "change-settings",
    summary: "Buses of this box and register maps that came with it",
    reply: Closed({
      buses: Type.Array(Closed({ id: Type.String(), at: Type.String() })),
      maps: Type.Array(RegisterMap),
    }),
  }),
} as const;
