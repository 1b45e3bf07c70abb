import type { HostView } from "../../../appliance/contract/host-view.ts";
import type { Handlers } from "./asked.ts";

/** The made-up hotline's machine: a warm day, a power cut, a broker that is there. */
export function machineHandlers(nowMs: () => number): Handlers {
  return { host: () => view(nowMs()) };
}

const view = (nowMs: number): HostView => ({
  atMs: nowMs - 2_000,
  readings: [
    { id: "memory", kind: "memory", label: "3926 MB", value: 41.3, unit: "%", high: 92, alarm: false },
    { id: "load", kind: "load", label: "4", value: 0.35, unit: "", high: 4, alarm: false },
    { id: "disk", kind: "disk", label: "118000 MB", value: 64_210, unit: "MB", alarm: false },
    {
      id: "temperature:cpu",
      kind: "temperature",
      label: "cpu-thermal",
      value: 83.4,
      unit: "°C",
      high: 80,
      beyondSinceMs: nowMs - 22_000,
      alarm: false,
    },
    { id: "fan:Case", kind: "fan", label: "Case", value: 1_240, unit: "rpm", low: 300, alarm: false },
    { id: "clock", kind: "clock", label: "", value: 2026, text: "2026-11-22", unit: "", low: 2026, alarm: false },
    { id: "rtc", kind: "rtc", label: "rtc0", value: 1, unit: "s", high: 120, alarm: false },
    { id: "network:eth0", kind: "network", label: "eth0", value: 1, text: "1000 Mbit/s", unit: "", low: 1, alarm: false },
    { id: "wear:mmcblk0", kind: "wear", label: "mmcblk0", value: 20, unit: "%", high: 90, alarm: false },
    {
      id: "ups-link",
      kind: "ups-link",
      label: "SANTAK TG-BOX 850",
      value: 1,
      text: "OB DISCHRG",
      unit: "",
      low: 1,
      alarm: false,
    },
    {
      id: "ups-battery",
      kind: "ups-battery",
      label: "ups",
      value: 1,
      unit: "",
      high: 0,
      beyondSinceMs: nowMs - 95_000,
      alarm: true,
    },
    { id: "ups-low", kind: "ups-low", label: "ups", value: 0, unit: "", high: 0, alarm: false },
    { id: "ups-charge", kind: "ups-charge", label: "ups", value: 88, unit: "%", alarm: false },
    { id: "ups-runtime", kind: "ups-runtime", label: "ups", value: 1_500, unit: "s", alarm: false },
  ],
  mqtt: { state: "up", sinceMs: nowMs - 7_400_000, version: "5", waiting: 0, sent: 18_204, refused: 0, dropped: 0 },
  hardware: { model: "lb-8a4g", name: { zh: "8 路模拟 4 路 GSM", en: "8 analog, 4 GSM" } },
  versions: { linebox: "0.3.0", node: "24.21.0", kernel: "6.1.0-56-arm64" },
});
