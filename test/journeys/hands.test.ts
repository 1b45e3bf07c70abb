import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import { Baresip } from "../sim/baresip.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import type { RtpEnd } from "../sim/rtp-end.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { heardForMs, tone } from "../sim/sound.ts";
import { sidesOf } from "../sim/stereo.ts";

type CallPage = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
const agentHz = 1100;
const hz = { caller: 620, third: 1500, boss: 1900 } as const;

let box: LabBox;
let office: ConsoleClient;
const phones: Record<"8002" | "8003" | "8004", SipPhone> = {} as never;
/** The agent's phone, a real one: it takes calls by itself and says its tone all the time. */
let agent: Baresip;

beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => {
    const [desk] = settings.phones;
    settings.phones.push({ ...desk!, id: "8003", name: "Third" }, { ...desk!, id: "8004", name: "Supervisor" });
    settings.agents.push({
      ...settings.agents[0]!,
      id: "boss" as never,
      name: "Boss",
      phone: "8004" as never,
      loginCode: "900",
      supervises: true,
    });
    return settings;
  });
  for (const id of ["8002", "8003", "8004"] as const) {
    const known = box.credentials.phones[id]?.password;
    const password = known ?? `secret-of-${id}`;
    if (!known) await office.put(`/api/secrets/phones/${id}`, { password });
    phones[id] = await SipPhone.open({ user: id, password, box: box.sip });
    expect(await phones[id].register()).toBe(200);
  }
  await office.post("/api/agents/boss/login", { phone: "8004" });
});
afterAll(async () => {
  for (const phone of Object.values(phones)) phone.close();
  expect(await box?.stop()).toBe(0);
});
beforeEach(async () => {
  const password = box.credentials.phones["8001"]!.password;
  agent = await Baresip.start({ user: "8001", password, box: box.sip, toneHz: agentHz });
  await office.post("/api/agents/agent1/login", { phone: "8001" });
});
afterEach(() => agent?.stop());

/** The next call that comes to a phone, answered. */
function answered(phone: SipPhone): Promise<SimCall> {
  return new Promise((done) => {
    phone.onCall = (call) => {
      call.answer();
      void call.up.then(() => done(call));
    };
  });
}

/** Everybody says his tone for a while; whom each of them has heard meanwhile. */
async function whoHears(ends: Partial<Record<keyof typeof hz, RtpEnd>>): Promise<Record<string, string[]>> {
  const all = Object.entries(ends) as [keyof typeof hz, RtpEnd][];
  const said = { ...hz, agent: agentHz };
  // The tail of an earlier state is over by then.
  await Promise.all(all.map(([, end]) => end.say(new Int16Array(4_000))));
  for (const [, end] of all) end.forget();
  await Promise.all(all.map(([name, end]) => end.say(tone(hz[name], 12_000))));
  return Object.fromEntries(
    all.map(([name, end]) => {
      const sound = end.heard();
      const heard = Object.entries(said).filter(([, f]) => heardForMs(sound, f) > 700);
      return [name, heard.map(([who]) => who).sort()];
    }),
  );
}

/** 8002 calls the agent, who talks with him. */
async function talk(): Promise<{ caller: SimCall; id: string }> {
  const caller = await phones["8002"].call("8001");
  await caller.up;
  return { caller, id: await talking() };
}
/** The latest call, once people talk on it. */
async function talking(): Promise<string> {
  const [call] = await office.until<CallRecord[]>(
    "/api/calls",
    ([c]) => c?.connectedAtMs !== undefined && c.endedAtMs === undefined,
  );
  return call!.id;
}
/** Until its journey says so. */
const says = (id: string, what: RegExp): Promise<CallPage> =>
  office.until<CallPage>(`/api/calls/${id}`, (c) => c.trace?.some((t) => what.test(t.words.en)));
