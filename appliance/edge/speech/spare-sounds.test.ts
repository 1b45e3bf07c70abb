import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SpareSounds } from "./spare-sounds.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "linebox-spare-"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test("keeps what it is given until it is closed, within its bound", async () => {
  const spare = new SpareSounds(place, 2_500);
  expect(await spare.find("a.wav")).toBeUndefined();
  const a = await spare.put("a.wav", new Uint8Array(1_000).fill(1));
  expect(readFileSync(a)).toHaveLength(1_000);
  const b = await spare.put("b.wav", new Uint8Array(1_000).fill(2));
  expect(await spare.find("a.wav")).toBe(a);
  // The one nobody asked for the longest goes.
  await spare.put("c.wav", new Uint8Array(1_000).fill(3));
  expect(existsSync(b)).toBe(false);
  expect(await spare.find("b.wav")).toBeUndefined();
  expect(await spare.find("a.wav")).toBe(a);
  await spare.close();
  expect(readdirSync(place)).toEqual([]);
  // After that it begins anew.
  expect(await spare.find("a.wav")).toBeUndefined();
});

test("what a run that failed has left is cleared away, what others have is not", async () => {
  // No process has a number as high as this.
  mkdirSync(join(place, "linebox-sounds-4194999-x"));
  mkdirSync(join(place, `linebox-sounds-${process.ppid}-y`));
  mkdirSync(join(place, "linebox-other"));
  const spare = new SpareSounds(place);
  await spare.put("a.wav", new Uint8Array(10));
  const left = readdirSync(place).filter((name) => !name.startsWith(`linebox-sounds-${process.pid}-`));
  expect(left.sort()).toEqual(["linebox-other", `linebox-sounds-${process.ppid}-y`]);
  await spare.close();
});

test("no room here either is an error, and later it is tried again", async () => {
  const gone = join(place, "gone");
  const spare = new SpareSounds(gone);
  await expect(spare.put("a.wav", new Uint8Array(10))).rejects.toThrow("ENOENT");
  mkdirSync(gone);
  expect(existsSync(await spare.put("a.wav", new Uint8Array(10)))).toBe(true);
  await spare.close();
});
