import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MessageRow } from "../../appliance/contract/voicemail.ts";
import { Baresip } from "../sim/baresip.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { LampWatcher } from "../sim/lamp-watcher.ts";
import type { SimCall } from "../sim/sim-sip-call.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { tone } from "../sim/sound.ts";

/** A real baresip (8001) subscribes to its messages; it knows no busy lamps, so a watcher of our own (in the name of 8002) has those. */
let dir: string;
let box: LabBox;
let office: ConsoleClient;
let real: Baresip;
const watchers: LampWatcher[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "linebox-lamps-"));
  await startBox();
  await office.changeSettings((settings) => {
    settings.trunks[0]!.numbers.push({ pattern: "96300", flow: "night" });
    const nodes = { box: { type: "voicemail", box: "chen" } } as const;
    settings.flows.push({ id: "night", name: "After hours", languageDefault: "en", start: "box", nodes });
    const greeting = { text: { zh: "请留言。", en: "Please speak." } };
    const owner = { kind: "agent", agent: "agent1" as never } as const;
    settings.voicemailBoxes = [{ id: "chen", name: "Chen Jing", owner, number: "8501", silenceMs: 2_000, greeting }];
    return settings;
  });
  const { password } = box.credentials.phones["8001"]!;
  real = await Baresip.start({ user: "8001", password, box: box.sip, toneHz: 900, messageLamp: true });
});
afterAll(async () => {
  for (const watcher of watchers) watcher.close();
  await real?.stop();
  expect(await box?.stop()).toBe(0);
  await rm(dir, { recursive: true, force: true });
});