const pageOf = (id: string): Promise<CallPage> =>
  office.until<CallPage>(
    `/api/calls/${id}`,
    (c) => c.record?.endedAtMs !== undefined && c.recordings.every((r) => r.state === "complete"),
  );
const told = (page: CallPage): string[] => page.trace.map((t) => t.words.en);

test("a real phone hands its caller on blind by REFER (RFC 3515)", async () => {
  const { caller, id } = await talk();
  const third = answered(phones["8003"]);
  agent.type("/transfer 8003");
  const other = await third;
  expect(await whoHears({ caller: caller.sound, third: other.sound })).toEqual({ caller: ["third"], third: ["caller"] });
  caller.hangUp();
  await other.ended;
  expect((await pageOf(id)).record).toMatchObject({ endReason: "hangup", endedBy: "caller" });
});

test("attended transfer by REFER with Replaces: two calls of one phone become one, the first (RFC 5589)", async () => {
  // 8003 holds two calls: the caller's, and the one to the agent's real phone.
  const first = answered(phones["8003"]);
  const caller = await phones["8002"].call("8003");
  await caller.up;
  const held = await first;
  const second = await phones["8003"].call("8001");
  await second.up;
  expect(await held.refer("8001", second.dialog())).toBe(202);
  await Promise.all([held.ended, second.ended]);
  expect(held.outcomes.map((o) => o.split("\r\n")[0])).toEqual(["SIP/2.0 100 Trying", "SIP/2.0 200 OK"]);
  expect(await whoHears({ caller: caller.sound })).toEqual({ caller: ["agent"] });
  caller.hangUp();
  await agent.says(/terminated|session closed/);
  expect(heardForMs(agent.heard(), hz.caller)).toBeGreaterThan(700);
  const calls = await office.until<CallRecord[]>("/api/calls", (list) =>
    list.slice(0, 2).every((c) => c.endedAtMs !== undefined),
  );
  const [asked, kept] = calls;
  expect(asked).toMatchObject({ endReason: "transferred", goesOnIn: kept!.id });
  expect(kept).toMatchObject({ endReason: "hangup", agent: "agent1" });
  const page = await pageOf(kept!.id);
  const { right } = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio`));
  expect(heardForMs(right, agentHz)).toBeGreaterThan(700);
});

test("INVITE with Replaces: another phone takes the call to itself (RFC 3891)", async () => {
  const first = answered(phones["8003"]);
  const caller = await phones["8002"].call("8003");
  await caller.up;
  const old = await first;
  const boss = await phones["8004"].call("8003", { replaces: old.dialog() });
  await boss.up;
  await old.ended;
  expect(await whoHears({ caller: caller.sound, boss: boss.sound })).toEqual({ caller: ["boss"], boss: ["caller"] });
  caller.hangUp();
  await boss.ended;
});

test("three-way: consultation, conference, and the other two go on when the agent leaves", async () => {
  const { caller, id } = await talk();
  const ring = answered(phones["8003"]);
  await office.post("/api/agents/agent1/consult", { to: { kind: "phone", phone: "8003" } });
  const third = await ring;
  const ends = { caller: caller.sound, third: third.sound };
  expect(await whoHears(ends)).toEqual({ caller: [], third: ["agent"] });
  await office.post("/api/agents/agent1/conference");
  expect(await whoHears(ends)).toEqual({ caller: ["agent", "third"], third: ["agent", "caller"] });
  await office.post("/api/agents/agent1/leave");
  await agent.says(/terminated|session closed/);
  expect(heardForMs(agent.heard(), hz.third)).toBeGreaterThan(1_400);
  expect(await whoHears(ends)).toEqual({ caller: ["third"], third: ["caller"] });
  third.hangUp();
  await caller.ended;
  const page = await pageOf(id);
  const { left, right } = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio`));
  expect(heardForMs(left, hz.third)).toBe(0);
  expect(heardForMs(right, hz.third)).toBeGreaterThan(1_400);
});

