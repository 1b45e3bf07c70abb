import { afterEach, expect, test } from "vitest";
import type { Bus } from "../../../appliance/contract/hardware.ts";
import type { PlantDevice, PointRead } from "../../../appliance/contract/plant.ts";
import type { FieldbusEvent } from "../../../appliance/edge/modbus/fieldbus-config.ts";
import { FieldbusDriver } from "../../../appliance/edge/modbus/fieldbus-driver.ts";
import { openBus } from "../../../appliance/edge/modbus/open-bus.ts";
import type { SlaveBus } from "../../sim/modbus/slave-bus.ts";
import { TcpSlaves } from "../../sim/modbus/tcp-slaves.ts";
import { TtySlaves } from "../../sim/modbus/tty-slaves.ts";

/** What every bus must do, over a tty, over a gateway's stream and by Modbus TCP. */

type Far = { at: Bus["at"]; bus: SlaveBus; cut(): void; mend(): void; close(): unknown };
const fars: Record<string, () => Promise<Far>> = {
  "a serial line": async () => {
    const tty = new TtySlaves();
    const at = { tty: tty.path, baud: 9600, parity: "none" } as const;
    return { at, bus: tty.bus, cut: () => tty.pullOut(), mend: () => tty.plugIn(), close: () => tty.close() };
  },
  "a serial line behind a gateway": () => overTcp("rtu"),
  "Modbus TCP": () => overTcp("tcp"),
};
async function overTcp(framing: "rtu" | "tcp"): Promise<Far> {
  const slaves = await TcpSlaves.start(framing);
  const at = { host: "127.0.0.1", port: slaves.port, framing };
  return { at, bus: slaves.bus, cut: () => slaves.hangUp(), mend: () => {}, close: () => slaves.close() };
}

const device: PlantDevice = {
  id: "d",
  name: "D",
  bus: "b",
  unit: 5,
  replyMs: 200,
  points: [
    { id: "level", name: {}, fc: 3, address: 10, type: "u16", scale: 0.1, pollSec: 1, writable: true },
    // Read along with the level, which this device refuses.
    { id: "far", name: {}, fc: 3, address: 14, type: "u32", wordOrder: "low-first", pollSec: 1, writable: true },
    { id: "relay", name: {}, fc: 1, address: 3, type: "bit", pollSec: 1, writable: true },
    { id: "door", name: {}, fc: 2, address: 0, type: "bit", pollSec: 1 },
    { id: "air", name: {}, fc: 4, address: 1, type: "i16", scale: 0.1, pollSec: 1 },
    { id: "none", name: {}, fc: 4, address: 900, type: "u16", pollSec: 1 },
  ],
};

let far: Far;
let driver: FieldbusDriver;
let events: FieldbusEvent[];
let values: Map<string, PointRead>;
afterEach(async () => {
  await driver.stop();
  await far.close();
});

async function begin(make: () => Promise<Far>) {
  far = await make();
  const slave = far.bus.add(5);
  slave.holding.set(10, 123).set(14, 0x0001).set(15, 0x0002);
  slave.coils.set(3, false);
  slave.inputs.set(0, true);
  slave.input.set(1, 0xffff);
  events = [];
  values = new Map();
  const own = (event: FieldbusEvent): void => {
    events.push(event);
    if (event.on === "plant.read") for (const r of event.readings) values.set(r.point, r);
  };
  driver = new FieldbusDriver(
    { nowMs: () => performance.now(), own, line() {}, raise() {}, clear() {}, health() {}, note() {} },
    openBus,
  );
  driver.configure({ buses: [{ id: "b", at: far.at }], devices: [device] });
  return slave;
}
const patience = { timeout: 30_000 };
const until = (point: string, value: number): Promise<void> => expect.poll(() => values.get(point)?.value, patience).toBe(value);
async function write(point: string, value: number): Promise<FieldbusEvent> {
  driver.own({ do: "write", id: `${point} ${value}`, device: "d", point, value });
  const answer = () => events.find((e) => e.on === "written" && e.id === `${point} ${value}`);
  await expect.poll(answer, patience).toBeDefined();
  return answer()!;
}

