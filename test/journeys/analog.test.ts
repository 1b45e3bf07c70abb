import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { FarCall } from "../conformance/lines/line-under-test.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { analogLine } from "../sim/dahdi/analog-line.ts";
import { DahdiCard, usualHabits } from "../sim/dahdi/dahdi-card.ts";
import { ExchangeEnd } from "../sim/dahdi/exchange-end.ts";
import { HandsetEnd } from "../sim/dahdi/handset-end.ts";
import { hardwareFile } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { hello, quickQueue, shortMenu } from "../sim/short-menu.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { heardForMs, tone } from "../sim/sound.ts";

type CallPage = { record: CallRecord; recordings: RecordingRow[] };
const caller = "13800138000";
const hz = { caller: 620, agent: 1100, colleague: 1500 } as const;
const spokenMs = 1_000;
const surelyMs = 600;
const patience = { timeout: 30_000 };

const inside = {
  ports: ["id: fxo1, driver: fxo, channel: 1", "id: fxs1, driver: fxs, channel: 2", "id: fxs2, driver: fxs, channel: 3"],
};

let dir: string;
let card: DahdiCard;
let exchange: ExchangeEnd;
let box: LabBox;
let office: ConsoleClient;
let colleague: SipPhone;
/** The agent's telephone, and one in the corridor. */
let desk: HandsetEnd;
let corridor: HandsetEnd;