test("parked by the API, picked up by another phone's star code", async () => {
  const { caller, id } = await talk();
  await office.post("/api/agents/agent1/park", { slot: 1 });
  await agent.says(/terminated|session closed/);
  await says(id, /parks the call in 1$/);
  const taker = await phones["8003"].call("*811");
  await taker.up;
  expect(await whoHears({ caller: caller.sound, third: taker.sound })).toEqual({ caller: ["third"], third: ["caller"] });
  caller.hangUp();
  await taker.ended;
  expect(told(await pageOf(id))).toEqual(expect.arrayContaining(["8003 picks the call up"]));
});

test("listen, whisper, barge: heard by whom it is for, and a whisper is on no recording", async () => {
  const { caller, id } = await talk();
  const ring = answered(phones["8004"]);
  await office.post(`/api/calls/${id}/watch`, { watcher: "boss", mode: "listen" });
  const boss = await ring;
  expect(boss.ring).toMatchObject({ callInfo: expect.stringContaining("answer-after=0") });
  const ends = { caller: caller.sound, boss: boss.sound };
  expect(await whoHears(ends)).toEqual({ caller: ["agent"], boss: ["agent", "caller"] });
  await boss.sound.press("2");
  await says(id, /Boss whispers/);
  expect(await whoHears(ends)).toEqual({ caller: ["agent"], boss: ["agent", "caller"] });
  await office.post(`/api/calls/${id}/watch`, { watcher: "boss", mode: "barge" });
  expect(await whoHears(ends)).toEqual({ caller: ["agent", "boss"], boss: ["agent", "caller"] });
  await office.post(`/api/calls/${id}/watch/end`, { watcher: "boss" });
  await boss.ended;
  caller.hangUp();
  await agent.says(/terminated|session closed/);
  // The agent heard the whisper and the joining, not the listening: 1.5 s each.
  const heardMs = heardForMs(agent.heard(), hz.boss);
  expect(heardMs).toBeGreaterThan(2_400);
  expect(heardMs).toBeLessThan(3_300);
  const page = await pageOf(id);
  const { left, right } = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio`));
  expect(heardForMs(left, hz.boss)).toBe(0);
  // The caller heard the joining alone, and so does the recording.
  expect(heardForMs(right, hz.boss)).toBeGreaterThan(1_200);
  expect(heardForMs(right, hz.boss)).toBeLessThan(1_900);
  expect(told(page)).toEqual(expect.arrayContaining(["Boss listens in", "Boss whispers to the agent", "Boss joins the call"]));
});

test("a whisper to an agent who called out himself is not on his side of the recording either", async () => {
  const ring = answered(phones["8003"]);
  await office.post("/api/agents/agent1/dial", { to: "8003" });
  const third = await ring;
  const id = await talking();
  const boss = answered(phones["8004"]);
  await office.post(`/api/calls/${id}/watch`, { watcher: "boss", mode: "whisper" });
  const ends = { third: third.sound, boss: (await boss).sound };
  expect(await whoHears(ends)).toEqual({ third: ["agent"], boss: ["agent", "third"] });
  third.hangUp();
  await agent.says(/terminated|session closed/);
  expect(heardForMs(agent.heard(), hz.boss)).toBeGreaterThan(1_200);
  const page = await pageOf(id);
  const { left, right } = sidesOf(await office.bytes(`/api/recordings/${page.recordings[0]!.id}/audio`));
  expect([heardForMs(left, hz.boss), heardForMs(right, hz.boss)]).toEqual([0, 0]);
  expect(heardForMs(right, hz.third)).toBeGreaterThan(1_200);
});

test("forced release, with its reason", async () => {
  const { caller, id } = await talk();
  await office.post(`/api/calls/${id}/release`, { reason: "abuse" });
  await caller.ended;
  const page = await pageOf(id);
  expect(page.record).toMatchObject({ endReason: "released" });
  expect(told(page)).toContain("Ended by admin: abuse");
});
