import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { SipFarSide } from "../sim/gateway/sip-far-side.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { quickQueue, shortMenu } from "../sim/short-menu.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { heardForMs, tone } from "../sim/sound.ts";
import { sidesOf } from "../sim/stereo.ts";

type CallPage = { record: CallRecord; recordings: RecordingRow[]; trace: TraceEntry[] };
const caller = "13800138000";
const hz = { caller: 620, agent: 1100 } as const;
const spokenMs = 1_000;
const surelyMs = 600;
const patience = { timeout: 30_000 };

let cellar: SipFarSide;
let attic: SipFarSide;
let box: LabBox;
let office: ConsoleClient;
let phone: SipPhone;

const gateway = { name: "Gateway", enabled: true, vendor: "dinstar", ports: 4, transport: "udp", pingSec: 5 } as const;
const line = { kind: "gateway-port", enabled: true, flow: "short" } as const;

/** Two gateways; what is called outside goes by the third port of the first, then by its second. A menu with one key. */
function gatewayOffice(settings: Settings): Settings {
  return {
    ...settings,
    trunks: [],
    queues: quickQueue(settings),
    gateways: [
      { ...gateway, id: "gw1", host: cellar.at.host, port: cellar.at.port },
      { ...gateway, id: "gw2", host: attic.at.host, port: attic.at.port },
    ],
    lines: [
      { ...line, id: "tel1", name: "Tel 1", port: "gw1-1", order: 10, callsOut: false, ownNumber: "87654321" },
      { ...line, id: "tel3", name: "Tel 3", port: "gw1-3", order: 20, callsOut: true },
      { ...line, id: "tel2", name: "Tel 2", port: "gw1-2", order: 30, callsOut: true },
      { ...line, id: "tel9", name: "Tel 9", port: "gw2-1", order: 40, callsOut: false },
    ],
    flows: [...settings.flows, shortMenu],
  };
}

beforeAll(async () => {
  box = await startLabBox();
  cellar = await SipFarSide.open("127.0.0.81", box.sip);
  attic = await SipFarSide.open("127.0.0.82", box.sip);
  office = await ConsoleClient.admin(box);
  await office.changeSettings(gatewayOffice);
  phone = await SipPhone.open({ user: "8001", password: box.credentials.phones["8001"]!.password, box: box.sip });
  expect(await phone.register()).toBe(200);
  await office.post("/api/agents/agent1/login", { phone: "8001" });
  await office.until<LiveState>("/api/live/now", (now) => ["tel1", "tel9"].every((id) => stateIn(now, id) === "up"), 60_000);
  // While the calls below go by the first, nobody is at the second any more.
  attic.pull();
}, 120_000);
afterAll(async () => {
  phone?.close();
  expect(await box?.stop()).toBe(0);
  cellar?.close();
  attic?.close();
});

const stateIn = (now: LiveState, id: string): string | undefined => now.lines.find((one) => one.id === id)?.state;
const nextCall = (): Promise<SimCall> =>
  new Promise((done) => {
    phone.onCall = done;
  });

async function hearEachOther(outside: SimCall, agent: SimCall): Promise<void> {
  outside.sound.forget();
  agent.sound.forget();
  await Promise.all([outside.sound.say(tone(hz.caller, spokenMs * 8)), agent.sound.say(tone(hz.agent, spokenMs * 8))]);
  await expect.poll(() => heardForMs(outside.sound.heard(), hz.agent), patience).toBeGreaterThan(surelyMs);
  await expect.poll(() => heardForMs(agent.sound.heard(), hz.caller), patience).toBeGreaterThan(surelyMs);
}

const over = (id: string): Promise<CallPage> =>
  office.until<CallPage>(
    `/api/calls/${id}`,
    (c) => c.record.endedAtMs !== undefined && c.recordings.every((r) => r.state === "complete"),
    30_000,
  );

test("a call comes by a gateway's port through menu and queue to the agent; both hear each other, and it is recorded", async () => {
  await office.post("/api/agents/agent1/ready").catch(() => {});
  // Its first port is set to call 7001.
  const far = await cellar.callIn(caller, "7001");
  const [record] = await office.until<CallRecord[]>("/api/calls", ([first]) => first?.caller === caller, 30_000);
  expect(record).toMatchObject({ line: "tel1", called: "87654321", direction: "in" });
  await far.up;
  const rings = nextCall();
  await far.sound.press("1");
  const agent = await rings;
  agent.answer();
  await agent.up;
  await hearEachOther(far, agent);
  far.hangUp();
  await agent.ended;
  const page = await over(record!.id);
  expect(page.record).toMatchObject({ line: "tel1", queue: "hotline", agent: "agent1", endReason: "hangup", endedBy: "caller" });
  expect(page.recordings.length).toBeGreaterThan(0);
  const sides = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio?reason=test`));
  expect(heardForMs(sides.left, hz.caller)).toBeGreaterThan(surelyMs);
  expect(heardForMs(sides.right, hz.agent)).toBeGreaterThan(surelyMs);
  expect(heardForMs(sides.left, hz.agent)).toBeLessThan(200);
});

test("a call out leaves by the first line's port, the next by the second's while that is taken", async () => {
  const dial = async (number: string, marked: string): Promise<{ made: SimCall; far: SimCall }> => {
    const made = await phone.call(number);
    const far = await cellar.nextCall();
    expect(far.to).toBe(marked);
    far.answer();
    await made.up;
    return { made, far };
  };
  const first = await dial("13900139000", "70313900139000");
  await hearEachOther(first.far, first.made);
  const second = await dial("13900139001", "70213900139001");
  for (const { made } of [first, second]) made.hangUp();
  await Promise.all([first.far.ended, second.far.ended]);
  const calls = await office.get<CallRecord[]>("/api/calls");
  for (const [number, by] of [
    ["13900139000", "tel3"],
    ["13900139001", "tel2"],
  ] as const) {
    const page = await over(calls.find((c) => c.called === number)!.id);
    expect(page.record).toMatchObject({ direction: "out", agent: "agent1" });
    expect(page.trace.map((t) => t.words.en)).toContain(`Dials out over ${by}`);
  }
});

test("a gateway that is there no more takes its lines down with an alarm, and they are up again with it", async () => {
  const isOut = ({ alarms }: LiveState): boolean => alarms.some((a) => a.code === "gateway-down" && a.subject === "gw2");
  const gone = await office.until<LiveState>("/api/live/now", (now) => stateIn(now, "tel9") === "down" && isOut(now), 60_000);
  expect(stateIn(gone, "tel1")).toBe("up");
  attic.putBack();
  await office.until<LiveState>("/api/live/now", (now) => stateIn(now, "tel9") === "up" && !isOut(now), 60_000);
});
