import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SpeechEvent, SpokenItem } from "../../contract/effects.ts";
import { parseWav, wavHeader, wavSamples, wavToLinear8k } from "../../wire/audio/wav.ts";
import { evened } from "./evened.ts";
import { InTurn } from "./in-turn.ts";
import { holdMusic } from "./music.ts";
import { SoundCache } from "./sound-cache.ts";
import { Speech } from "./speech.ts";

let dir: string;
let faults: string[];
let mended: string[];
let speech: Speech;
const path = process.env.PATH;
const heard: ((event: SpeechEvent) => void)[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-speech-"));
  mkdirSync(join(dir, "prompts"));
  faults = [];
  mended = [];
  speech = newSpeech();
});
afterEach(async () => {
  process.env.PATH = path;
  await speech.stop();
  rmSync(dir, { recursive: true });
});

const newSpeech = (): Speech =>
  new Speech({
    recordingFile: async (path) => `/data/${path}`,
    cacheDir: join(dir, "sounds"),
    promptsDir: join(dir, "prompts"),
    hear: (event) => heard.shift()?.(event),
    fault: (code, subject) => faults.push(`${code} ${subject}`),
    mended: (code, subject) => mended.push(`${code} ${subject}`),
  });

function render(items: SpokenItem[]): Promise<SpeechEvent> {
  const answer = new Promise<SpeechEvent>((done) => heard.push(done));
  speech.perform({ do: "speech.render", request: "r", items });
  return answer;
}
const say = (text: string, language: "zh" | "en" = "en"): SpokenItem => ({ kind: "speech", text, language });
const prompt = (id: string, language: "zh" | "en" = "en"): SpokenItem => ({ kind: "prompt", prompt: id, language });
const sounds = (): string[] => readdirSync(join(dir, "sounds"));

/** A prompt file as somebody would upload it: 8 kHz PCM. */
function recorded(name: string, samples: number): void {
  const data = new Uint8Array(new Int16Array(samples).fill(3000).buffer);
  const header = wavHeader({ format: "pcm16", channels: 1, rateHz: 8000, dataBytes: data.length });
  writeFileSync(join(dir, "prompts", name), Buffer.concat([header, data]));
}
function peakOf(file: string): number {
  const wav = parseWav(readFileSync(file));
  if ("fault" in wav) throw new Error(wav.fault);
  return wavSamples(wav).reduce((peak, s) => Math.max(peak, Math.abs(s)), 0);
}

