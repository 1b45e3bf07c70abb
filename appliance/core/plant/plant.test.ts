import { expect, test } from "vitest";
import type { PlantDevice, PlantEvent, PointRead } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { decodePoint } from "./decode-point.ts";
import { encodePoint } from "./encode-point.ts";
import { newPlant, type PlantState } from "./plant-state.ts";
import { resolveDevices } from "./resolve-devices.ts";
import { type PlantWord, plantTimer, stepPlant } from "./step-plant.ts";
import { isWorthTelling } from "./worth-telling.ts";

const level: PlantPoint = {
  id: "level",
  name: { zh: "水位", en: "Level" },
  fc: 3,
  address: 300,
  type: "u16",
  scale: 0.01,
  unit: "m",
  na: 0xffff,
  range: { min: 0, max: 10 },
  deadband: 0.05,
  limits: { high: { at: 4, hysteresis: 0.5, delaySec: 5, severity: "error" }, lowLow: { at: 1 } },
};
const mains: PlantPoint = { id: "mains", name: { en: "Mains" }, fc: 2, address: 0, type: "bit", alarmWhen: { state: "off" } };
const well: PlantDevice = { id: "well", name: "Well", bus: "rs485-1", unit: 3, replyMs: 500, points: [level, mains] };
const pump: PlantDevice = { ...well, id: "pump", name: "Pump", unit: 4, points: [mains] };

/** A plant in a test's hand: what it raised stands in `open`, what it kept in `rows`. */
class Plant {
  readonly state: PlantState = newPlant();
  readonly open = new Set<string>();
  readonly raised: string[] = [];
  readonly rows: string[] = [];
  timerMs: number | undefined;
  atMs = 1_000_000;

  constructor(devices = [well]) {
    this.hear({ on: "plant.set", devices });
  }
  hear(event: PlantWord, afterMs = 0): this {
    this.atMs += afterMs;
    const { effects, alarms } = stepPlant(this.state, event, this.atMs);
    for (const alarm of alarms) {
      const key = `${alarm.code} ${alarm.subject}`;
      if (alarm.on === "alarm.cleared") this.open.delete(key);
      else {
        this.open.add(key);
        this.raised.push(alarm.text.en);
      }
    }
    for (const effect of effects) {
      if (effect.do === "timer.set" && effect.key === plantTimer) this.timerMs = effect.atMs;
      if (effect.do === "store" && effect.change.put === "plant-reading")
        this.rows.push(`${effect.change.row.value ?? "-"} ${effect.change.row.quality}`);
    }
    return this;
  }
  read(readings: PointRead[], afterMs = 1_000, device = "well"): this {
    return this.hear({ on: "plant.read", device, readings }, afterMs);
  }
  level(value: number, afterMs = 1_000): this {
    return this.read([{ point: "level", value, quality: "good" }], afterMs);
  }
  /** The alarm clock rings. */
  ring(): this {
    const at = this.timerMs!;
    this.timerMs = undefined;
    this.atMs = Math.max(at, this.atMs);
    return this.hear({ on: "plant.look" });
  }
}

test("registers become values with a quality", () => {
  const point = (over: Partial<PlantPoint>): PlantPoint => ({ id: "p", name: {}, fc: 3, address: 0, type: "u16", ...over });
  const cases: [Partial<PlantPoint>, number[], unknown][] = [
    [{ scale: 0.1 }, [231], { value: 23.1, quality: "good" }],
    [{ type: "i16", scale: 0.1 }, [0xff9c], { value: -10, quality: "good" }],
    [{ type: "u32" }, [1, 2], { value: 65_538, quality: "good" }],
    [{ type: "u32", wordOrder: "low-first", scale: 0.001 }, [5000, 0], { value: 5, quality: "good" }],
    [{ type: "i32" }, [0xffff, 0xfffe], { value: -2, quality: "good" }],
    [{ type: "f32" }, [0x4148, 0x0000], { value: 12.5, quality: "good" }],
    [{ type: "f32" }, [0x7fc0, 0], { quality: "na" }],
    [{ na: 0xffff }, [0xffff], { quality: "na" }],
    [{ na: -1, type: "i16" }, [0xffff], { quality: "na" }],
    [{ range: { min: 0, max: 100 } }, [101], { quality: "out-of-range" }],
    [{ scale: 0.5, offset: -10 }, [30], { value: 5, quality: "good" }],
    [{ type: "bit", bit: 3 }, [0b1000], { value: 1, quality: "good" }],
    [{ type: "bit", bit: 2 }, [0b1000], { value: 0, quality: "good" }],
    [{ type: "bit", fc: 1 }, [1], { value: 1, quality: "good" }],
    [{ type: "u32" }, [1], { quality: "fault" }],
  ];
  for (const [over, registers, expected] of cases) expect(decodePoint(point(over), registers)).toEqual(expected);
});

