import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { HostView } from "../../appliance/contract/host-view.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { MqttLink } from "../../appliance/contract/mqtt.ts";
import type { AlarmRow } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { freePort } from "../sim/free-port.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { MqttBroker } from "../sim/mqtt-broker.ts";
import { UpsServer } from "../sim/ups-server.ts";

const changes = 200;
const soon = { timeout: 60_000 };
const dir = mkdtempSync(join(tmpdir(), "linebox-broker-"));
const devices = join(dir, "devices");
const lamp = join(devices, "sys/class/leds/lab:red:alarm");
const button = join(devices, "dev/input/event0");
const broker = new MqttBroker();
let ups: UpsServer;
let upsPort: number;
let systemd: ChildProcess;
let heardBySystemd = "";
let box: LabBox;
let office: ConsoleClient;

async function start(): Promise<void> {
  const cabinet = { hardware: join(dir, "cabinet.yaml"), devices };
  const env = { NOTIFY_SOCKET: join(dir, "notify"), WATCHDOG_USEC: "4000000" };
  box = await startLabBox({ dir, cabinet, env });
  office = await ConsoleClient.admin(box);
}
const host = (): Promise<HostView> => office.get<HostView>("/api/host");
const link = async (): Promise<MqttLink> => (await host()).mqtt;
const shown = (file: string): string => readFileSync(join(lamp, file), "utf8");
const alarmOf = async (code: string): Promise<AlarmRow | undefined> =>
  (await office.get<LiveState>("/api/live/now")).alarms.find((a) => a.code === code);
const upsTold = () => broker.on("linebox/alarms/event").filter((b) => b.code === "ups-on-battery");
/** A press and its end, as the kernel records them. */
function press(code: number): void {
  const records = Buffer.alloc(48);
  for (const [at, value] of [
    [0, 1],
    [24, 0],
  ] as const) {
    records.writeUInt16LE(1, at + 16);
    records.writeUInt16LE(code, at + 18);
    records.writeInt32LE(value, at + 20);
  }
  writeFileSync(button, records);
}

const hardware = `
model: lab-cabinet
name: { zh: 实验箱, en: Lab box }
ports: []
buses: []
cabinet:
  leds: { alarm: "lab:red:alarm" }
  buttons: { acknowledge: { device: /dev/input/event0, code: 256 } }
  ups: lab
`;

