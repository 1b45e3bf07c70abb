import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { SimCard } from "../sim/modem/sim-card.ts";

const usbPath = "1-1.2";
const hardware = `
model: lab-gsm
name: { zh: 实验箱, en: Lab box }
ports:
  - { id: gsm1, driver: gsm-modem, usbPath: "${usbPath}", family: quectel-ec2x }
buses: []
cabinet: {}
`;
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

beforeAll(async () => {
  sockets = new ModemSockets();
  modem = new ModemSim("quectel-ec2x", { splitReads: true }, sim);
  sockets.plugIn(usbPath, modem);
  const file = join(sockets.root, "hardware.yaml");
  writeFileSync(file, hardware);
  box = await startLabBox({ rtp: "42000-43000", cabinet: { hardware: file, devices: sockets.root } });
  office = new ConsoleClient(box.console);
  await office.signIn("admin", box.credentials.admin!.password);
  const { revision, settings } = await office.get<{ revision: number; settings: Settings }>("/api/settings");
  await office.put("/api/settings", { ...settings, lines: [sim1] }, { "if-match": `"${revision}"` });
  await office.until<LiveState>("/api/live/now", (now) => now.lines.some((l) => l.id === "sim1" && l.state === "up"), 60_000);
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  sockets?.pullOut(usbPath, modem);
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