beforeAll(async () => {
  card = await DahdiCard.open({ 1: "fxo", 2: "fxs", 3: "fxs" });
  exchange = new ExchangeEnd(card, 1);
  desk = new HandsetEnd(card, 2);
  corridor = new HandsetEnd(card, 3);
  dir = mkdtempSync(join(tmpdir(), "linebox-analog-"));
  mkdirSync(join(dir, "dev"));
  symlinkSync(card.directory, join(dir, "dev/dahdi"));
  box = await startLabBox({ cabinet: hardwareFile(dir, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => analogOffice(settings));
  colleague = await SipPhone.open({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
  expect(await colleague.register()).toBe(200);
}, 120_000);
afterAll(async () => {
  colleague?.close();
  expect(await box?.stop()).toBe(0);
  await card?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Two telephones in sockets, one line from the exchange, a menu with one key. */
function analogOffice(settings: Settings): Settings {
  const [desk] = settings.phones;
  return {
    ...settings,
    phones: [...settings.phones, { ...desk!, id: "8003", name: "Corridor" }],
    queues: quickQueue(settings),
    lines: [{ ...analogLine, ownNumber: "87654321", flow: "short" }],
    analogPhones: [
      { port: "fxs1", phone: "8001", callerId: "fsk", messageLamp: "fsk" },
      { port: "fxs2", phone: "8003", callerId: "dtmf", messageLamp: "neon" },
    ],
    trunks: settings.trunks.map((t) => ({ ...t, numbers: [...t.numbers, { pattern: "96300", flow: "night" }] })),
    voicemailBoxes: [
      ...(settings.voicemailBoxes ?? []),
      {
        id: "chen",
        name: "Chen Jing",
        owner: { kind: "agent", agent: "agent1" as never },
        number: "8501",
        complaint: false,
        directCalls: false,
        silenceMs: 1_000,
        greeting: { text: hello },
      },
    ],
    flows: [
      ...settings.flows,
      shortMenu,
      {
        id: "night",
        name: "Night",
        languageDefault: "en",
        start: "box",
        nodes: { box: { type: "voicemail", box: "chen" } },
      },
    ],
  };
}

const live = (): Promise<LiveState> => office.get<LiveState>("/api/live/now");
const agentNow = async (): Promise<string | undefined> => (await live()).agents.find((a) => a.id === "agent1")?.state;
const agentIs = (state: string): Promise<void> => expect.poll(agentNow, patience).toBe(state);

/** A call over the line that stands at the menu, and its record's id. */
async function callIn(): Promise<{ far: FarCall; id: string }> {
  const before = new Set((await office.get<CallRecord[]>("/api/calls")).map((c) => c.id));
  const far = await exchange.callIn(caller);
  const calls = await office.until<CallRecord[]>("/api/calls", ([first]) => first !== undefined && !before.has(first.id), 30_000);
  expect(calls[0]).toMatchObject({ line: "fxo1", called: "87654321", caller });
  const { id } = calls[0]!;
  await expect.poll(async () => (await live()).calls.find((c) => c.id === id)?.phase, patience).toBe("flow");
  return { far, id };
}

/** The caller asks for a person; the agent's telephone rings and is lifted. */
async function taken(far: FarCall): Promise<void> {
  await office.post("/api/agents/agent1/ready").catch(() => {});
  const rings = desk.until("rings");
  await far.press("1");
  await rings;
  await agentIs("ringing");
}

async function hearEachOther(one: Voice, two: Voice): Promise<void> {
  one.anew();
  two.anew();
  await Promise.all([one.say(), two.say()]);
  await expect.poll(() => one.hears(two.hz), patience).toBeGreaterThan(surelyMs);
  await expect.poll(() => two.hears(one.hz), patience).toBeGreaterThan(surelyMs);
}

type Voice = { hz: number; anew(): void; say(): Promise<void>; hears(frequencyHz: number): number };
const ofCaller = (far: FarCall): Voice => {
  let from = 0;
  return {
    hz: hz.caller,
    anew: () => {
      from = far.heard().length;
    },
    say: () => far.say(hz.caller, spokenMs),
    hears: (frequencyHz) => heardForMs(far.heard().subarray(from), frequencyHz),
  };
};
const ofDesk: Voice = {
  hz: hz.agent,
  anew: () => desk.listenAnew(),
  say: () => desk.say(hz.agent, spokenMs),
  hears: (frequencyHz) => desk.heardForMs(frequencyHz),
};
const ofColleague = ({ sound }: SimCall): Voice => ({
  hz: hz.colleague,
  anew: () => sound.forget(),
  say: () => sound.say(tone(hz.colleague, spokenMs * 8)),
  hears: (frequencyHz) => heardForMs(sound.heard(), frequencyHz),
});

/** The colleague's telephone rings; he doesn't answer yet. */
const rung = (): Promise<SimCall> =>
  new Promise((done) => {
    colleague.onCall = done;
  });

async function dialColleague(): Promise<SimCall> {
  desk.flash();
  await agentIs("hold");
  await expect.poll(() => desk.heardForMs(450), patience).toBeGreaterThan(300);
  const rings = rung();
  await desk.press("8002#");
  return rings;
}

/** The far end hangs up; what the line's own blocks say of how long the line was taken by its busy tone. */
async function hangsUpWith(far: FarCall, toneHz: number): Promise<void> {
  card.send({ do: "habits", channel: 1, habits: { ...usualHabits, toneHz } });
  const freed = card.next((m) => m.on === "line" && m.says.on === "freed");
  far.hangUp();
  const { says } = (await freed) as { says: { afterHangUpMs: number } };
  console.log(`busy tone of ${toneHz} Hz: the line is free ${says.afterHangUpMs} ms after the far end hung up, by its samples`);
  expect(says.afterHangUpMs).toBeLessThan(3_000);
}

const over = (id: string): Promise<CallPage> =>
  office.until<CallPage>(`/api/calls/${id}`, (c) => c.record.endedAtMs !== undefined, 30_000);

test("line and telephones come up", async () => {
  await expect.poll(async () => (await live()).lines.find((l) => l.id === "fxo1")?.state, { timeout: 60_000 }).toBe("up");
  await expect.poll(async () => (await live()).phones.filter((p) => p.contacts.length > 0).length, patience).toBe(3);
  await office.post("/api/agents/agent1/login", { phone: "8001" });
});

test("a caller is announced, taken at a telephone, kept waiting by a flash, and handed on by hanging up", async () => {
  const { far, id } = await callIn();
  await taken(far);
  // By FSK, between the first and the second ring.
  await expect.poll(() => desk.callers.at(-1)?.caller.number, patience).toBe(caller);
  desk.lift();
  await agentIs("talking");
  await hearEachOther(ofCaller(far), ofDesk);
  const rings = await dialColleague();
  rings.answer();
  await rings.up;
  await agentIs("talking");
  await hearEachOther(ofDesk, ofColleague(rings));
  expect(ofCaller(far).hears(hz.colleague)).toBe(0);
  desk.replace();
  await agentIs("ready");
  await hearEachOther(ofCaller(far), ofColleague(rings));
  await hangsUpWith(far, 450);
  expect((await over(id)).record).toMatchObject({ endReason: "hangup", endedBy: "caller" });
  await rings.ended;
});

test("nobody answers: a flash has the caller back; put back while it rings, it rings on for him", async () => {
  const { far, id } = await callIn();
  await taken(far);
  desk.lift();
  await agentIs("talking");
  const unanswered = await dialColleague();
  desk.flash();
  await unanswered.ended;
  await agentIs("talking");
  await hearEachOther(ofCaller(far), ofDesk);
  const rings = await dialColleague();
  desk.replace();
  await expect.poll(async () => (await live()).calls.find((c) => c.id === id)?.phase, patience).toBe("transfer");
  rings.answer();
  await rings.up;
  await hearEachOther(ofCaller(far), ofColleague(rings));
  await hangsUpWith(far, 470);
  await over(id);
  await rings.ended;
});

test("a telephone that is told by keys shows who calls; the lamp of another tells of a message", async () => {
  const call = await colleague.call("8003");
  await expect
    .poll(() => corridor.callers.at(-1), patience)
    .toEqual({ caller: { number: "8002", withheld: false }, afterRings: 0 });
  corridor.lift();
  await call.up;
  call.hangUp();
  corridor.replace();
  const left = await colleague.call("96300");
  await left.up;
  // The tone is over: it is his turn.
  const [{ id }] = (await office.until<CallRecord[]>("/api/calls", ([c]) => c?.called === "96300")) as [CallRecord];
  await office.until<CallPage>(`/api/calls/${id}`, (c) => c.recordings.some((r) => r.kind === "voicemail"), 30_000);
  await left.sound.say(tone(hz.caller, 2_000 * 8));
  await left.ended;
  await expect.poll(() => desk.lamps.at(-1), patience).toBe(true);
});