beforeAll(async () => {
  mkdirSync(lamp, { recursive: true });
  for (const [file, text] of [
    ["brightness", "0"],
    ["max_brightness", "255"],
    ["trigger", "none"],
  ] as const)
    writeFileSync(join(lamp, file), text);
  mkdirSync(join(devices, "dev/input"), { recursive: true });
  spawnSync("mkfifo", [button]);
  writeFileSync(join(dir, "cabinet.yaml"), hardware);
  systemd = spawn("socat", ["-u", `UNIX-RECVFROM:${join(dir, "notify")},fork`, "STDOUT"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  systemd.stdout?.on("data", (part: Buffer) => (heardBySystemd += part.toString()));
  await vi.waitUntil(() => existsSync(join(dir, "notify")), soon);
  upsPort = await freePort();
  ups = new UpsServer(join(dir, "nut"), upsPort);
  await broker.start();
  await start();
  await office.changeSettings((settings) => {
    const mqtt: Settings["mqtt"] = {
      enabled: true,
      host: "127.0.0.1",
      port: broker.port,
      security: "none",
      commands: { acknowledge: true },
      homeAssistant: { prefix: "homeassistant" },
    };
    return { ...settings, mqtt, host: { ups: { port: upsPort }, limits: [{ kind: "ups-battery", delaySec: 0 }] } };
  });
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  await broker.kill();
  ups?.stop();
  systemd?.kill();
  rmSync(dir, { recursive: true, force: true });
});

test("the box says that it is there and how things are; Home Assistant finds it", async () => {
  await expect.poll(async () => (await link()).state, soon).toBe("up");
  expect(await link()).toMatchObject({ version: "3.1.1" });
  await expect.poll(() => broker.told.some((t) => t.topic === "linebox/status" && t.payload === "online"), soon).toBe(true);
  await expect.poll(() => broker.on("linebox/alarms/open").length, soon).toBeGreaterThan(0);
  await expect.poll(() => broker.on("linebox/calls").at(-1), soon).toMatchObject({ calls: 0, waiting: 0 });
  const [config] = broker.on("homeassistant/binary_sensor/linebox/alarm/config");
  expect(config).toMatchObject({ state_topic: "linebox/alarms/open", availability_topic: "linebox/status" });
});

test("systemd hears that the box is ready and goes on being well", async () => {
  await expect.poll(() => heardBySystemd, soon).toMatch(/READY=1[\s\S]*WATCHDOG=1/);
});

test("the UPS goes on battery: an alarm, the lamp, the broker; the button acknowledges it; on mains again it is over", async () => {
  await expect.poll(async () => (await host()).readings.find((r) => r.id === "ups-link")?.value, soon).toBe(1);
  ups.say("OB DISCHRG", 90);
  await expect.poll(async () => (await alarmOf("ups-on-battery"))?.severity, soon).toBe("error");
  await expect.poll(() => [shown("brightness"), shown("trigger")], soon).toEqual(["255", "timer"]);
  await expect.poll(() => upsTold().map((b) => b.change), soon).toEqual(["raised"]);
  await expect.poll(() => broker.on("linebox/host/ups-battery").at(-1)?.value, soon).toBe(1);
  expect((await host()).readings.find((r) => r.id === "ups-battery")).toMatchObject({ alarm: true, high: 0 });
  press(256);
  await expect.poll(async () => (await alarmOf("ups-on-battery"))?.acknowledgedBy, soon).toBe("button");
  await expect.poll(() => [shown("brightness"), shown("trigger")], soon).toEqual(["255", "none"]);
  ups.say("OL CHRG", 90);
  await expect.poll(() => upsTold().map((b) => b.change), soon).toEqual(["raised", "acknowledged", "cleared"]);
  expect(await alarmOf("ups-on-battery")).toBeUndefined();
});

test("the broker is gone, 200 things change, the box is killed: when both are back nothing is missing and all is in order", async () => {
  await broker.kill();
  await expect.poll(async () => (await link()).state, soon).toBe("down");
  const before = (await link()).waiting;
  for (let i = 0; i < changes / 2; i++) {
    await office.post("/api/agents/agent1/login", { phone: "8001" });
    await office.post("/api/agents/agent1/logout");
  }
  await expect.poll(async () => (await link()).waiting, soon).toBeGreaterThanOrEqual(before + changes);
  await box.stop("SIGKILL");
  const db = new Database(join(dir, "linebox.db"), { readonly: true });
  const kept = db.prepare<[], { n: number; topic: string }>("SELECT n, topic FROM mqtt_outbox ORDER BY n").all();
  db.close();
  expect(kept.length).toBeGreaterThanOrEqual(changes);
  broker.told.length = 0;
  await start();
  await broker.start();
  await expect.poll(async () => (await link()).waiting, soon).toBe(0);
  for (const topic of new Set(kept.map((k) => k.topic))) {
    const ns = [...new Set(broker.on(`linebox/${topic}`).map((b) => b.n as number))];
    expect(ns, topic).toEqual([...ns].sort((a, b) => a - b));
    expect(ns).toEqual(expect.arrayContaining(kept.filter((k) => k.topic === topic).map((k) => k.n)));
  }
  const wanted = new Set(kept.map((k) => k.n));
  const seats = broker.on("linebox/calls").filter((b) => wanted.has(b.n as number));
  const inAndOut = seats.map((b) => b.agentsIn);
  expect(inAndOut.filter((n) => n === 1).length).toBeGreaterThanOrEqual(changes / 2);
  expect(await link()).toMatchObject({ refused: 0, dropped: 0 });
});
