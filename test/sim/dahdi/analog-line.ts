import type { AnalogLine } from "../../../appliance/contract/line-settings.ts";

/** A line of China as most are: no supervision but the busy tone. */
export const analogLine: AnalogLine = {
  id: "fxo1",
  name: "Line 1",
  enabled: true,
  port: "fxo1",
  order: 1,
  callsOut: true,
  kind: "analog-line",
  callerId: ["fsk", "dtmf"],
  ringsBeforeOffer: 2,
  answer: "assumed",
  hangUpSigns: ["busy-tone", "battery-drop"],
  dialToneWaitMs: 3000,
  echoCanceller: true,
};
