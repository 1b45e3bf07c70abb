import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ItemRow } from "../../appliance/contract/items.ts";
import type { MessageRow } from "../../appliance/contract/voicemail.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { tone, toneSpans } from "../sim/sound.ts";
import { sidesOf } from "../sim/stereo.ts";

const callerHz = 700;
const spokenMs = 4_000;
const samplesPerMs = 8;

let dir: string;
let box: LabBox;
let office: ConsoleClient;
let server: SMTPServer;
const mails: Email[] = [];
const mailed = Promise.withResolvers<void>();

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          mails.push(mail);
          mailed.resolve();
          done();
        });
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  dir = await mkdtemp(join(tmpdir(), "linebox-voicemail-"));
  await startBox();
  await office.changeSettings((settings) => {
    settings.trunks[0]!.numbers.push({ pattern: "96300", flow: "night" });
    settings.flows.push({
      id: "night",
      name: "After hours",
      languageDefault: "en",
      start: "box",
      nodes: { box: { type: "voicemail", box: "chen" } },
    });
    settings.voicemailBoxes = [
      {
        id: "chen",
        name: "Chen Jing",
        owner: { kind: "agent", agent: "agent1" as never },
        number: "8501",
        complaint: true,
        silenceMs: 2_000,
        greeting: { text: { zh: "请留言。", en: "Please speak." } },
        mailTo: "chen@example.org",
      },
    ];
    const { port } = server.server.address() as AddressInfo;
    settings.mail = { host: "127.0.0.1", port, security: "none", from: "box@example.org" };
    return settings;
  });
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  await new Promise<void>((done) => server.close(done));
  await rm(dir, { recursive: true, force: true });
});

async function startBox(): Promise<void> {
  box = await startLabBox({ dir });
  office = await ConsoleClient.admin(box);
}

async function phone(user: "8001" | "8002"): Promise<SipPhone> {
  const one = await SipPhone.open({ user, password: box.credentials.phones[user]!.password, box: box.sip });
  expect(await one.register()).toBe(200);
  return one;
}
const messages = (): Promise<MessageRow[]> => office.get("/api/voicemail-boxes/chen/messages");

/** Waits until a phone has heard so much of the caller's voice in one piece: words hold a little of any tone. */
async function hearsCaller(sound: { heard(): Int16Array }, ms: number): Promise<void> {
  const longest = (): number => Math.max(0, ...toneSpans(sound.heard(), callerHz).map((s) => s.toMs - s.fromMs));
  const endMs = performance.now() + 60_000;
  while (longest() < ms) {
    if (performance.now() > endMs) throw new Error(`heard ${longest()} ms of the message only`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

test("a message is left: speech until it is quiet, kept as a recording, as work, and mailed with its sound", async () => {
  const caller = await phone("8002");
  const call = await caller.call("96300");
  await call.up;
  // The tone says when to speak.
  const endMs = performance.now() + 30_000;
  while (!(await recordingRuns())) {
    if (performance.now() > endMs) throw new Error("the tone never came");
    await new Promise((done) => setTimeout(done, 50));
  }
  await call.sound.say(tone(callerHz, spokenMs * samplesPerMs));
  expect(await call.ended).toBe("far side hung up");
  caller.close();

  const [message] = await office.until<MessageRow[]>("/api/voicemail-boxes/chen/messages", (rows) => rows.length === 1);
  expect(message).toMatchObject({ box: "chen", caller: "8002", state: "new" });
  expect(message!.lengthMs).toBeGreaterThan(spokenMs - 500);
  expect(message!.lengthMs).toBeLessThan(spokenMs + 2_000);
  const { left } = sidesOf(await office.bytes(`/api/messages/${message!.id}/audio`));
  const spans = toneSpans(left, callerHz).filter((s) => s.toMs - s.fromMs > 1_000);
  expect(spans).toHaveLength(1);
  expect(Math.abs(spans[0]!.toMs - spans[0]!.fromMs - spokenMs)).toBeLessThan(300);

  const [item] = await office.get<ItemRow[]>("/api/items?state=open");
  expect(item).toMatchObject({ kind: "complaint-recording", agent: "agent1", number: "8002", message: message!.id });
  await mailed.promise;
  expect(mails[0]).toMatchObject({ to: [{ address: "chen@example.org" }], attachments: [{ mimeType: "audio/mpeg" }] });
  expect((mails[0]!.attachments[0]!.content as ArrayBuffer).byteLength).toBeGreaterThan(5_000);
});

/** The caller is being recorded for the box: the tone is over. */
async function recordingRuns(): Promise<boolean> {
  const [call] = await office.get<{ id: string }[]>("/api/calls?limit=1");
  if (!call) return false;
  const page = await office.get<{ recordings: { kind: string; state: string }[] }>(`/api/calls/${call.id}`);
  return page.recordings.some((r) => r.kind === "voicemail" && r.state === "recording");
}

test("the owner hears it from his phone without a PIN; then it is heard", async () => {
  const owner = await phone("8001");
  const call = await owner.call("*97");
  await call.up;
  await hearsCaller(call.sound, spokenMs - 500);
  await office.until<MessageRow[]>("/api/voicemail-boxes/chen/messages", ([m]) => m?.state === "heard");
  call.hangUp();
  owner.close();
});

test("after a restart it is still there; another phone hears it with the PIN, and deletes it", async () => {
  expect((await office.raw("PUT", "/api/secrets/voicemail-boxes/chen", { pin: "4711" })).status).toBe(204);
  expect(await box.stop()).toBe(0);
  await startBox();
  expect(await messages()).toMatchObject([{ state: "heard", caller: "8002" }]);
  const other = await phone("8002");
  const call = await other.call("*978501");
  await call.up;
  await call.sound.press("0815#");
  await call.sound.press("4711#");
  await hearsCaller(call.sound, 1_000);
  await call.sound.press("3");
  await office.until<MessageRow[]>("/api/voicemail-boxes/chen/messages", (rows) => rows.length === 0);
  await call.sound.press("*");
  expect(await call.ended).toBe("far side hung up");
  other.close();
});
