import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { deliverPdus } from "../sim/modem/network-pdu.ts";
import { SimCard } from "../sim/modem/sim-card.ts";

const usbPath = "1-1.2";
/** Of a modem whose line sends and is not to receive. */
const mutePath = "1-1.3";
const inside = { ports: [modemPort("gsm1", usbPath, "quectel-ec2x"), modemPort("gsm2", mutePath, "huawei-e1xx")] };
const sim1 = {
  id: "sim1",
  name: "SIM 1",
  kind: "gsm-modem",
  enabled: true,
  port: "gsm1",
  order: 50,
  callsOut: false,
  sms: { send: true, receive: true, perHour: 60 },
} as const;
const sim2 = { ...sim1, id: "sim2", name: "SIM 2", port: "gsm2", order: 60, sms: { ...sim1.sms, receive: false } } as const;
/** "How are you?" from +31641600986. */
const howAreYou = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";
const recipient = "+8613800138000";
/** TS 23.040 9.2.2.3: reference, recipient, taken and done at 2026-11-22 05:00:00 +08:00, status 0. */
const report = (reference: number): string =>
  `0006${reference.toString(16).padStart(2, "0").toUpperCase()}0D91683108108300F0621122500000236211225000002300`;

let sockets: ModemSockets;
let modem: ModemSim;
let box: LabBox;
let office: ConsoleClient;
const sim = new SimCard();
const muteSim = new SimCard();
let mute: ModemSim;

beforeAll(async () => {
  sockets = new ModemSockets();
  modem = new ModemSim("quectel-ec2x", { splitReads: true }, sim);
  mute = new ModemSim("huawei-e1xx", {}, muteSim, "861234567890102");
  sockets.plugIn(usbPath, modem);
  sockets.plugIn(mutePath, mute);
  box = await startLabBox({ cabinet: hardwareFile(sockets.root, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => ({ ...settings, lines: [sim1, sim2] }));
  const isUp = (now: LiveState, id: string): boolean => now.lines.some((l) => l.id === id && l.state === "up");
  await office.until<LiveState>("/api/live/now", (now) => isUp(now, "sim1") && isUp(now, "sim2"), 60_000);
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  sockets?.pullOut(usbPath, modem);
  sockets?.pullOut(mutePath, mute);
  sockets?.close();
});

test("a text that comes is kept, and leaves the SIM only then", async () => {
  modem.deliver(howAreYou);
  modem.deliver("07AA");
  const rows = await office.until<TextRow[]>("/api/texts?direction=in", (list) => list.length === 2, 20_000);
  expect(rows.find((r) => r.state === "received")).toMatchObject({ number: "+31641600986", text: "How are you?", line: "sim1" });
  expect(rows.find((r) => r.state === "unreadable")).toMatchObject({ hex: "07AA" });
  await expect.poll(() => sim.stored.size, { timeout: 20_000 }).toBe(0);
});

test("a text leaves in its parts and is known to have arrived by their reports", async () => {
  const { ids } = await office.post<{ ids: string[] }>("/api/texts", { to: [recipient], text: "停水通知".repeat(20) });
  const path = `/api/texts/${ids[0]!}`;
  const sent = await office.until<TextRow>(path, (row) => row.state === "sent", 30_000);
  expect(modem.sent).toHaveLength(2);
  for (const { reference } of sent.marks ?? []) modem.deliver(report(reference));
  const row = await office.until<TextRow>(path, (r) => r.state === "delivered", 20_000);
  expect(row).toMatchObject({ by: "admin", parts: 2, line: "sim1" });
  await expect.poll(() => sim.stored.size, { timeout: 20_000 }).toBe(0);
});

test("a line that is not to receive leaves its texts in the SIM and tells nobody; it sends, and hears what became of it", async () => {
  const { revision, settings } = await office.get<{ revision: number; settings: Settings }>("/api/settings");
  const put = (texts: Settings["texts"], lines: unknown[], at: number) =>
    office.put<{ revision: number }>("/api/settings", { ...settings, lines, texts }, { "if-match": `"${at}"` });
  const now = await put({ paths: ["sim2"] }, [sim1, sim2], revision);
  const before = await office.get<TextRow[]>("/api/texts?direction=in");
  const [water] = deliverPdus({ from: "+8613911112222", text: "家里没水了", reference: 1, atMs: Date.now() });
  for (const hex of [water!, "07BB"]) mute.deliver(hex);
  const { ids } = await office.post<{ ids: string[] }>("/api/texts", { to: [recipient], text: "Water" });
  const path = `/api/texts/${ids[0]!}`;
  const sent = await office.until<TextRow>(path, (row) => row.state === "sent", 30_000);
  expect(sent.line).toBe("sim2");
  // The report came after them, by the same modem: they were seen, and left where they are.
  mute.deliver(report(sent.marks![0]!.reference));
  await office.until<TextRow>(path, (row) => row.state === "delivered", 20_000);
  await expect.poll(() => [...muteSim.stored.values()].sort(), { timeout: 20_000 }).toEqual([water!, "07BB"].sort());
  expect(await office.get<TextRow[]>("/api/texts?direction=in")).toEqual(before);
  const { items } = await office.get<LiveState>("/api/live/now");
  expect(items).toEqual([]);
  // Allowed to receive, and taken up anew, it hands them over.
  await put({ paths: ["sim2"] }, [sim1, { ...sim2, sms: sim1.sms }], now.revision);
  await office.post("/api/lines/sim2/restart");
  await office.until<TextRow[]>("/api/texts?direction=in", (list) => list.filter((r) => r.line === "sim2").length === 2, 60_000);
  await expect.poll(() => muteSim.stored.size, { timeout: 20_000 }).toBe(0);
});
