import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HostView } from "../../appliance/contract/host-view.ts";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { freePort } from "../sim/free-port.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { Systemd } from "../sim/systemd.ts";
import { UpsServer } from "../sim/ups-server.ts";

const soon = { timeout: 60_000 };
const watchdogMs = 6_000;
const unit = fileURLToPath(new URL("../../provisioning/systemd/linebox.service", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "linebox-power-"));
const data = join(dir, "data");
const powerOff = join(dir, "power-off");
const told = join(dir, "told");

let systemd: Systemd;
let ups: UpsServer;
let brokerPort: number;
let box: LabBox;
let office: ConsoleClient;
let phone: SipPhone;
let call: SimCall;

beforeAll(async () => {
  // What it is told at: whether the database is closed by then (its log is gone).
  writeFileSync(
    powerOff,
    `#!/bin/sh\nif [ -e "${data}/linebox.db-wal" ]; then echo "open"; else echo "closed"; fi > "${told}"\n`,
  );
  chmodSync(powerOff, 0o755);
  systemd = await Systemd.open(dir, watchdogMs);
  const upsPort = await freePort();
  brokerPort = await freePort();
  ups = new UpsServer(join(dir, "nut"), upsPort);
  box = await startLabBox({
    dir: data,
    env: systemd.env,
    args: ["--power-off", powerOff, "--lab-broker", `127.0.0.1:${brokerPort}`],
  });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => ({
    ...settings,
    host: { ups: { name: "lab", port: upsPort, stopAtLow: true } },
  }));
  phone = await SipPhone.open({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
  expect(await phone.register()).toBe(200);
}, 120_000);
afterAll(async () => {
  phone?.close();
  await box?.stop("SIGKILL");
  ups?.stop();
  systemd?.close();
  rmSync(dir, { recursive: true, force: true });
});

const upsReads = async (id: string): Promise<number | undefined> =>
  (await office.get<HostView>("/api/host")).readings.find((r) => r.id === id)?.value;

test("the unit is one systemd takes", () => {
  const inUnit = readFileSync(unit, "utf8");
  expect(inUnit).toMatch(/^Type=notify$/m);
  expect(inUnit).toMatch(/^WatchdogSec=\d+$/m);
  // With programs that are there, for systemd looks for them.
  const here = join(dir, "linebox.service");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  writeFileSync(here, inUnit.replaceAll("/opt/linebox/", root));
  const looked = spawnSync("systemd-analyze", ["verify", here], { encoding: "utf8" });
  if (looked.error) return console.log("systemd-analyze is not installed here: the unit was not verified");
  expect(`${looked.stdout}${looked.stderr}`.split("\n").filter((line) => line.includes("linebox"))).toEqual([]);
});

test("systemd hears that the box is ready and in time that it is well; nothing while its loop hangs, and again afterwards", async () => {
  await expect.poll(() => systemd.count("READY=1"), soon).toBe(1);
  await expect.poll(() => systemd.count("WATCHDOG=1"), soon).toBeGreaterThan(1);
  expect(systemd.count("timed out")).toBe(0);
  box.process.kill("SIGSTOP");
  try {
    await expect.poll(() => systemd.events.at(-1), soon).toBe("timed out");
  } finally {
    box.process.kill("SIGCONT");
  }
  await expect.poll(() => systemd.events.at(-1), soon).toBe("WATCHDOG=1");
});

test("the lab's own broker is told that the box is there, and tells whoever has its account", async () => {
  const { user, password } = box.credentials.broker!;
  const at = { host: "127.0.0.1", port: brokerPort, protocolVersion: 4, reconnectPeriod: 0 } as const;
  await expect(connectAsync({ ...at, username: user, password: "wrong" })).rejects.toThrow(/not authorized/i);
  const ear = await connectAsync({ ...at, username: user, password });
  const heard: string[] = [];
  ear.on("message", (topic, payload) => void heard.push(`${topic} ${payload.toString()}`));
  await ear.subscribeAsync("linebox/status", { qos: 1 });
  await expect.poll(() => heard, soon).toContain("linebox/status online");
  await ear.endAsync(true);
});

test("on battery nothing ends; nearly empty, the box ends its calls, closes what it keeps, and asks for the power to be cut", async () => {
  await expect.poll(() => upsReads("ups-link"), soon).toBe(1);
  call = await phone.call("96100");
  await call.up;
  ups.say("OB DISCHRG", 60);
  await expect.poll(() => upsReads("ups-battery"), soon).toBe(1);
  expect(existsSync(told)).toBe(false);
  const exited = new Promise<number | null>((done) => box.process.once("exit", done));
  ups.say("OB LB DISCHRG", 4);
  expect(await call.ended).toBe("far side hung up");
  expect(await exited).toBe(0);
  await expect.poll(() => existsSync(told) && readFileSync(told, "utf8"), soon).toBe("closed\n");
  await expect.poll(() => systemd.events.at(-1), soon).toBe("STOPPING=1");
  const db = new Database(join(data, "linebox.db"), { readonly: true });
  const rows = (table: string) => db.prepare<[], { doc: string }>(`SELECT doc FROM ${table}`).all();
  const [record] = rows("call").map(({ doc }) => JSON.parse(doc) as CallRecord);
  const recordings = rows("recording").map(({ doc }) => JSON.parse(doc) as RecordingRow);
  const { clean } = db.prepare<[], { clean: number }>("SELECT clean_stop AS clean FROM boot ORDER BY n DESC LIMIT 1").get()!;
  db.close();
  expect(record).toMatchObject({ called: "96100", endReason: "shutdown", endedAtMs: expect.any(Number) });
  expect(recordings.map(({ state }) => state)).not.toContain("recording");
  expect(clean).toBe(1);
});
