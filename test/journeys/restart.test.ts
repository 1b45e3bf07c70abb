import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CallbackRow } from "../../appliance/contract/callback.ts";
import type { FigureRow } from "../../appliance/contract/figures.ts";
import type { LiveAgent, LiveMessage } from "../../appliance/contract/live.ts";
import type { CallRecord } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const number = "13900000001";
const figureIds = "offered,answered,abandoned,callbackTaken,serviceLevel,averageWait,handleTime,talkTime,longestWaitMs";

type Figures = { rows: FigureRow[] };
const signedIn = async (box: LabBox): Promise<ConsoleClient> => {
  const office = await ConsoleClient.admin(box);
  return office;
};
const agentsNow = async (office: ConsoleClient): Promise<Pick<LiveAgent, "id" | "state" | "reason">[]> => {
  const socket = office.socket("/api/live");
  const hello = await new Promise<LiveMessage>((done) => {
    socket.addEventListener("message", (message) => done(JSON.parse(String(message.data)) as LiveMessage), { once: true });
  });
  socket.close();
  if (hello.type !== "hello") throw new Error(`${hello.type} came first`);
  return hello.state.agents.map(({ id, state, reason }) => ({ id, state, ...(reason ? { reason } : {}) }));
};
/** Of a time that is over: what is still going on must not move them. */
const figuresUntil = (office: ConsoleClient, toMs: number): Promise<Figures> =>
  office.get<Figures>(`/api/figures?by=queue&interval=15&to=${toMs}&figures=${figureIds}`);
const callsBehind = (office: ConsoleClient, toMs: number): Promise<unknown> =>
  office.get(`/api/figures/answered/behind?to=${toMs}`);

test("kill -9 in the middle of the day: the figures are unchanged, agents are what they were, callbacks are still due", async () => {
  const dir = await mkdtemp(join(tmpdir(), "linebox-restart-"));
  const first = await startLabBox({ dir });
  let second: LabBox | undefined;
  const customer = await SipPhone.open({ user: number, box: first.sip });
  const agent = await SipPhone.open({ user: "8001", password: first.credentials.phones["8001"]!.password, box: first.sip });
  try {
    let office = await signedIn(first);
    expect(await agent.register()).toBe(200);
    const { revision, settings } = await office.get<{ revision: number; settings: Settings }>("/api/settings");
    const queue = settings.queues[0]!;
    Object.assign(queue, { wrapUpMs: 0 });
    Object.assign(queue, {
      callback: { key: "1", maxAttempts: 3, retryMs: 10_000, giveUpMs: 3_600_000, liveFirst: 1, askNumber: false },
    });
    const nodes = { queue: { type: "queue" as const, queue: queue.id } };
    settings.flows.push({ id: "straight", name: "Straight to the queue", languageDefault: "en", start: "queue", nodes });
    Object.assign(settings.trunks[0]!, { host: "127.0.0.1", port: customer.port });
    settings.trunks[0]!.numbers.push({ pattern: "96111", flow: "straight" });
    await office.put("/api/settings", settings, { "if-match": `"${revision}"` });

    // Three are answered, one gives up, one asks to be called back.
    await office.post("/api/agents/agent1/login", { phone: "8001" });
    agent.onCall = (call) => call.answer();
    for (let n = 0; n < 3; n++) {
      const call = await customer.call("96111");
      await office.until<CallRecord[]>("/api/calls", ([c]) => c?.connectedAtMs !== undefined && c.endedAtMs === undefined);
      call.hangUp();
      await office.until<CallRecord[]>("/api/calls", ([c]) => c?.endedAtMs !== undefined);
    }
    await office.post("/api/agents/agent1/not-ready", { reason: "break" });
    const impatient = await customer.call("96111");
    await impatient.up;
    await office.until<CallRecord[]>("/api/calls", ([c]) => c?.queuedAtMs !== undefined && c.endedAtMs === undefined);
    impatient.hangUp();
    await office.until<CallRecord[]>("/api/calls", ([c]) => c?.endedAtMs !== undefined);
    const patient = await customer.call("96111");
    await patient.up;
    await office.until<CallRecord[]>("/api/calls", ([c]) => c?.queuedAtMs !== undefined && c.endedAtMs === undefined);
    await patient.sound.press("1");
    const [owed] = await office.until<CallbackRow[]>("/api/callbacks", ([c]) => c?.state === "waiting");
    patient.hangUp();
    await office.until<CallRecord[]>("/api/calls", ([c]) => c?.endedAtMs !== undefined);

    const toMs = Date.now();
    const before = { figures: await figuresUntil(office, toMs), behind: await callsBehind(office, toMs) };
    const agents = await agentsNow(office);
    expect(agents).toContainEqual(expect.objectContaining({ id: "agent1", state: "not-ready" }));
    const counted = before.figures.rows.find((r) => r.key === queue.id && (r.counts.offered ?? 0) > 0);
    expect(counted?.counts).toMatchObject({ offered: 5, answered: 3, abandoned: 1, callbackTaken: 1 });
    await first.stop("SIGKILL");

    second = await startLabBox({ dir });
    office = await signedIn(second);
    expect(await figuresUntil(office, toMs)).toEqual(before.figures);
    expect(await callsBehind(office, toMs)).toEqual(before.behind);
    expect(await agentsNow(office)).toEqual(agents);
    const after = await office.get<CallbackRow[]>("/api/callbacks?state=waiting");
    expect(after).toMatchObject([{ id: owed!.id, number, placedAtMs: owed!.placedAtMs, state: "waiting" }]);
  } finally {
    customer.close();
    agent.close();
    await second?.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
