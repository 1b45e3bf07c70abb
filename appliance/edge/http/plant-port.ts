import type { FaultCode } from "../../contract/faults.ts";
import type { LivePlant, PlantDevice, PlantReadingRow } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import type { RegisterMap } from "../../contract/plant-settings.ts";

export type PlantRowsPort = {
  plantHistory(query: { point: string; fromMs: number; toMs: number; limit: number }): PlantReadingRow[];
};

export type PlantPort = {
  devices(): { device: PlantDevice; live: LivePlant }[];
  /** By its whole name. */
  point(id: string): { device: PlantDevice; point: PlantPoint } | undefined;
  /** What was read back, or why it can't be said that it is written. */
  write(device: string, point: string, value: number): Promise<{ value: number } | FaultCode>;
  choices(): { buses: { id: string; at: string }[]; maps: RegisterMap[] };
};
