import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DoctorReport, DoctorTest } from "../../appliance/contract/doctor.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { DahdiCard } from "../sim/dahdi/dahdi-card.ts";
import { HandsetEnd } from "../sim/dahdi/handset-end.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { MobileNetwork } from "../sim/modem/mobile-network.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { SimCard } from "../sim/modem/sim-card.ts";

const paths = ["1-1.2", "1-1.3"] as const;
const numbers = ["13900139001", "13900139002"] as const;
const caller = "13800138000";
const inside = {
  ports: [
    modemPort("gsm1", paths[0], "quectel-ec2x"),
    modemPort("gsm2", paths[1], "huawei-e1xx"),
    "id: fxs1, driver: fxs, channel: 1",
  ],
};
const simOf = (n: 1 | 2) =>
  ({
    id: `sim${n}`,
    name: `SIM ${n}`,
    kind: "gsm-modem",
    enabled: true,
    port: `gsm${n}`,
    order: n,
    callsOut: true,
    ownNumber: numbers[n - 1]!,
    flow: "hotline",
    sms: { send: true, receive: true, perHour: 60 },
    ...(n === 1 ? { balance: { code: "*100#", everyHours: 24 } } : {}),
  }) as const;

let sockets: ModemSockets;
/** The second tells of no keys: they are heard in its sound. */
let modems: [ModemSim, ModemSim];
let network: MobileNetwork;
let card: DahdiCard;
let handset: HandsetEnd;
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  sockets = new ModemSockets();
  modems = [new ModemSim("quectel-ec2x"), new ModemSim("huawei-e1xx", {}, new SimCard(), "861234567890102")];
  network = new MobileNetwork({ [numbers[0]]: modems[0], [numbers[1]]: modems[1] });
  modems.forEach((modem, n) => {
    sockets.plugIn(paths[n]!, modem);
  });
  card = await DahdiCard.open({ 1: "fxs" });
  handset = new HandsetEnd(card, 1);
  mkdirSync(join(sockets.root, "dev"), { recursive: true });
  symlinkSync(card.directory, join(sockets.root, "dev/dahdi"));
  box = await startLabBox({ cabinet: hardwareFile(sockets.root, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings(
    (settings): Settings => ({
      ...settings,
      lines: [simOf(1), simOf(2)],
      analogPhones: [{ port: "fxs1", phone: "8001", callerId: "none", messageLamp: "none" }],
    }),
  );
  const areUp = ({ lines, phones }: LiveState): boolean =>
    ["sim1", "sim2"].every((id) => lines.find((l) => l.id === id)?.state === "up") &&
    phones.some((p) => p.id === "8001" && p.contacts.length > 0);
  await office.until<LiveState>("/api/live/now", areUp, 60_000);
}, 120_000);
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  await card?.stop();
  modems?.forEach((modem, n) => {
    sockets.pullOut(paths[n]!, modem);
  });
  sockets?.close();
});

const examine = async (wish: object): Promise<string> => (await office.post<{ id: string }>("/api/doctor/examine", wish)).id;
const reportOf = (id: string, good: (report: DoctorReport) => boolean): Promise<DoctorReport> =>
  office.until<DoctorReport>(`/api/doctor/reports/${id}`, good, 90_000);
const isOver = ({ state }: DoctorReport): boolean => state !== "running";
const verdicts = ({ findings }: DoctorReport) => Object.fromEntries(findings.map((f) => [f.test, f.verdict]));
const measured = ({ findings }: DoctorReport, test: DoctorTest, name: string) =>
  findings.find((one) => one.test === test)?.values.find((one) => one.name === name)?.value;

test("a SIM is asked for network, signal and balance, texts the other, calls it, and is heard there and back", async () => {
  const report = await reportOf(await examine({ line: "sim1", partner: "sim2", tests: ["balance", "text", "call"] }), isOver);
  expect(report).toMatchObject({ state: "done", kind: "gsm-modem", partner: "sim2", tests: ["balance", "text", "call"] });
  expect(verdicts(report)).toEqual({
    sim: "good",
    registration: "good",
    signal: "good",
    balance: "good",
    text: "good",
    call: "good",
  });
  expect(measured(report, "signal", "signalDbm")).toBe(-67);
  expect(measured(report, "balance", "balanceText")).toContain("12.50");
  expect(measured(report, "call", "number")).toBe(numbers[0]);
  // Neither the call nor the text is anybody's but the doctor's.
  expect(await office.get<CallRecord[]>("/api/calls")).toEqual([]);
  expect(await office.get<TextRow[]>("/api/texts")).toEqual([]);
  await expect.poll(() => modems[1].sim.stored.size, { timeout: 20_000 }).toBe(0);
});

test("somebody else who rings while the doctor calls is served, and the examination is over", async () => {
  network.shown.set(numbers[1], caller);
  const id = await examine({ line: "sim1", partner: "sim2", tests: ["call"] });
  expect(await reportOf(id, isOver)).toMatchObject({ state: "broken-off", why: "call" });
  const [call] = await office.until<CallRecord[]>("/api/calls", ([first]) => first !== undefined, 30_000);
  expect(call).toMatchObject({ line: "sim2", caller, direction: "in" });
  network.shown.clear();
});

test("a telephone rings, is lifted, a key is pressed, and it is hung up", async () => {
  const rings = handset.until("rings");
  const id = await examine({ line: "8001", phone: true });
  await rings;
  handset.lift();
  await reportOf(id, ({ step }) => step === "pressing");
  await handset.press("7");
  await reportOf(id, ({ step }) => step === "replacing");
  handset.replace();
  const report = await reportOf(id, isOver);
  expect(verdicts(report)).toEqual({ ring: "good", lift: "good", key: "good", replace: "good" });
  expect(measured(report, "key", "key")).toBe("7");
});