test("what is written reads back as what was meant", () => {
  const kinds: Partial<PlantPoint>[] = [
    { type: "u16", scale: 0.1 },
    { type: "i16", scale: 0.1, offset: -5 },
    { type: "u32", wordOrder: "low-first" },
    { type: "i32", scale: 0.01 },
    { type: "f32" },
  ];
  for (const kind of kinds) {
    const point: PlantPoint = { id: "p", name: {}, fc: 3, address: 0, type: "u16", writable: true, ...kind };
    const written = encodePoint(point, 12.0);
    const registers = written?.fc === 6 ? [written.register] : written?.fc === 16 ? written.registers : [];
    expect(decodePoint(point, registers)).toEqual({ value: 12, quality: "good" });
    expect(encodePoint({ ...point, writable: false }, 12)).toBeUndefined();
    expect(encodePoint({ ...point, range: { min: 0, max: 10 } }, 12)).toBeUndefined();
  }
  expect(encodePoint({ id: "r", name: {}, fc: 1, address: 0, type: "bit", writable: true }, 1)).toEqual({ fc: 5, on: true });
  expect(encodePoint({ id: "r", name: {}, fc: 1, address: 0, type: "bit", writable: true }, 2)).toBeUndefined();
  expect(encodePoint({ id: "r", name: {}, fc: 3, address: 0, type: "u16", writable: true }, 70_000)).toBeUndefined();
});

test("a limit raises after its delay and clears after its hysteresis", () => {
  const plant = new Plant().level(3.9).level(4.2).level(4.3, 2_000);
  expect([...plant.open]).toEqual([]);
  plant.ring();
  expect([...plant.open]).toEqual(["point-high well.level"]);
  expect(plant.raised).toEqual(["Well, Level: 4.30 m is above the high limit 4.00 m."]);
  plant.level(3.8);
  expect(plant.open.size).toBe(1);
  plant.level(4.5).level(3.5);
  expect(plant.open.size).toBe(0);
  plant.level(0.9);
  expect([...plant.open]).toEqual(["point-low-low well.level"]);
});

test("a limit that was passed for less than its delay is no alarm", () => {
  const plant = new Plant().level(4.2).level(3.9, 4_000).level(4.2, 500).level(4.2, 4_999);
  expect(plant.open.size).toBe(0);
  expect(plant.level(4.2, 1).open.size).toBe(1);
});

test("what can't be relied on neither raises nor clears a limit", () => {
  const plant = new Plant().level(4.2).level(4.2, 5_000);
  expect(plant.open.size).toBe(1);
  plant.read([{ point: "level", quality: "na" }]);
  expect([...plant.open]).toEqual(["point-high well.level"]);
  expect(plant.state.readings["well.level"]).toMatchObject({ quality: "na" });
  plant.read([{ point: "level", quality: "out-of-range" }]).ring();
  expect([...plant.open]).toEqual(["point-high well.level", "point-bad well.level"]);
  expect(plant.level(2).open.size).toBe(0);
});

test("a bit is an alarm in one of its states", () => {
  const plant = new Plant().read([{ point: "mains", value: 0, quality: "good" }]);
  expect([...plant.open]).toEqual(["point-off well.mains"]);
  expect(plant.read([{ point: "mains", value: 1, quality: "good" }]).open.size).toBe(0);
});

test("a silent device is an alarm, its values are old, and its limits stand", () => {
  const plant = new Plant().level(4.2).level(4.2, 5_000).hear({ on: "plant.device", device: "well", up: false, why: "timeout" });
  expect([...plant.open]).toEqual(["point-high well.level", "device-silent well"]);
  expect(plant.state.readings["well.level"]).toMatchObject({ value: 4.2, quality: "stale" });
  plant.level(2);
  expect(plant.open.size).toBe(0);
});

