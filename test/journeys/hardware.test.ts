import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HardwareLook, HardwareView } from "../../appliance/contract/found-hardware.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A box somebody has built otherwise than its profile says: one modem of two, no card, and a modem where none should be. */
const inside = {
  ports: [
    modemPort("gsm1", "1-1.2", "quectel-ec2x"),
    modemPort("gsm2", "1-1.5", "quectel-ec2x"),
    "id: fxo1, driver: fxo, channel: 1",
  ],
};
const sim = (n: number) => ({
  id: `sim${n}`,
  name: `SIM ${n}`,
  kind: "gsm-modem" as const,
  enabled: true,
  port: `gsm${n}`,
  order: 50 + n,
  callsOut: true,
  ownNumber: `1390013900${n}`,
  flow: "hotline",
});
const analog = {
  id: "tel1",
  name: "Line 1",
  kind: "analog-line" as const,
  enabled: true,
  port: "fxo1",
  order: 60,
  callsOut: true,
  flow: "hotline",
  callerId: ["fsk" as const],
  ringsBeforeOffer: 2,
  answer: "assumed" as const,
  hangUpSigns: ["busy-tone" as const],
  dialToneWaitMs: 3000,
  echoCanceller: true,
};
const caller = "13800138000";

let sockets: ModemSockets;
let file: string;
const modem = new ModemSim("quectel-ec2x");
const stranger = new ModemSim("quectel-ec2x");
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  sockets = new ModemSockets();
  sockets.plugIn("1-1.2", modem);
  sockets.plugIn("1-1.7", stranger);
  mkdirSync(join(sockets.root, "dev"), { recursive: true });
  const cabinet = hardwareFile(sockets.root, inside);
  file = cabinet.hardware;
  box = await startLabBox({ cabinet });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => {
    const lines = [sim(1), sim(2), analog];
    return { ...settings, lines };
  });
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  sockets?.pullOut("1-1.2", modem);
  sockets?.pullOut("1-1.7", stranger);
  sockets?.close();
});

const live = (): Promise<LiveState> => office.get<LiveState>("/api/live/now");
const lineNow = async (id: string) => (await live()).lines.find((line) => line.id === id);
const differing = async (): Promise<string[]> =>
  (await live()).alarms
    .filter((a) => a.code === "hardware-differs" && a.clearedAtMs === undefined)
    .map((a) => a.subject)
    .sort();

test("a box whose profile does not match starts and says what is missing, with what to do about it", async () => {
  expect(await differing()).toEqual(["fxo1", "gsm2"]);
  const view = await office.get<HardwareView>("/api/hardware");
  expect(view.differences.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    "missing gsm2",
    "missing fxo1",
    "extra 1-1.7",
  ]);
  for (const { words, hint } of view.differences)
    for (const text of [words.zh, words.en, hint.zh, hint.en]) expect(text).not.toBe("");
  expect(view.ports.find((p) => p.id === "gsm2")).toMatchObject({ place: "USB 1-1.5", usedBy: { as: "line", id: "sim2" } });
});

test("it serves the rest: the modem that is there is measured, carries a call, and is restarted on demand", async () => {
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 60_000 }).toBe("up");
  expect((await lineNow("sim2"))?.state).toBe("down");
  expect((await lineNow("tel1"))?.state).toBe("down");
  await expect.poll(async () => (await lineNow("sim1"))?.health, { timeout: 30_000 }).toMatchObject({ registration: "home" });
  const far = await modem.callIn(caller);
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.caller === caller && list[0].line === "sim1", 20_000);
  far.hangUp();
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.endedAtMs !== undefined, 20_000);
  await office.post("/api/lines/sim1/restart");
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 30_000, interval: 20 }).not.toBe("up");
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 60_000 }).toBe("up");
});

test("looking proposes a profile for what is there, by the console and by the command line; what is put in clears its alarm", async () => {
  const { proposed, file: text } = await office.get<HardwareLook>("/api/hardware/found");
  expect(proposed.ports).toEqual([
    { id: "gsm1", driver: "gsm-modem", usbPath: "1-1.2", family: "quectel-ec2x" },
    { id: "gsm3", driver: "gsm-modem", usbPath: "1-1.7", family: "quectel-ec2x" },
  ]);
  const target = join(sockets.root, "proposed.yaml");
  const args = ["appliance/main.ts", "--propose-hardware", target, "--hardware", file, "--devices", sockets.root];
  const run = spawnSync(join(root, "node_modules/.bin/node"), args, { cwd: root, encoding: "utf8" });
  expect(run).toMatchObject({ status: 0 });
  expect(run.stderr).toContain("missing gsm2");
  expect(readFileSync(target, "utf8").trim()).toBe(text.trim());
  expect(text).toContain("gsm3");
  const late = new ModemSim("quectel-ec2x");
  sockets.plugIn("1-1.5", late);
  await office.get<HardwareLook>("/api/hardware/found");
  await expect.poll(differing, { timeout: 20_000 }).toEqual(["fxo1"]);
  sockets.pullOut("1-1.5", late);
});
