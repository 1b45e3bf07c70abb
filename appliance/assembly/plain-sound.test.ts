import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseWav, wavHeader } from "../wire/audio/wav.ts";
import { PlainSound } from "./plain-sound.ts";

let dir: string;
let alarms: (() => void)[];
let plain: PlainSound;
const clock = {
  nowMs: () => 0,
  at: (_: number, ring: () => void) => {
    alarms.push(ring);
    return () => {};
  },
};
const samples = new Uint8Array(32_000).map((_, i) => (i % 2 ? 0xd5 : (i * 5) & 0xff));
const wav = Buffer.concat([wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: samples.length }), samples]);
const path = "recordings/2026/01/01/c1-2.wav";

beforeEach(() => {
  alarms = [];
  dir = mkdtempSync(join(tmpdir(), "linebox-plain-"));
  mkdirSync(join(dir, "recordings/2026/01/01"), { recursive: true });
  plain = new PlainSound(dir, clock);
});
afterEach(async () => {
  await plain.stop();
  rmSync(dir, { recursive: true, force: true });
});

const opens = (bytes: Uint8Array, type: string): string[] => {
  const asked: string[] = [];
  plain.use(async (recording) => {
    asked.push(recording);
    return { bytes: bytes.length, type, read: () => Readable.from([Buffer.from(bytes)]), close: async () => {} };
  });
  return asked;
};

test("a recording that lies there as it was made is played from its place", async () => {
  writeFileSync(join(dir, path), wav);
  opens(wav, "audio/wav");
  expect(await plain.file(path)).toBe(join(dir, path));
});

test("one that was sealed is opened into a copy of its own, once, which goes after a while", async () => {
  const asked = opens(wav, "audio/wav");
  const [file, again] = await Promise.all([plain.file(path), plain.file(path)]);
  expect(again).toBe(file);
  expect(asked).toEqual(["c1-2"]);
  expect(file.startsWith(dir)).toBe(false);
  expect(readFileSync(file).equals(wav)).toBe(true);
  alarms[0]!();
  await plain.file(path);
  expect(asked).toHaveLength(2);
});

test.each([
  ["audio/mpeg", ["-f", "mp3"]],
  ["audio/ogg", ["-codec:a", "libopus", "-f", "ogg"]],
])("one that was compressed to %s is a WAV again", async (type, as) => {
  const small = execFileSync("ffmpeg", ["-loglevel", "error", "-f", "wav", "-i", "pipe:0", ...as, "pipe:1"], { input: wav });
  opens(small, type);
  const found = parseWav(await plain.bytes(path));
  if ("fault" in found) throw new Error(found.fault);
  expect(found).toMatchObject({ format: "alaw", rateHz: 8000 });
  expect(Math.abs(found.data.length / found.channels / 8 - 2_000)).toBeLessThan(200);
});

test("what can't be opened is said", async () => {
  opens(Buffer.from("nonsense"), "audio/mpeg");
  await expect(plain.file(path)).rejects.toThrow(/ffmpeg/);
  opens(Buffer.from("nonsense"), "text/plain");
  await expect(plain.bytes(path)).rejects.toThrow("no sound of a known kind");
});
