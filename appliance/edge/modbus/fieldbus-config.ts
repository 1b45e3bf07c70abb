import type { Bus } from "../../contract/hardware.ts";
import type { PlantDevice, PlantEvent } from "../../contract/plant.ts";

export type FieldbusConfig = { buses: Bus[]; devices: PlantDevice[] };

/** Answered by `written` with the same `id`. */
export type FieldbusCommand = { do: "write"; id: string; device: string; point: string; value: number };

/**
 * "not-taken": it reads back as something else. "unsure": nobody knows whether the device has it. "refused": the device says it may not be.
 * "busy": too many wait.
 */
export type WriteFault = "not-taken" | "unsure" | "refused" | "busy" | "bus-down" | "unknown";
export type Written = { ok: true; value: number } | { ok: false; why: WriteFault };

export type FieldbusEvent = Exclude<PlantEvent, { on: "plant.set" }> | ({ on: "written"; id: string } & Written);