for (const [name, make] of Object.entries(fars)) {
  test(`${name}: every kind of register is read, and what the device has not got is said`, async () => {
    const slave = await begin(make);
    await until("level", 12.3);
    await until("far", 0x0002_0001);
    await until("door", 1);
    await until("relay", 0);
    await until("air", -0.1);
    await expect.poll(() => values.get("none")?.quality, patience).toBe("fault");
    slave.holding.set(10, 456);
    await until("level", 45.6);
  });

  test(`${name}: what is written is read back; when it goes, it is opened again`, async () => {
    const slave = await begin(make);
    await until("level", 12.3);
    expect(await write("relay", 1)).toMatchObject({ ok: true, value: 1 });
    expect(slave.coils.get(3)).toBe(true);
    expect(await write("level", 20.5)).toMatchObject({ ok: true, value: 20.5 });
    expect(await write("far", 0x0003_0004)).toMatchObject({ ok: true });
    expect([slave.holding.get(14), slave.holding.get(15)]).toEqual([4, 3]);
    expect(await write("door", 1)).toMatchObject({ ok: false, why: "unknown" });
    far.bus.fault = ({ fc }) => (fc === 6 ? { kind: "exception", code: 4 } : undefined);
    expect(await write("level", 30)).toMatchObject({ ok: false, why: "refused" });
    // The device has it, but its answer is lost: reading back tells.
    far.bus.fault = ({ fc }) => (fc === 6 ? { kind: "silent" } : undefined);
    expect(await write("level", 31)).toMatchObject({ ok: true, value: 31 });
    far.bus.fault = () => undefined;
    far.cut();
    await expect.poll(() => events.some((e) => e.on === "plant.bus" && !e.up), patience).toBe(true);
    slave.holding.set(10, 777);
    far.mend();
    await until("level", 77.7);
    expect(events.filter((e) => e.on === "plant.bus").map((e) => e.up)).toEqual([true, false, true]);
  });
}

test("a device that falls silent is said once, and so is its return", async () => {
  const slave = await begin(fars["a serial line"]!);
  await until("level", 12.3);
  far.bus.slaves.delete(5);
  const states = () => events.flatMap((e) => (e.on === "plant.device" ? [e.up] : []));
  await expect.poll(states, patience).toEqual([true, false]);
  slave.holding.set(10, 5);
  far.bus.slaves.set(5, slave);
  await until("level", 0.5);
  expect(states()).toEqual([true, false, true]);
});

test("an adapter that hears itself: what it writes counts only when the device has it", async () => {
  const slave = await begin(fars["a serial line"]!);
  far.bus.echoes = true;
  await until("level", 12.3);
  slave.coils.delete(3);
  slave.coils.set(3, false);
  expect(await write("relay", 1)).toMatchObject({ ok: true });
  // The device no longer hears: its echo alone is no success.
  far.bus.slaves.delete(5);
  expect(await write("relay", 0)).toMatchObject({ ok: false, why: "unsure" });
  expect(slave.coils.get(3)).toBe(true);
});

test("no such port, or nobody at the gateway: said, and tried again", async () => {
  await begin(fars["a serial line"]!);
  const at = { host: "127.0.0.1", port: 1 };
  driver.configure({
    buses: [
      { id: "b", at: { tty: "/dev/linebox-none", baud: 9600, parity: "none" } },
      { id: "c", at },
    ],
    devices: [device, { ...device, id: "e", bus: "c" }],
  });
  const downs = () => new Set(events.flatMap((e) => (e.on === "plant.bus" && !e.up ? [e.bus] : [])));
  await expect.poll(downs, patience).toEqual(new Set(["b", "c"]));
  driver.configure({ buses: [{ id: "b", at: far.at }], devices: [device] });
  await until("level", 12.3);
});
