import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LivePlant, PlantDevice, PlantReadingRow } from "../../appliance/contract/plant.ts";
import type { AlarmRow } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import type { Slave } from "../sim/modbus/slave.ts";
import { TtySlaves } from "../sim/modbus/tty-slaves.ts";

const inside = { buses: ["id: rs485-1, at: { tty: /dev/rs485-1, baud: 9600, parity: none }"] };
const plant: NonNullable<Settings["plant"]> = {
  devices: [
    {
      id: "well",
      name: "三号井",
      enabled: true,
      bus: "rs485-1",
      unit: 3,
      replyMs: 300,
      points: [
        {
          id: "level",
          name: { zh: "水位", en: "Level" },
          fc: 3,
          address: 300,
          type: "u16",
          scale: 0.01,
          unit: "m",
          na: 65_535,
          pollSec: 1,
          limits: { high: { at: 4, hysteresis: 0.5, delaySec: 1, severity: "error" } },
        },
        { id: "relay", name: { zh: "继电器", en: "Relay" }, fc: 1, address: 0, type: "bit", pollSec: 1, writable: true },
      ],
    },
    { id: "air", name: "Air", enabled: true, bus: "rs485-1", unit: 1, map: "xy-md02", replyMs: 300 },
    { id: "lost", name: "Lost", enabled: true, bus: "rs485-9", unit: 1, map: "xy-md02" },
  ],
};
const dir = mkdtempSync(join(tmpdir(), "linebox-plant-"));
const patienceMs = 60_000;

type Seen = { device: PlantDevice; live: LivePlant }[];
let tty: TtySlaves;
let well: Slave;
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  tty = new TtySlaves();
  well = tty.bus.add(3);
  well.holding.set(300, 231);
  well.coils.set(0, false);
  const air = tty.bus.add(1);
  air.input.set(1, 253).set(2, 601);
  air.holding.set(0x103, 0).set(0x104, 0);
  mkdirSync(join(dir, "dev"));
  symlinkSync(tty.path, join(dir, "dev/rs485-1"));
  box = await startLabBox({ cabinet: hardwareFile(dir, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => ({ ...settings, plant }));
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  tty?.close();
  rmSync(dir, { recursive: true });
});

const reading = (seen: Seen, device: string, point: string) =>
  seen.find((s) => s.device.id === device)?.live.readings.find((r) => r.point === point);
const untilRead = (device: string, point: string, value: number, quality = "good"): Promise<Seen> =>
  office.until<Seen>(
    "/api/plant",
    (seen) => {
      const now = reading(seen, device, point);
      return now?.value === value && now.quality === quality;
    },
    patienceMs,
  );
const untilAlarm = (code: string, subject: string, open: boolean): Promise<AlarmRow[]> =>
  office.until<AlarmRow[]>(
    "/api/alarms",
    (rows) => rows.some((r) => r.code === code && r.subject === subject && r.clearedAtMs === undefined) === open,
    patienceMs,
  );

test("a value is read, one of a shipped map too; what can't be read is said", async () => {
  const seen = await untilRead("well", "level", 2.31);
  expect(seen.map((s) => s.device.id)).toEqual(["well", "air"]);
  await untilRead("air", "temperature", 25.3);
  await untilAlarm("device-setup", "lost", true);
});

test("a register raised is an alarm, lowered it ends after its hysteresis", async () => {
  well.holding.set(300, 450);
  const open = await untilAlarm("point-high", "well.level", true);
  expect(open.find((r) => r.code === "point-high")).toMatchObject({
    severity: "error",
    words: { zh: expect.stringContaining("4.50 m") },
  });
  well.holding.set(300, 370);
  await untilRead("well", "level", 3.7);
  await untilAlarm("point-high", "well.level", true);
  well.holding.set(300, 340);
  await untilAlarm("point-high", "well.level", false);
  const past = await office.get<PlantReadingRow[]>("/api/plant/points/well.level/history?from=0");
  expect(past.map((row) => row.value)).toEqual(expect.arrayContaining([2.31, 4.5]));
});

test("a relay is switched and read back; a point that can't be written is refused", async () => {
  expect(await office.post("/api/plant/points/well.relay/write", { value: 1 })).toEqual({ value: 1 });
  expect(well.coils.get(0)).toBe(true);
  await expect(office.post("/api/plant/points/well.level/write", { value: 1 })).rejects.toThrow();
});

test("what passes over a bus can be captured, each request with its answer", async () => {
  const wish = { kind: "modbus", subject: "rs485-1", minutes: 1, megabytes: 1 };
  const { id } = await office.post<{ id: string }>("/api/diagnostics/captures", wish);
  await office.post("/api/plant/points/well.relay/write", { value: 0 });
  const text = async () => Buffer.from(await office.bytes(`/api/diagnostics/captures/${id}/file`)).toString();
  // MAP V1.1b3, 6.5: the answer to a written coil repeats the request. In the order of the wire: unit, function, address, value.
  await expect.poll(text, { timeout: 20_000 }).toMatch(/rs485-1 > .*03 05 00 00 00 00/i);
  await expect.poll(text, { timeout: 20_000 }).toMatch(/rs485-1 < .*03 05 00 00 00 00/i);
  await office.post(`/api/diagnostics/captures/${id}/stop`);
});

test("a device that is switched off is an alarm, and back it ends", async () => {
  tty.bus.slaves.delete(3);
  await untilAlarm("device-silent", "well", true);
  await untilRead("well", "level", 3.4, "stale");
  tty.bus.slaves.set(3, well);
  await untilAlarm("device-silent", "well", false);
});

test("an adapter pulled out is one alarm, and put back all is read again", async () => {
  tty.pullOut();
  await untilAlarm("bus-down", "rs485-1", true);
  well.holding.set(300, 222);
  tty.plugIn();
  await untilAlarm("bus-down", "rs485-1", false);
  await untilRead("well", "level", 2.22);
});
