import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { labSettings } from "../../provisioning/lab/settings.ts";
import type { FaultReply } from "../contract/faults.ts";
import type { ConvertedSound, PromptFileRow, PromptListRow } from "../contract/prompt-library.ts";
import type { Settings } from "../contract/settings.ts";
import type { HttpPorts } from "../edge/http/http-ports.ts";
import { httpServer } from "../edge/http/http-server.ts";
import { Speech } from "../edge/speech/speech.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import { HostClock } from "../runtime/host-clock.ts";
import { promptsPort } from "./prompts-port.ts";
import { ScriptRunner } from "./script-runner.ts";
import { SettingsDesk } from "./settings-desk.ts";

let dir: string;
let store: Store;
let app: Awaited<ReturnType<typeof httpServer>>;
let speech: Speech;
let cookie: string;
let inForce: Settings;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-library-"));
  store = await openStore({ dir, hear: () => undefined });
  const lab = labSettings("http://127.0.0.1:1");
  inForce = {
    ...lab,
    prompts: [{ id: "welcome", name: "Welcome", text: { zh: "您好", en: "Hello" } }],
    queues: lab.queues.map((q) => ({ ...q, greeting: { text: {}, prompt: "welcome" } })),
  };
  const revision = await store.saveSettings(inForce, "lab", 0);
  const clock = new HostClock();
  const scripts = new ScriptRunner(store, clock);
  speech = new Speech({
    recordingFile: async (path) => path,
    cacheDir: join(dir, "sounds"),
    promptsDir: join(dir, "prompts"),
    hear: () => {},
    fault: () => {},
    mended: () => {},
  });
  const put = async (settings: Settings) => {
    inForce = settings;
  };
  const ports = {
    store,
    scripts,
    prompts: promptsPort(speech, dir),
    settings: new SettingsDesk(store, clock, { revision, settings: inForce }, put, scripts),
    events: { after: () => [], ends: () => undefined, onMore: () => () => undefined },
    live: { state: () => ({}), onChange: () => () => {} },
    nowMs: () => clock.nowMs(),
    dataDir: dir,
  } as unknown as HttpPorts;
  app = await httpServer({ consoleDir: dir, version: "1", ports, log: pino({ level: "silent" }) });
  await store.createFirstUser({ user: "admin", name: "Admin", role: "administrator" }, "correct horse battery");
  cookie = `linebox_session=${await store.openSession("admin", "127.0.0.1")}`;
});
afterEach(async () => {
  await app.close();
  await speech.stop();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

type Body = Buffer | object;
async function ask<T>(method: "GET" | "PUT" | "POST" | "DELETE", url: string, body?: Body, headers = {}) {
  const answer = await app.inject({
    method,
    url,
    headers: { host: "box.local", cookie, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  const isJson = answer.headers["content-type"]?.toString().startsWith("application/json");
  return { status: answer.statusCode, json: (isJson ? answer.json() : undefined) as T, raw: answer.rawPayload };
}
function recording(hz: number): Buffer {
  const path = join(dir, "mine.mp3");
  execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", `sine=frequency=${hz}:duration=1`, path]);
  return readFileSync(path);
}
const upload = (sound: Buffer, language = "zh", type = "audio/mpeg") =>
  ask<ConvertedSound & { version: number } & FaultReply>(
    "PUT",
    `/api/prompts/welcome/sound/${language}?name=../../etc/passwd`,
    sound,
    {
      "content-type": type,
    },
  );
const library = async () => (await ask<PromptListRow[]>("GET", "/api/prompts")).json;

describe("the prompt library", () => {
  it("takes a recording, plays it instead of the text, and returns to the one before", async () => {
    const spoken = await ask("GET", "/api/prompts/welcome/sound/zh");
    expect(spoken.raw.subarray(0, 4).toString()).toBe("RIFF");
    const one = await upload(recording(400));
    expect(one).toMatchObject({ status: 200, json: { version: 1, from: { codec: "mp3" } } });
    expect(inForce.prompts[0]!.file).toEqual({ zh: one.json.file });
    const two = await upload(recording(900), "zh", "video/webm");
    expect(two.json.version).toBe(2);
    expect((await ask("GET", "/api/prompts/welcome/sound/zh")).raw).toEqual(readFileSync(join(dir, "prompts", two.json.file)));
    expect((await ask("GET", "/api/prompts/welcome/sound/zh?version=1")).raw).toEqual(
      readFileSync(join(dir, "prompts", one.json.file)),
    );
    const peaks = await ask<{ durationMs: number; left: number[] }>("GET", "/api/prompts/welcome/sound/zh/peaks?buckets=50");
    expect(peaks.json.left).toHaveLength(50);
    expect(Math.max(...peaks.json.left)).toBeGreaterThan(10);
    await ask("POST", "/api/prompts/welcome/sound/zh/return", { version: 1 });
    expect(inForce.prompts[0]!.file).toEqual({ zh: one.json.file });
    const rows = (await ask<PromptFileRow[]>("GET", "/api/prompts/welcome/versions")).json;
    expect(rows.map((r) => [r.n, r.by, r.original])).toEqual([
      [2, "admin", "../../etc/passwd"],
      [1, "admin", "../../etc/passwd"],
    ]);
    await ask("POST", "/api/prompts/welcome/sound/zh/return", {});
    expect(inForce.prompts[0]!.file).toBeUndefined();
    expect(readdirSync(join(dir, "uploads"))).toEqual([]);
  });

  it("says what is wrong with a damaged file, keeps nothing of it and changes nothing", async () => {
    const before = inForce;
    const refused = await upload(Buffer.from("this is no sound at all".repeat(100)));
    expect(refused).toMatchObject({ status: 422, json: { code: "audio-unreadable" } });
    expect(refused.json.hint.zh && refused.json.hint.en).toBeTruthy();
    expect(inForce).toBe(before);
    expect(readdirSync(join(dir, "uploads"))).toEqual([]);
    const large = await upload(Buffer.alloc(50_000_001));
    expect(large).toMatchObject({ status: 413, json: { code: "audio-too-large" } });
    expect(readdirSync(join(dir, "uploads"))).toEqual([]);
    // Sound is taken here and nowhere else, and nothing but sound here.
    expect((await ask("PUT", "/api/prompts/welcome", recording(400), { "content-type": "audio/mpeg" })).status).toBe(400);
    expect((await ask("PUT", "/api/prompts/welcome/sound/zh", Buffer.from("a=b"), { "content-type": "text/plain" })).status).toBe(
      400,
    );
    const json = await ask<FaultReply>("PUT", "/api/prompts/welcome/sound/zh", { sound: 1 });
    expect(json.json.code).toBe("audio-unreadable");
  });

  it("shows who plays what; refuses to remove what is played; replaces it everywhere", async () => {
    expect((await library())[0]).toMatchObject({
      uses: [{ words: { en: 'queue "hotline"' } }],
      languages: { zh: { state: "spoken" } },
    });
    const made = await ask("PUT", "/api/prompts/hello", { name: "Hello", category: "greetings", text: { zh: "欢迎" } });
    expect(made.status).toBe(200);
    expect((await library())[1]).toMatchObject({ category: "greetings", uses: [], languages: { en: { state: "missing" } } });
    const document = { id: "next", nodes: { a: { items: [{ kind: "prompt", prompt: "welcome" }] } } };
    await ask("PUT", "/api/flows/next/draft", { document, rev: 0 });
    const refused = await ask<FaultReply>("DELETE", "/api/prompts/welcome");
    expect(refused).toMatchObject({ status: 409, json: { code: "prompt-in-use" } });
    expect(refused.json.problems!.map((p) => p.reason.en)).toEqual(['queue "hotline"', 'draft of flow "next", node "a"']);
    expect((await ask("POST", "/api/prompts/welcome/replace", { with: "hello" })).json).toMatchObject({ drafts: 1 });
    expect(inForce.queues[0]!.greeting!.prompt).toBe("hello");
    expect((await ask("DELETE", "/api/prompts/welcome")).status).toBe(204);
    expect(inForce.prompts.map((p) => p.id)).toEqual(["hello"]);
    expect((await ask("GET", "/api/prompts/hello/sound/en")).status).toBe(404);
    expect((await ask("POST", "/api/speech", { text: "Good morning", language: "en" })).raw.subarray(0, 4).toString()).toBe(
      "RIFF",
    );
  });
});
