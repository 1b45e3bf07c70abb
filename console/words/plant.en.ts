import type { Shape } from "./shape.ts";

/** Words of the page of devices on the buses. */
export const plantEn = {
  title: "Plant",
  about: "Devices on the buses of this box: what they read now, how old that is, and its limits.",
  none: "No device is watched.",
  noneNote: "Set up devices under Settings, with the bus they are on and their register map.",
  states: { waiting: "waiting for its first answer", up: "answers", silent: "does not answer", "bus-down": "bus down" },
  qualities: { good: "", stale: "old", na: "not available", "out-of-range": "out of range", fault: "can't be read" },
  trend: "Last 24 hours",
  trendSince: "Since {time}",
  noTrend: "Nothing kept yet",
  alarmWhen: "alarm: {state}",
  on: "on",
  off: "off",
  set: "Set",
  switchOn: "Switch on",
  switchOff: "Switch off",
  askTitle: "{point}: {value}?",
  askNote: "{device} does it at once. What it reads back is shown.",
  newValue: "New value",
  done: "{point} reads back {value}.",
  unit: "unit {unit} on {bus}",
} as const;
export type PlantWords = Shape<typeof plantEn>;
