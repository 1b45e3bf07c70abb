import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import type { LiveMessage } from "../../appliance/contract/live.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const password = "correct horse battery";

let dir: string;
let box: LabBox;
let boss: ConsoleClient;
let agent: ConsoleClient;
let open: Watch[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "linebox-bulletins-"));
  await startBox();
  const admin = await ConsoleClient.admin(box);
  expect((await admin.raw("PUT", "/api/users/boss", { name: "Boss", role: "supervisor", password })).ok).toBe(true);
  await boss.signIn("boss", password);
});
afterAll(async () => {
  for (const watch of open) watch.socket.close();
  expect(await box?.stop()).toBe(0);
  await rm(dir, { recursive: true, force: true });
});

async function startBox(): Promise<void> {
  box = await startLabBox({ dir });
  boss = new ConsoleClient(box.console);
  agent = new ConsoleClient(box.console);
  await agent.signIn("agent1", box.credentials.agent1!.password);
}

async function phone(user: "8001" | "8002"): Promise<SipPhone> {
  const one = await SipPhone.open({ user, password: box.credentials.phones[user]!.password, box: box.sip });
  expect(await one.register()).toBe(200);
  return one;
}

type Watch = { socket: WebSocket; said: string[]; shows(good: (bulletins: Bulletin[]) => boolean): Promise<Bulletin[]> };
/** Someone's console: what it is told, and the bulletins it shows. */
async function watch(of: ConsoleClient): Promise<Watch> {
  const socket = of.socket("/api/live");
  const said: string[] = [];
  let bulletins: Bulletin[] = [];
  const waiting = new Set<() => void>();
  const first = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    said.push(String(data));
    const message = JSON.parse(String(data)) as LiveMessage;
    if (message.type === "hello") bulletins = message.state.bulletins;
    if (message.type === "patch" && message.topic === "bulletins") {
      const set = message.set as Bulletin[];
      bulletins = [...bulletins.filter((b) => !message.gone.includes(b.id) && !set.some((s) => s.id === b.id)), ...set];
    }
    first.resolve();
    for (const look of waiting) look();
  });
  await first.promise;
  const watching: Watch = {
    socket,
    said,
    shows: (good) =>
      new Promise((done) => {
        const look = (): void => {
          if (!good(bulletins)) return;
          waiting.delete(look);
          done(bulletins);
        };
        waiting.add(look);
        look();
      }),
  };
  open.push(watching);
  return watching;
}

let id: string;

test("a text to an agent in a call is at his console at once and at no other; the sender sees when he acknowledged (B9)", async () => {
  const seat = await phone("8001");
  const caller = await phone("8002");
  await agent.post("/api/agents/agent1/login", { phone: "8001" });
  const rings = new Promise<void>((done) => {
    seat.onCall = (call) => {
      call.answer();
      void call.up.then(() => done());
    };
  });
  const call = await caller.call("8001");
  await Promise.all([rings, call.up]);
  const admin = await ConsoleClient.admin(box);
  const [his, bosses, others] = await Promise.all([watch(agent), watch(boss), watch(admin)]);
  const text = "The main in Lake Street is being mended until six";
  ({ id } = await boss.post<{ id: string }>("/api/bulletins", {
    text,
    to: { kind: "agent", agent: "agent1" },
    importance: "urgent",
    mustAcknowledge: true,
  }));
  const [shown] = await his.shows((list) => list.length === 1);
  expect(shown).toMatchObject({ id, text, importance: "urgent", mustAcknowledge: true, sentBy: "boss", readings: [] });
  expect(await agent.get("/api/calls?limit=1")).toMatchObject([{ agent: "agent1" }]);

  await agent.post(`/api/bulletins/${id}/read`);
  await bosses.shows(([b]) => b?.readings.length === 1);
  await agent.post(`/api/bulletins/${id}/acknowledge`);
  const [seen] = await bosses.shows(([b]) => b?.readings[0]?.acknowledgedAtMs !== undefined);
  const [reading] = seen!.readings;
  expect(reading).toMatchObject({ user: "agent1", agent: "agent1" });
  expect(reading!.readAtMs).toBeGreaterThanOrEqual(shown!.sentAtMs);
  expect(reading!.acknowledgedAtMs).toBeGreaterThanOrEqual(reading!.readAtMs);

  // Whom it is not meant for was told a later change, and never a word of this one.
  await admin.post("/api/bulletins", { text: "Tea at four", to: { kind: "all" } });
  await others.shows((list) => list.some((b) => b.text === "Tea at four"));
  expect(others.said.join("\n")).not.toContain("Lake Street");
  call.hangUp();
  seat.close();
  caller.close();
});

test("an agent may not text everybody, nor see or acknowledge what is not for him", async () => {
  const all = await agent.raw("POST", "/api/bulletins", { text: "Party", to: { kind: "all" } });
  expect(all.status).toBe(403);
  const back = await agent.post<{ id: string }>("/api/bulletins", {
    text: "I need help",
    to: { kind: "agent", agent: "agent2" },
  });
  expect((await agent.raw("POST", `/api/bulletins/${back.id}/acknowledge`)).status).toBe(403);
  const secret = await boss.post<{ id: string }>("/api/bulletins", { text: "For two", to: { kind: "agent", agent: "agent2" } });
  expect((await agent.raw("GET", `/api/bulletins/${secret.id}`)).status).toBe(404);
});

test("after a restart it is still to be acknowledged, until it is withdrawn; the history keeps it", async () => {
  const next = await boss.post<{ id: string }>("/api/bulletins", {
    text: "Read the new tariff",
    to: { kind: "agent", agent: "agent1" },
    mustAcknowledge: true,
  });
  for (const { socket } of open) socket.close();
  open = [];
  const ended = new Promise((done) => box.process.once("exit", done));
  // Without a moment to put things in order.
  box.process.kill("SIGKILL");
  await ended;
  await startBox();
  await boss.signIn("boss", password);
  const his = await watch(agent);
  await his.shows((list) => list.some((b) => b.id === next.id && b.mustAcknowledge && b.readings.length === 0));
  await agent.post(`/api/bulletins/${next.id}/acknowledge`);
  await boss.post(`/api/bulletins/${id}/withdraw`);
  await his.shows((list) => !list.some((b) => b.id === id) && list.some((b) => b.readings[0]?.acknowledgedAtMs !== undefined));
  const history = await boss.until<Bulletin[]>("/api/bulletins?agent=agent1", (list) =>
    list.some((b) => b.id === id && b.withdrawnBy === "boss"),
  );
  expect(history.find((b) => b.id === id)?.readings).toMatchObject([{ user: "agent1", acknowledgedAtMs: expect.any(Number) }]);
});
