import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallbackRow } from "../../appliance/contract/callback.ts";
import type { CallRecord, TraceEntry } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { tone, toneSpans } from "../sim/sound.ts";

const agentHz = 1100;
const customerHz = 620;
const number = "13900000001";

let box: LabBox;
let office: ConsoleClient;
let agent: SipPhone;
let customer: SipPhone;

beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
  agent = await SipPhone.open({ user: "8001", password: box.credentials.phones["8001"]!.password, box: box.sip });
  expect(await agent.register()).toBe(200);
  customer = await SipPhone.open({ user: number, box: box.sip });
  await office.changeSettings((settings) => {
    Object.assign(settings.queues[0]!, {
      callback: { key: "1", maxAttempts: 3, retryMs: 10_000, giveUpMs: 3_600_000, liveFirst: 1, askNumber: false },
    });
    settings.flows.push({
      id: "straight",
      name: "Straight to the queue",
      languageDefault: "en",
      start: "queue",
      nodes: { queue: { type: "queue", queue: "hotline" } },
    });
    // The carrier's side of the trunk is the customer himself.
    Object.assign(settings.trunks[0]!, { host: "127.0.0.1", port: customer.port });
    settings.trunks[0]!.numbers.push({ pattern: "96111", flow: "straight" });
    return settings;
  });
  await office.post("/api/agents/agent1/login", { phone: "8001" });
  await office.post("/api/agents/agent1/not-ready", { reason: "break" });
});
afterAll(async () => {
  agent?.close();
  customer?.close();
  expect(await box?.stop()).toBe(0);
});

const nextCall = (phone: SipPhone): Promise<SimCall> =>
  new Promise((done) => {
    phone.onCall = done;
  });
/** Waits, presses the key, and rings off once it is agreed. */
async function asksToBeCalledBack(): Promise<CallbackRow> {
  const call = await customer.call("96111");
  await call.up;
  const [record] = await office.until<CallRecord[]>("/api/calls", ([c]) => c?.queue === "hotline" && c.endedAtMs === undefined);
  await call.sound.press("1");
  const [row] = await office.until<CallbackRow[]>("/api/callbacks", ([c]) => c?.call === record!.id);
  call.hangUp();
  const ended = await office.until<{ record: CallRecord }>(`/api/calls/${record!.id}`, (c) => c.record.endedAtMs !== undefined);
  expect(ended.record).toMatchObject({ endReason: "callback", callback: row!.id });
  return row!;
}
const heard = (call: SimCall, hz: number): number =>
  toneSpans(call.sound.heard(), hz).reduce((ms, span) => ms + span.toMs - span.fromMs, 0);

test("he waits, presses the key and rings off; an agent gets free, his phone rings, and the two talk", async () => {
  const row = await asksToBeCalledBack();
  expect(row).toMatchObject({ number, state: "waiting", queue: "hotline" });
  const why = await office.get<{ state: string }[]>("/api/callbacks?state=waiting");
  expect(why).toHaveLength(1);

  // Busy at first: the agent is free again at once, and the place is kept.
  const firstRing = nextCall(agent);
  const busy = nextCall(customer);
  await office.post("/api/agents/agent1/ready");
  const first = await firstRing;
  first.answer();
  (await busy).refuse(486);
  expect(await first.ended).toBe("far side hung up");
  const secondRing = nextCall(agent);
  const rung = nextCall(customer);
  const [paused] = await office.until<CallbackRow[]>("/api/callbacks", ([c]) => c?.attempts[0]?.outcome === "busy");
  expect(paused).toMatchObject({ state: "waiting", placedAtMs: row.placedAtMs });
  await office.post(`/api/callbacks/${row.id}/now`);

  const atAgent = await secondRing;
  expect(atAgent.from).toContain(number);
  atAgent.answer();
  const atCustomer = await rung;
  expect(atCustomer.from).toContain("96111");
  atCustomer.answer();
  await Promise.all([atAgent.up, atCustomer.up]);
  const [done] = await office.until<CallbackRow[]>("/api/callbacks", ([c]) => c?.state === "done");
  atAgent.sound.heard();
  await Promise.all([atAgent.sound.say(tone(agentHz, 16_000)), atCustomer.sound.say(tone(customerHz, 16_000))]);
  atCustomer.hangUp();
  await atAgent.ended;
  expect(heard(atCustomer, agentHz)).toBeGreaterThan(1_500);
  expect(heard(atAgent, customerHz)).toBeGreaterThan(1_500);

  const call = done!.attempts[1]!.call;
  const page = await office.until<{ record: CallRecord; trace: TraceEntry[] }>(
    `/api/calls/${call}`,
    (c) => c.record.endedAtMs !== undefined,
  );
  expect(page.record).toMatchObject({
    direction: "out",
    called: number,
    queue: "hotline",
    agent: "agent1",
    callback: row.id,
    endReason: "hangup",
    endedBy: "caller",
  });
  // He has waited since he came first, not since he was called.
  expect(page.record.waitMs).toBe(page.record.connectedAtMs! - row.placedAtMs);
  expect(page.trace[0]!.words.en).toContain(`Callback to ${number}, attempt 2`);
});
