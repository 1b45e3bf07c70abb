import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MqttLink } from "../../appliance/contract/mqtt.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { MqttBroker } from "../sim/mqtt-broker.ts";

const changes = 200;
const soon = { timeout: 60_000 };
const dir = mkdtempSync(join(tmpdir(), "linebox-broker-"));
const broker = new MqttBroker();
let box: LabBox;
let office: ConsoleClient;

async function start(): Promise<void> {
  box = await startLabBox({ dir, rtp: "43000-43400" });
  office = new ConsoleClient(box.console);
  await office.signIn("admin", box.credentials.admin!.password);
}
const link = async (): Promise<MqttLink> => (await office.get<{ mqtt: MqttLink }>("/api/host")).mqtt;

beforeAll(async () => {
  await broker.start();
  await start();
  const { revision, settings } = await office.get<{ revision: number; settings: Settings }>("/api/settings");
  const mqtt: Settings["mqtt"] = {
    enabled: true,
    host: "127.0.0.1",
    port: broker.port,
    security: "none",
    commands: { acknowledge: true },
    homeAssistant: { prefix: "homeassistant" },
  };
  await office.put("/api/settings", { ...settings, mqtt }, { "if-match": `"${revision}"` });
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  await broker.kill();
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
