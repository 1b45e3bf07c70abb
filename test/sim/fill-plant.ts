import type { Box } from "./http-box.ts";

const words = { zh: "话", en: "words" };

/** A device with one of everything a point can have. */
export function fillPlant(ports: Box["ports"], atMs: number): void {
  const device = {
    id: "well",
    name: "Well",
    bus: "rs485-1",
    unit: 3,
    replyMs: 500,
    points: [
      {
        id: "level",
        name: words,
        fc: 3 as const,
        address: 300,
        type: "u16" as const,
        wordOrder: "low-first" as const,
        scale: 0.01,
        offset: 0,
        decimals: 2,
        unit: "m",
        range: { min: 0, max: 10 },
        na: 65_535,
        pollSec: 5,
        deadband: 0.02,
        limits: {
          highHigh: { at: 5, severity: "critical" as const, delaySec: 1, hysteresis: 0.1 },
          high: { at: 4 },
          low: { at: 1 },
          lowLow: { at: 0.5 },
        },
        alarmWhen: { state: "on" as const, severity: "error" as const, delaySec: 1 },
        states: { on: words, off: words },
        bit: 3,
        writable: true,
      },
    ],
  };
  Object.assign(ports.plant, {
    devices: () => [
      {
        device,
        live: {
          id: "well",
          state: "up",
          sinceMs: atMs,
          why: "x",
          readings: [{ point: "level", value: 1, quality: "good", atMs }],
        },
      },
    ],
    point: (id: string) => (id === "well.level" ? { device, point: device.points[0] } : undefined),
    choices: () => ({
      buses: [{ id: "rs485-1", at: "/dev/rs485" }],
      maps: [{ map: "m", name: words, factory: { baud: 9600, parity: "none", unit: 1 }, points: device.points }],
    }),
  });
}
