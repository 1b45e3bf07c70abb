import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { PromptStore } from "./prompt-store.ts";

const folder = mkdtempSync(join(tmpdir(), "prompt-store-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

it("reads a file once as long as it stays the same", async () => {
  const reads: string[] = [];
  const store = new PromptStore(async (path) => {
    reads.push(path);
    return { samples: new Int16Array(reads.length) };
  });
  const path = file("a", "one");
  const [first, again] = await Promise.all([store.get(path), store.get(path)]);
  expect(again).toBe(first);
  expect(await store.get(path)).toEqual({ samples: new Int16Array(1) });
  file("a", "another length");
  expect(await store.get(path)).toEqual({ samples: new Int16Array(2) });
  expect(reads).toEqual([path, path]);
});

it("forgets the longest unused when there is no more room", async () => {
  let reads = 0;
  const store = new PromptStore(async () => {
    reads++;
    return { samples: new Int16Array(100) };
  }, 500);
  const [a, b, c] = ["a", "b", "c"].map((name) => file(name, name)) as [string, string, string];
  for (const path of [a, b, a, c]) await store.get(path);
  expect(reads).toBe(3);
  expect(store.bytes).toBe(400);
  await store.get(a);
  expect(reads).toBe(3);
  await store.get(b);
  expect(reads).toBe(4);
});

it("answers with a fault what can't be read, and tries again next time", async () => {
  const store = new PromptStore(async () => {
    throw new Error("the reader is gone");
  });
  expect(await store.get(join(folder, "nowhere"))).toEqual({ fault: expect.stringContaining("ENOENT") });
  expect(await store.get(file("x", "x"))).toEqual({ fault: "the reader is gone" });
});
