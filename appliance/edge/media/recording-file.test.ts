import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { alawSilence } from "../../wire/audio/g711.ts";
import { parseWav } from "../../wire/audio/wav.ts";
import { RecordingFile } from "./recording-file.ts";

const folder = mkdtempSync(join(tmpdir(), "recording-file-"));
afterAll(() => rmSync(folder, { recursive: true }));
const dataOf = (path: string): Uint8Array => {
  const wav = parseWav(readFileSync(path));
  if ("fault" in wav) throw new Error(wav.fault);
  return wav.data;
};

it("plays at any moment up to the last block", async () => {
  const path = join(folder, "a", "b", "call.wav");
  const file = new RecordingFile(path);
  expect(dataOf(path).length).toBe(0);
  expect(file.write(new Uint8Array(16_000).fill(1), 0)).toBe(true);
  expect(dataOf(path).length).toBe(16_000);
  expect(file.write(new Uint8Array(8000).fill(2), 16_000)).toBe(true);
  const done = await file.finish(24_000);
  expect([...new Set(dataOf(path))]).toEqual([1, 2]);
  expect(done).toEqual({
    durationMs: 1500,
    bytes: readFileSync(path).length,
    sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
  });
});

it("fills what never came with silence, and says so", async () => {
  const path = join(folder, "gap.wav");
  const file = new RecordingFile(path);
  expect(file.write(new Uint8Array(16_000).fill(1), 32_000)).toBe(false);
  await file.finish(64_000);
  const data = dataOf(path);
  expect([data.length, data[0], data[31_999], data[32_000], data[48_000]]).toEqual([
    64_000,
    alawSilence,
    alawSilence,
    1,
    alawSilence,
  ]);
});

it("never overwrites", () => {
  const path = join(folder, "evidence.wav");
  writeFileSync(path, "evidence");
  expect(() => new RecordingFile(path)).toThrow(/EEXIST/);
  expect(readFileSync(path, "utf8")).toBe("evidence");
});
