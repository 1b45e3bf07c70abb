import { expect, test } from "vitest";
import type { PlantSettings } from "../../contract/plant-settings.ts";
import { checkSettings } from "./check-settings.ts";
import { defaultSettings } from "./default-settings.ts";
import { planSettings } from "./plan.ts";

const device = { id: "well", name: "Well", enabled: true, bus: "rs485-1", unit: 3 } as const;
const point = { id: "level", name: { en: "Level" }, fc: 3, address: 0, type: "u16" } as const;
const plain = { ...device, points: [point] };
const check = (devices: PlantSettings["devices"]): string[] =>
  checkSettings({ ...defaultSettings("X", "zh"), plant: { devices } })
    .filter(({ path }) => path.startsWith("/plant"))
    .map(({ path, severity }) => `${severity} ${path}`);

test("devices and points that can't be are refused, with their places", () => {
  expect(check([plain])).toEqual([]);
  const over = (more: object) => check([{ ...device, points: [{ ...point, ...more }] }]);
  const cases: [string[], string][] = [
    [check([plain, { ...plain, unit: 4 }]), "error /plant/devices/1/id"],
    [check([plain, { ...plain, id: "b" }]), "warning /plant/devices/1/unit"],
    [check([{ ...device }]), "error /plant/devices/0/points"],
    [check([{ ...plain, adjust: [{ point: "x" }] }]), "error /plant/devices/0/adjust"],
    [check([{ ...device, points: [point, point] }]), "error /plant/devices/0/points/1/id"],
    [over({ fc: 1 }), "error /plant/devices/0/points/0/type"],
    [over({ bit: 3 }), "error /plant/devices/0/points/0/bit"],
    [over({ range: { min: 2, max: 2 } }), "error /plant/devices/0/points/0/range"],
    [over({ alarmWhen: { state: "on" } }), "error /plant/devices/0/points/0/alarmWhen"],
    [over({ fc: 4, writable: true }), "error /plant/devices/0/points/0/writable"],
    [over({ limits: { low: { at: 2 }, high: { at: 2 } } }), "error /plant/devices/0/points/0/limits/high/at"],
  ];
  for (const [found, expected] of cases) expect(found).toEqual([expected]);
});

test("the plan says that devices are watched", () => {
  const old = defaultSettings("X", "zh");
  const [step] = planSettings(old, { ...old, plant: { devices: [plain] } });
  expect(step).toMatchObject({ what: "plant", change: "add", disturbs: false });
});
