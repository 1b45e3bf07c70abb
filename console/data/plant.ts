import type { PlantReadingRow } from "../../appliance/contract/plant.ts";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export type PlantNow = RouteReply<"plant">;
export const fetchPlant = async (): Promise<PlantNow> => (await call("plant")) as PlantNow;
export const pointPast = async (id: string, from: number): Promise<PlantReadingRow[]> =>
  (await call("plantHistory", { params: { id }, query: { from, limit: 400 } })) as PlantReadingRow[];
export const writePoint = async (id: string, value: number): Promise<number> =>
  ((await call("writePoint", { params: { id }, body: { value } })) as { value: number }).value;
/** Buses of the box and register maps that came with it. */
export type PlantChoices = RouteReply<"plantChoices">;
export const plantChoices = async (): Promise<PlantChoices> => (await call("plantChoices")) as PlantChoices;
