import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MailRow, MailSettings } from "../../contract/mail.ts";
import type { Sentence } from "../../contract/words.ts";
import { wavHeader } from "../../wire/audio/wav.ts";
import { Outbox } from "./outbox.ts";

type Taken = { from: string; to: string[]; mail: Email };
let taken: Taken[] = [];
/** What the server says to the recipient, one after the other; then it takes everything. */
let refusals: { code: number; text: string }[] = [];
let server: SMTPServer;
let settings: MailSettings | undefined;

beforeEach(async () => {
  taken = [];
  refusals = [];
  server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) =>
      username === "box" && password === "secret" ? done(null, { user: "box" }) : done(new Error("wrong password")),
    onRcptTo: (_address, _session, done) => {
      const refusal = refusals.shift();
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null);
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : "";
          taken.push({ from, to: envelope.rcptTo.map((r) => r.address), mail });
          done();
        });
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  settings = { host: "127.0.0.1", port, security: "none", user: "box", from: "box@example.org" };
});
afterEach(() => new Promise<void>((done) => server.close(done)));

const mail = (id: string, more: Partial<MailRow> = {}): MailRow => ({
  id,
  to: "anna@example.org",
  subject: "语音留言: 13800138000",
  text: "Hello\n",
  madeAtMs: 0,
  state: "waiting",
  tries: 0,
  nextAtMs: 0,
  ...more,
});

/** An outbox over rows in memory and a clock that is set by hand; `kept` resolves with the n-th row written back. */
function world(rows: MailRow[], options: { password?: string; recording?: Uint8Array } = {}) {
  let nowMs = 1_000;
  const table = new Map(rows.map((row) => [row.id, row]));
  const written: MailRow[] = [];
  const waiting: (() => void)[] = [];
  const faults: Sentence[] = [];
  const alarms: { atMs: number; ring: () => void }[] = [];
  const due = (now: number): MailRow[] => [...table.values()].filter((r) => r.state === "waiting" && r.nextAtMs <= now);
  const outbox = new Outbox({
    clock: {
      nowMs: () => nowMs,
      at: (atMs, ring) => {
        const alarm = { atMs, ring };
        alarms.push(alarm);
        return () => void alarms.splice(alarms.indexOf(alarm), 1);
      },
    },
    settings: () => settings,
    password: () => options.password ?? "secret",
    flushed: async () => {},
    due: (now, limit) => due(now).slice(0, limit),
    nextMs: () => [...table.values()].filter((r) => r.state === "waiting").map((r) => r.nextAtMs)[0],
    keep: async (row) => {
      table.set(row.id, row);
      written.push(row);
      for (const look of waiting.splice(0)) look();
    },
    recording: async () => options.recording ?? new Uint8Array(),
    fault: (_code, _subject, words) => faults.push(words),
    mended: () => faults.splice(0),
  });
  return {
    outbox,
    table,
    faults,
    kept: async (n: number): Promise<MailRow> => {
      while (written.length < n) await new Promise<void>((done) => waiting.push(done));
      return written[n - 1]!;
    },
    /** Time passes to the moment of the next try. */
    pass: async (ms: number): Promise<void> => {
      nowMs += ms;
      outbox.wake();
    },
  };
}

test("a mail that waits is sent with the password, in the site's words, and noted as sent", async () => {
  const { outbox, kept } = world([mail("m1")]);
  outbox.wake();
  expect(await kept(1)).toMatchObject({ id: "m1", state: "sent", tries: 1 });
  expect(taken).toMatchObject([
    { from: "box@example.org", to: ["anna@example.org"], mail: { subject: "语音留言: 13800138000", text: "Hello\n" } },
  ]);
  await outbox.stop();
});

