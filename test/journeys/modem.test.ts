import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import { Baresip } from "../sim/baresip.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { heardForMs } from "../sim/sound.ts";
import { sidesOf } from "../sim/stereo.ts";

type CallPage = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
const usbPath = "1-1.2";
const caller = "13800138000";
const agentHz = 1100;
const callerHz = 620;

const inside = { ports: [modemPort("gsm1", usbPath, "quectel-ec2x")] };
const sim1 = {
  id: "sim1",
  name: "SIM 1",
  kind: "gsm-modem",
  enabled: true,
  port: "gsm1",
  order: 50,
  callsOut: true,
  ownNumber: "13900139000",
  flow: "hotline",
} as const;
/** A line whose port this box has not got. */
const lost = { ...sim1, id: "sim9", name: "SIM 9", port: "gsm9", ownNumber: "13900139009" } as const;

let sockets: ModemSockets;
let modem: ModemSim;
let box: LabBox;
let office: ConsoleClient;
let phone: Baresip;

beforeAll(async () => {
  sockets = new ModemSockets();
  modem = new ModemSim("quectel-ec2x", { splitReads: true });
  sockets.plugIn(usbPath, modem);
  box = await startLabBox({ cabinet: hardwareFile(sockets.root, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => ({ ...settings, lines: [sim1, lost] }));
  phone = await Baresip.start({
    user: "8001",
    password: box.credentials.phones["8001"]!.password,
    box: box.sip,
    toneHz: agentHz,
  });
  await office.post("/api/agents/agent1/login", { phone: "8001" });
});
afterAll(async () => {
  await phone?.stop();
  expect(await box?.stop()).toBe(0);
  sockets?.pullOut(usbPath, modem);
  sockets?.close();
});

const live = (): Promise<LiveState> => office.get<LiveState>("/api/live/now");
const lineNow = async (id: string) => (await live()).lines.find((line) => line.id === id);

test("the modem's line comes up; the line whose port isn't there is said to be missing, and the rest is served", async () => {
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 60_000 }).toBe("up");
  const { alarms, lines } = await live();
  expect(alarms.find((a) => a.code === "port-missing")).toMatchObject({ subject: "sim9" });
  expect(lines.find((line) => line.id === "sim9")?.state).toBe("down");
});

test("a GSM call reaches an agent through the menu and the queue, both hear each other, and it is recorded", async () => {
  await office.post("/api/agents/agent1/ready").catch(() => {});
  const far = await modem.callIn(caller);
  const record = await office
    .until<CallRecord[]>("/api/calls", (list) => list[0]?.caller === caller, 20_000)
    .then(([first]) => first!);
  expect(record).toMatchObject({ line: "sim1", called: "13900139000", direction: "in" });
  // The notice can't be interrupted; then the language, then a person.
  await far.say(0, 16_500);
  await far.press("1");
  await far.say(0, 2_500);
  await far.press("0");
  await expect.poll(async () => (await live()).calls.find((c) => c.id === record.id)?.phase, { timeout: 40_000 }).toBe("talking");
  await far.say(callerHz, 3_000);
  await expect.poll(() => heardForMs(far.heard(), agentHz), { timeout: 10_000 }).toBeGreaterThan(1_500);
  far.hangUp();
  const page = await office.until<CallPage>(
    `/api/calls/${record.id}`,
    (c) => c.record.endedAtMs !== undefined && c.recordings.length > 0 && c.recordings.every((r) => r.state === "complete"),
    30_000,
  );
  expect(page.record).toMatchObject({ endedBy: "caller", agent: "agent1" });
  const sides = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio?reason=test`));
  expect(heardForMs(sides.left, callerHz)).toBeGreaterThan(2_000);
  expect(heardForMs(sides.right, agentHz)).toBeGreaterThan(1_500);
  expect(heardForMs(sides.left, agentHz)).toBeLessThan(200);
});

test("a modem pulled in a call and put back serves the next call", async () => {
  const far = await modem.callIn(caller);
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.caller === caller && list[0].endedAtMs === undefined, 20_000);
  sockets.pullOut(usbPath, modem);
  await far.ended;
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.endedAtMs !== undefined, 20_000);
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 30_000 }).toBe("down");
  sockets.plugIn(usbPath, modem);
  await expect.poll(async () => (await lineNow("sim1"))?.state, { timeout: 60_000 }).toBe("up");
  const before = (await office.get<CallRecord[]>("/api/calls")).length;
  const next = await modem.callIn("13811112222");
  await office.until<CallRecord[]>("/api/calls", (list) => list.length > before && list[0]?.caller === "13811112222", 20_000);
  next.hangUp();
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.endedAtMs !== undefined, 20_000);
});