describe("texts", () => {
  test("are spoken in both languages, evened out, as 8 kHz A-law", async () => {
    const { files, faults: said } = await render([say("Water hotline."), say("供水热线。", "zh")]);
    expect(said).toEqual([]);
    for (const file of files) {
      const wav = parseWav(readFileSync(file!.path));
      expect(wav).toMatchObject({ format: "alaw", channels: 1, rateHz: 8000 });
      expect(peakOf(file!.path)).toBeGreaterThan(14_000);
      expect(peakOf(file!.path)).toBeLessThan(18_000);
    }
    expect(files[0]!.path).not.toBe(files[1]!.path);
  });

  test("are made once: from the cache without the engine, also in the next run", async () => {
    const first = await render([say("One.")]);
    process.env.PATH = "/nowhere";
    expect(await render([say("One.")])).toEqual(first);
    await speech.stop();
    speech = newSpeech();
    expect(await render([say("One.")])).toEqual(first);
    expect(faults).toEqual([]);
  });

  test("asked for twice at the same time are spoken once", async () => {
    const { files } = await render([say("Same."), say("Same."), say("Same.")]);
    expect(new Set(files.map((f) => f!.path)).size).toBe(1);
    expect(sounds()).toHaveLength(1);
    expect(mended.filter((m) => m === "speech-failed espeak-ng")).toHaveLength(1);
  });

  test("without the engine: a fault and null, and mended when it is back", async () => {
    process.env.PATH = "/nowhere";
    const event = await render([say("Not now."), { kind: "silence", forMs: 100 }]);
    expect(event.files).toEqual([null, null]);
    expect(event.faults).toEqual([expect.stringContaining("could not be started")]);
    expect(faults).toEqual(["speech-failed espeak-ng"]);
    process.env.PATH = path;
    expect((await render([say("Not now.")])).files).not.toContain(null);
    expect(mended).toContain("speech-failed espeak-ng");
  });

  test("a stop calls off what is being spoken and says nothing more", async () => {
    let told = false;
    heard.push(() => {
      told = true;
    });
    speech.perform({
      do: "speech.render",
      request: "r",
      items: Array.from({ length: 6 }, (_, i) => say(`${"A long text. ".repeat(80)}${i}`)),
    });
    await speech.stop();
    heard.length = 0;
    expect(told).toBe(false);
    expect(faults).toEqual([]);
    expect(sounds().filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("prompts", () => {
  const text = { zh: "您好。", en: "Hello." };

  test("a recording as it is; where there is none, its text", async () => {
    recorded("hello-en.wav", 8000);
    await speech.configure([{ id: "hello", name: "Hello", text, file: { en: "hello-en.wav" } }]);
    const { files } = await render([prompt("hello", "en"), prompt("hello", "zh")]);
    expect(files[0]).toEqual({ path: join(dir, "prompts", "hello-en.wav") });
    expect(files[1]!.path).toContain(join(dir, "sounds"));
    expect(mended).toContain("prompt-damaged hello");
  });

  test.each([
    ["missing", () => {}, "the file is missing"],
    ["no sound file", () => writeFileSync(join(dir, "prompts", "hello.wav"), "<html>"), "hello.wav: "],
    ["cut off in its header", () => writeFileSync(join(dir, "prompts", "hello.wav"), "RIFF\0\0"), "hello.wav: "],
    ["empty", () => recorded("hello.wav", 0), "no sound"],
  ])("a recording that is %s: a fault, and its text is spoken instead", async (_, make, words) => {
    make();
    await speech.configure([{ id: "hello", name: "Hello", text, file: { en: "hello.wav" } }]);
    faults = [];
    const event = await render([prompt("hello")]);
    expect(event.files[0]!.path).toContain(join(dir, "sounds"));
    expect(event.faults).toEqual([expect.stringContaining(words)]);
    expect(faults).toEqual(["prompt-damaged hello"]);
  });

  test("a recording that was mended is played again", async () => {
    writeFileSync(join(dir, "prompts", "hello.wav"), "broken");
    await speech.configure([{ id: "hello", name: "Hello", text, file: { en: "hello.wav" } }]);
    recorded("hello.wav", 800);
    expect((await render([prompt("hello")])).files).toEqual([{ path: join(dir, "prompts", "hello.wav") }]);
  });

  test("the other language is better than silence", async () => {
    recorded("only-zh.wav", 800);
    await speech.configure([
      { id: "spoken", name: "S", text: { zh: "您好。" } },
      { id: "recorded", name: "R", text: {}, file: { zh: "only-zh.wav" } },
      { id: "nothing", name: "N", text: {} },
    ]);
    const { files } = await render([prompt("spoken", "en"), prompt("recorded", "en"), prompt("nothing", "en")]);
    expect(files).toEqual([expect.anything(), { path: join(dir, "prompts", "only-zh.wav") }, null]);
  });

  test("one that isn't there is a fault; the music always is", async () => {
    const event = await render([prompt("gone"), prompt("music")]);
    expect(event.files[0]).toBeNull();
    expect(event.faults).toEqual(['There is no prompt "gone".']);
    expect(wavToLinear8k(readFileSync(event.files[1]!.path))).toHaveLength(16 * 8000);
  });
});

test("the music loops without a click: the end runs into the beginning", () => {
  const music = holdMusic();
  let steepest = 0;
  for (let i = 1; i < music.length; i++) steepest = Math.max(steepest, Math.abs(music[i]! - music[i - 1]!));
  expect(Math.abs(music[0]! - music.at(-1)!)).toBeLessThanOrEqual(steepest);
  expect(music.some((s) => Math.abs(s) > 1000)).toBe(true);
});

describe("evening out", () => {
  const tone = (peak: number, samples: number) =>
    Int16Array.from({ length: samples }, (_, i) => Math.round(peak * Math.sin(i / 3)));
  const silence = (samples: number) => new Int16Array(samples);
  const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((p) => [...p]));
  const peak = (samples: Int16Array) => samples.reduce((p, s) => Math.max(p, Math.abs(s)), 0);

  test("dead air goes, but for 50 ms at each end", () => {
    const cut = evened(joined(silence(8000), tone(8000, 4000), silence(12_000)));
    expect(Math.abs(cut.length - 4800)).toBeLessThan(10);
  });
  test("pauses within stay", () => {
    expect(evened(joined(tone(8000, 800), silence(4000), tone(8000, 800))).length).toBeGreaterThan(5500);
  });
  test.each([2000, 8000, 16_000, 32_000])("a peak of %i comes near -6 dBFS", (from) => {
    expect(Math.abs(peak(evened(tone(from, 2000))) - 16_000)).toBeLessThan(100);
  });
  test("a whisper isn't blown up into noise, nothing stays nothing", () => {
    expect(peak(evened(tone(50, 2000)))).toBeLessThanOrEqual(400);
    expect(peak(evened(silence(100)))).toBe(0);
    expect(evened(silence(0)).length).toBe(0);
  });
});

describe("the cache", () => {
  test("forgets what nobody asked for the longest, never the newest", async () => {
    const cache = new SoundCache(join(dir, "small"), 5000);
    const make = async () => new Int16Array(2000).fill(100);
    const [a, b] = [await cache.get("a", make), await cache.get("b", make)];
    await cache.get("a", make);
    const c = await cache.get("c", make);
    expect(readdirSync(join(dir, "small")).sort()).toEqual([a, c].map((p) => p.split("/").at(-1)).sort());
    expect(b).not.toBe(c);
    expect(cache.bytes).toBeLessThanOrEqual(5000);
    expect(await new SoundCache(join(dir, "tiny"), 10).get("big", make)).toContain("tiny");
  });

  test("takes stock of a former run by age, and clears away what it didn't finish", async () => {
    const small = join(dir, "small");
    const make = async () => new Int16Array(2000).fill(100);
    const former = new SoundCache(small, 10_000);
    const [a, b] = [await former.get("a", make), await former.get("b", make)];
    utimesSync(b, new Date(0), new Date(0));
    writeFileSync(`${a}.1.part`, "half");
    const cache = new SoundCache(small, 5000);
    await cache.get("c", make);
    expect(() => statSync(b)).toThrow();
    expect(statSync(a).size).toBeGreaterThan(2000);
    expect(readdirSync(small).some((name) => name.endsWith(".part"))).toBe(false);
  });

  test("a making that fails leaves nothing behind and is tried again", async () => {
    const cache = new SoundCache(join(dir, "small"));
    await expect(cache.get("x", () => Promise.reject(new Error("no engine")))).rejects.toThrow("no engine");
    expect(await cache.get("x", async () => new Int16Array(10))).toContain("small");
  });
});

test("works wait their turn, beyond the limit they are turned away", async () => {
  const turns = new InTurn(1, 1);
  let release: () => void = () => {};
  const order: string[] = [];
  const first = turns.run(() => new Promise<void>((done) => (release = done)), "full");
  const second = turns.run(async () => void order.push("second"), "full");
  await expect(turns.run(async () => {}, "full")).rejects.toThrow("full");
  expect(order).toEqual([]);
  release();
  await Promise.all([first, second]);
  expect(order).toEqual(["second"]);
  await turns.run(async () => void order.push("third"), "full");
  expect(order).toEqual(["second", "third"]);
});
