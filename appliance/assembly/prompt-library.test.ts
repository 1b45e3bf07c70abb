import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { labSettings } from "../../provisioning/lab/settings.ts";
import { type EditingApp, editingApp } from "../../test/sim/editing-app.ts";
import type { FaultReply } from "../contract/faults.ts";
import type { ConvertedSound, PromptFileRow, PromptListRow } from "../contract/prompt-library.ts";
import type { Settings } from "../contract/settings.ts";
import { Speech } from "../edge/speech/speech.ts";
import { promptsPort } from "./prompts-port.ts";

let app: EditingApp;
let dir: string;
let speech: Speech;

beforeEach(async () => {
  const lab = labSettings("http://127.0.0.1:1");
  const first: Settings = {
    ...lab,
    prompts: [{ id: "welcome", name: "Welcome", text: { zh: "您好", en: "Hello" } }],
    queues: lab.queues.map((q) => ({ ...q, greeting: { text: {}, prompt: "welcome" } })),
  };
  app = await editingApp(first, (data) => {
    speech = new Speech({
      recordingFile: async (path) => path,
      cacheDir: join(data, "sounds"),
      promptsDir: join(data, "prompts"),
      hear: () => {},
      fault: () => {},
      mended: () => {},
    });
    return { prompts: promptsPort(speech, data) };
  });
  dir = app.dir;
});
afterEach(async () => {
  await speech.stop();
  await app.close();
});

const ask: EditingApp["ask"] = (...question) => app.ask(...question);
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
    expect(app.inForce().prompts[0]!.file).toEqual({ zh: one.json.file });
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
    expect(app.inForce().prompts[0]!.file).toEqual({ zh: one.json.file });
    const rows = (await ask<PromptFileRow[]>("GET", "/api/prompts/welcome/versions")).json;
    expect(rows.map((r) => [r.n, r.by, r.original])).toEqual([
      [2, "admin", "../../etc/passwd"],
      [1, "admin", "../../etc/passwd"],
    ]);
    await ask("POST", "/api/prompts/welcome/sound/zh/return", {});
    expect(app.inForce().prompts[0]!.file).toBeUndefined();
    expect(readdirSync(join(dir, "uploads"))).toEqual([]);
  });

  it("says what is wrong with a damaged file, keeps nothing of it and changes nothing", async () => {
    const before = app.inForce();
    const refused = await upload(Buffer.from("this is no sound at all".repeat(100)));
    expect(refused).toMatchObject({ status: 422, json: { code: "audio-unreadable" } });
    expect(refused.json.hint.zh && refused.json.hint.en).toBeTruthy();
    expect(app.inForce()).toBe(before);
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
    expect(app.inForce().queues[0]!.greeting!.prompt).toBe("hello");
    expect((await ask("DELETE", "/api/prompts/welcome")).status).toBe(204);
    expect(app.inForce().prompts.map((p) => p.id)).toEqual(["hello"]);
    expect((await ask("GET", "/api/prompts/hello/sound/en")).status).toBe(404);
    expect((await ask("POST", "/api/speech", { text: "Good morning", language: "en" })).raw.subarray(0, 4).toString()).toBe(
      "RIFF",
    );
  });
});