test.each(["mp3", "wav"] as const)("the caller's side of the recording goes along as %s", async (as) => {
  const samples = new Uint8Array(16_000).map((_, i) => (i % 2 ? 0xd5 : (i * 7) & 0xff));
  const header = wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: samples.length });
  const recording = Buffer.concat([header, samples]);
  const { outbox, kept } = world([mail("m1", { attach: { path: "a.wav", name: `a.${as}`, as } })], { recording });
  outbox.wake();
  await kept(1);
  const [sound] = taken[0]!.mail.attachments;
  expect(sound).toMatchObject({ filename: `a.${as}`, mimeType: as === "mp3" ? "audio/mpeg" : "audio/wav" });
  const bytes = new Uint8Array(sound!.content as ArrayBuffer);
  if (as === "wav") {
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe("RIFF");
    expect(Buffer.from(bytes).readUInt16LE(22)).toBe(1);
  } else expect(bytes.length).toBeGreaterThan(500);
  await outbox.stop();
});

test("a sound that is damaged does not keep the news back", async () => {
  const recording = Buffer.from("no sound at all");
  const { outbox, kept } = world([mail("m1", { attach: { path: "a.wav", name: "a.mp3", as: "mp3" } })], { recording });
  outbox.wake();
  expect(await kept(1)).toMatchObject({ state: "sent" });
  expect(taken[0]!.mail.attachments).toEqual([]);
  expect(taken[0]!.mail.text).toContain("ffmpeg");
  await outbox.stop();
});

test("a server that can't take it now is tried again, ever later, and at last given up with its words", async () => {
  const { outbox, kept, pass, faults, table } = world([mail("m1")]);
  refusals = Array.from({ length: 20 }, () => ({ code: 451, text: "come back later" }));
  outbox.wake();
  let before = 0;
  for (let n = 1; n <= 10; n++) {
    const row = await kept(n);
    expect(row).toMatchObject({ state: "waiting", tries: n, fault: expect.stringContaining("come back later") });
    const waitMs = row.nextAtMs - before;
    expect(waitMs).toBeGreaterThan(0);
    before = row.nextAtMs;
    expect(faults.length > 0).toBe(n >= 3);
    await pass(20 * 3_600_000);
  }
  expect(await kept(11)).toMatchObject({ state: "failed", tries: 11 });
  expect(table.get("m1")?.state).toBe("failed");
  // The sentence is the reader's, the server's own words stand in it as they came.
  expect(faults.at(-1)!.zh).toMatch(/^[^a-z]+：“451 come back later”$/);
  expect(faults.at(-1)!.en).toMatch(/ refused: "451 come back later"$/);
  await outbox.stop();
});

test("an address that the server will never take fails at once; the next mail goes", async () => {
  const { outbox, kept, faults } = world([mail("m1"), mail("m2")]);
  refusals = [{ code: 550, text: "no such mailbox" }];
  outbox.wake();
  expect(await kept(1)).toMatchObject({ id: "m1", state: "failed", fault: expect.stringContaining("no such mailbox") });
  expect(await kept(2)).toMatchObject({ id: "m2", state: "sent" });
  expect(faults).toEqual([]);
  await outbox.stop();
});

test("a wrong password and a missing server wait to be mended", async () => {
  const wrong = world([mail("m1")], { password: "guess" });
  wrong.outbox.wake();
  expect(await wrong.kept(1)).toMatchObject({ state: "waiting", fault: expect.stringContaining("wrong password") });
  await wrong.outbox.stop();
  settings = undefined;
  const none = world([mail("m1")]);
  none.outbox.wake();
  expect(await none.kept(1)).toMatchObject({ state: "waiting", fault: "no mail server is set up" });
  await none.outbox.stop();
});

test("a test mail answers with the server's own words", async () => {
  const { outbox } = world([]);
  expect(await outbox.test({ to: "anna@example.org", subject: "Test", text: "It works.\n" })).toMatchObject({
    said: expect.stringMatching(/^250/),
  });
  refusals = [{ code: 550, text: "no such mailbox" }];
  expect(await outbox.test({ to: "x@example.org", subject: "Test", text: "" })).toMatchObject({
    text: expect.stringContaining("no such mailbox"),
  });
  expect(taken).toHaveLength(1);
  await outbox.stop();
});

test("STARTTLS that the server does not offer is a fault, not clear text", async () => {
  settings = { ...settings!, security: "starttls" };
  const { outbox, kept } = world([mail("m1")]);
  outbox.wake();
  expect(await kept(1)).toMatchObject({ state: "waiting" });
  expect(taken).toEqual([]);
  await outbox.stop();
});