/** The same port each time: the phones know no other. */
async function startBox(): Promise<void> {
  box = await startLabBox({ dir, ...(box ? { sipPort: box.sip.port } : {}) });
  office = await ConsoleClient.admin(box);
}
const account = () => ({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
async function watcher(): Promise<LampWatcher> {
  const one = await LampWatcher.open(account());
  watchers.push(one);
  return one;
}
async function colleague(): Promise<SipPhone> {
  const phone = await SipPhone.open(account());
  expect(await phone.register()).toBe(200);
  return phone;
}
/** Takes its registration back: a place where nobody is would be rung beside the next one. */
async function leaves(phone: SipPhone): Promise<void> {
  expect(await phone.register(0)).toBe(200);
  phone.close();
}
const messages = (): Promise<MessageRow[]> => office.get("/api/voicemail-boxes/chen/messages");

async function leaveMessage(): Promise<void> {
  const before = (await messages()).length;
  const caller = await colleague();
  const call = await caller.call("96300");
  await call.up;
  type Page = { recordings: { kind: string; state: string }[] };
  type Row = { id: string; called: string; endedAtMs?: number };
  const here = ([row]: Row[]): boolean => row?.called === "96300" && row.endedAtMs === undefined;
  const [row] = await office.until<Row[]>("/api/calls?limit=1", here);
  await office.until<Page>(`/api/calls/${row!.id}`, (page) =>
    page.recordings.some((r) => r.kind === "voicemail" && r.state === "recording"),
  );
  await call.sound.say(tone(700, 16_000));
  expect(await call.ended).toBe("far side hung up");
  await leaves(caller);
  await office.until<MessageRow[]>("/api/voicemail-boxes/chen/messages", (rows) => rows.length === before + 1);
}

test("a real phone's message lamp: dark, lit by a message that is left, dark when it is heard", async () => {
  await real.says(/MWI for [^\n]*8001[^\n]*\s+Messages-Waiting: no/);
  await leaveMessage();
  await real.says(/Messages-Waiting: yes\s+Voice-Message: 1\/0/);
  const told = real.output.length;
  real.type("/dial *97");
  await office.until<MessageRow[]>("/api/voicemail-boxes/chen/messages", ([m]) => m?.state === "heard", 60_000);
  await real.says(/Messages-Waiting: no\s+Voice-Message: 0\/0/, 20_000, told);
  real.type("/hangup");
});

/** The real phone calls 8002, who does with it what `then` says. */
async function realCalls(then: (call: SimCall) => Promise<void>): Promise<void> {
  const called = await colleague();
  const come = new Promise<SimCall>((done) => (called.onCall = done));
  real.type("/dial 8002");
  try {
    await then(await come);
  } finally {
    await leaves(called);
  }
}

test("busy lamps go along with a call: early, confirmed, terminated, on both sides (RFC 4235)", async () => {
  const [caller, called] = [await watcher(), await watcher()];
  expect(await caller.subscribe("dialog", "8001", 300)).toBe(202);
  expect(await called.subscribe("dialog", "8002", 300)).toBe(202);
  const dark = await called.next();
  expect(dark).toMatchObject({ version: 0, full: true, dialogs: [] });
  expect(dark.state).toMatch(/^active;expires=(300|299)$/);
  await caller.next();
  await realCalls(async (call) => {
    const rings = await called.until((w) => w.dialogs.includes("early"));
    expect(rings).toMatchObject({ full: false, dialogs: ["early"] });
    expect(rings.text).toContain('direction="recipient"');
    const dials = await caller.until((w) => w.dialogs.includes("early"));
    expect(dials.text).toContain('direction="initiator"');
    call.answer();
    const talks = await called.until((w) => w.dialogs.includes("confirmed"));
    expect(talks.version).toBeGreaterThan(rings.version);
    await caller.until((w) => w.dialogs.includes("confirmed"));
    call.hangUp();
    expect((await called.until((w) => w.dialogs.includes("terminated"))).full).toBe(false);
    await caller.until((w) => w.dialogs.includes("terminated"));
  });
  // Renewed: all of it again, with the next version; ended by its watcher: a last word.
  expect(await called.refresh(200)).toBe(200);
  const again = await called.next();
  expect(again).toMatchObject({ full: true, dialogs: [] });
  expect(await called.refresh(0)).toBeLessThan(300);
  expect((await called.next()).state).toBe("terminated;reason=timeout");
  // Not renewed: its time runs out, and it is told.
  expect(await called.subscribe("dialog", "8002", 1)).toBe(202);
  expect((await called.until((w) => w.state.startsWith("terminated"))).state).toBe("terminated;reason=timeout");
});

test("a watcher that is gone is told eleven times (RFC 3261 17.1.2.2), and then never again", async () => {
  const [gone, there] = [await watcher(), await watcher()];
  expect(await gone.subscribe("dialog", "8002", 600)).toBe(202);
  await gone.next();
  expect(await there.subscribe("dialog", "8002", 600)).toBe(202);
  await there.next();
  gone.mute = true;
  const before = gone.heard;
  const ring = () =>
    realCalls(async (call) => {
      await there.until((w) => w.dialogs.includes("early"));
      call.refuse(486);
      await there.until((w) => w.dialogs.includes("terminated"));
    });
  await ring();
  const endMs = performance.now() + 60_000;
  // Over when the box knows the subscription no more; asking for more of it does not bring it back.
  while ((await gone.refresh(600)) !== 481) {
    if (performance.now() > endMs) throw new Error("the subscription never ended");
    await new Promise((done) => setTimeout(done, 500));
  }
  expect(gone.heard - before).toBe(11);
  await ring();
  expect(gone.heard - before).toBe(11);
});

test("the box stops and starts: watchers are told to come back, and lamps are right again, the real phone's too", async () => {
  const lamp = await watcher();
  expect(await lamp.subscribe("dialog", "8001", 600)).toBe(202);
  await lamp.next();
  await leaveMessage();
  await real.says(/Messages-Waiting: yes\s+Voice-Message: 1\/0/);
  const told = real.output.length;
  expect(await box.stop()).toBe(0);
  const last = await lamp.until((w) => w.state.startsWith("terminated"));
  expect(last.state).toBe("terminated;reason=probation;retry-after=30");
  await startBox();
  expect(await lamp.subscribe("dialog", "8001", 600)).toBe(202);
  expect(await lamp.next()).toMatchObject({ full: true, version: 0 });
  await real.says(/Messages-Waiting: yes\s+Voice-Message: 1\/0/, 120_000, told);
});

test("the box is killed: who renews learns that there is nothing to renew, and asks anew", async () => {
  const lamp = await watcher();
  expect(await lamp.subscribe("dialog", "8001", 600)).toBe(202);
  await lamp.next();
  await box.stop("SIGKILL");
  await startBox();
  expect(await lamp.refresh(600)).toBe(481);
  expect(await lamp.subscribe("dialog", "8001", 600)).toBe(202);
  expect(await lamp.next()).toMatchObject({ full: true, version: 0 });
});