test("a bus that is down is one alarm", () => {
  const plant = new Plant([well, pump]).hear({ on: "plant.device", device: "pump", up: false, why: "timeout" });
  const down: PlantEvent = { on: "plant.bus", bus: "rs485-1", up: false, why: "gone" };
  plant.level(2).hear(down).hear(down);
  expect([...plant.open]).toEqual(["bus-down rs485-1"]);
  plant.hear({ on: "plant.bus", bus: "rs485-1", up: true, why: "" }).level(2);
  expect(plant.open.size).toBe(0);
  expect(plant.raised).toHaveLength(2);
});

test("a value nobody renews becomes stale", () => {
  const plant = new Plant().level(2);
  plant.ring();
  expect(plant.state.readings["well.level"]).toMatchObject({ value: 2, quality: "stale" });
});

test("after a restart all is old until it is read, and nothing is raised twice", () => {
  const plant = new Plant().level(2).hear({ on: "plant.restart" }, 60_000);
  expect(plant.state.readings["well.level"]!.quality).toBe("stale");
  expect(plant.state.health.well!.state).toBe("waiting");
  const silent = new Plant().hear({ on: "plant.device", device: "well", up: false, why: "x" }).hear({ on: "plant.restart" });
  silent.hear({ on: "plant.device", device: "well", up: false, why: "x" });
  expect(silent.raised).toHaveLength(1);
});

test("what is no longer watched leaves no alarm behind", () => {
  const plant = new Plant([well, pump]).level(4.2).level(4.2, 5_000);
  plant.hear({ on: "plant.device", device: "pump", up: false, why: "" });
  const { limits: _, ...free } = level;
  plant.hear({ on: "plant.set", devices: [{ ...well, points: [free] }] });
  expect(plant.open.size).toBe(0);
  expect(Object.keys(plant.state.watch)).toEqual([]);
});

test("the past keeps what moves, seldom what rests", () => {
  const plant = new Plant().level(2).level(2.01, 60_000);
  expect(plant.rows).toEqual(["2 good"]);
  plant.level(2.5).level(2.6, 1_000).level(2.7, 1_000);
  expect(plant.rows).toEqual(["2 good", "2.5 good"]);
  plant.level(2.71, 30_000).level(2.71, 15 * 60_000);
  expect(plant.rows).toEqual(["2 good", "2.5 good", "2.71 good", "2.71 good"]);
});

test("news is what changes quality, leaves the deadband or passes a limit", () => {
  const told = { value: 3.98, quality: "good", atMs: 0 } as const;
  const isNews = (value: number, atMs = 1_000): boolean => isWorthTelling(level, { value, quality: "good" }, told, atMs);
  expect(isNews(3.99)).toBe(false);
  expect(isNews(4.01)).toBe(true);
  expect(isNews(3.9)).toBe(true);
  expect(isNews(3.98, 30_000)).toBe(true);
  expect(isWorthTelling(level, { quality: "na" }, told, 1)).toBe(true);
});

test("map and settings make devices, and say what does not fit", () => {
  const map = { map: "well-map", name: {}, points: [level, mains] };
  const device = { id: "well", name: "Well", enabled: true, bus: "rs485-1", unit: 3, map: "well-map" };
  const resolve = (over: object) => resolveDevices({ devices: [{ ...device, ...over }] }, [map], [{ id: "rs485-1" }]);
  expect(resolve({}).devices).toEqual([well]);
  const adjusted = resolve({
    adjust: [
      { point: "mains", off: true },
      { point: "level", limits: { high: { at: 5 } } },
    ],
  });
  expect(adjusted.devices[0]!.points).toEqual([{ ...level, limits: { high: { at: 5 } } }]);
  expect([...resolve({ bus: "x" }).faults]).toEqual([["well", 'bus "x"']]);
  expect([...resolve({ map: "x", points: [mains] }).faults]).toEqual([["well", 'map "x"']]);
  expect([...resolve({ adjust: [{ point: "x" }] }).faults]).toEqual([["well", 'point "x"']]);
  expect(resolve({ enabled: false })).toEqual({ devices: [], faults: new Map() });
});
