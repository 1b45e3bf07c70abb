import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Settings } from "../contract/settings.ts";
import { type TextRow, type TextState, textStates, textsOver } from "../contract/texts.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { keepHouse } from "./housekeeping.ts";

const dayMs = 24 * 3_600_000;
const startMs = 1_900_000_000_000;
let dir: string;
let store: Store;
let nowMs = startMs;
let ring: (() => void) | undefined;
const clock: Clock = {
  nowMs: () => nowMs,
  at: (_atMs, then) => {
    ring = then;
    return () => {
      ring = undefined;
    };
  },
};
beforeEach(async () => {
  [nowMs, ring] = [startMs, undefined];
  dir = mkdtempSync(join(tmpdir(), "linebox-housekeeping-"));
  store = await openStore({ dir, hear: () => {}, nowMs: () => nowMs });
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const row = (id: string, state: TextState, agoDays: number, more: Partial<TextRow> = {}): TextRow => {
  const atMs = startMs - agoDays * dayMs;
  const direction = state === "received" || state === "arriving" ? "in" : "out";
  return { id, direction, state, number: "13800138000", text: "停水通知", atMs, stateAtMs: atMs, parts: 1, ...more };
};
const put = async (rows: TextRow[]): Promise<void> => {
  store.put(rows.map((r) => ({ put: "text", row: r, news: false })));
  await store.flushed();
};
/** Sweeps until `gone` is, and so everything that goes with it: it is the one that goes last. */
async function sweep(keepDays: number, gone: string): Promise<string[]> {
  const stop = keepHouse(store, clock, () => ({ texts: { keepDays } }) as Settings);
  await expect.poll(() => store.text(gone), { timeout: 10_000 }).toBeUndefined();
  stop();
  return ids();
}
const ids = (): string[] => {
  const all: TextRow[] = [];
  for (let more = store.texts({ limit: 200 }); more.length > 0; more = store.texts({ limit: 200, beforeMs: more.at(-1)!.atMs }))
    all.push(...more);
  return all.map(({ id }) => id).sort();
};

test("old texts go, younger ones stay, and what is still in hand stays however old it is", async () => {
  const inHand = textStates.filter((state) => !textsOver.includes(state));
  expect(inHand).toEqual(["arriving", "waiting", "sending", "checking"]);
  await put([
    ...textStates.map((state) => row(`old-${state}`, state, 31)),
    ...textStates.map((state) => row(`young-${state}`, state, 29)),
  ]);
  const kept = [...inHand.map((s) => `old-${s}`), ...textStates.map((s) => `young-${s}`)].sort();
  expect(await sweep(30, "old-cancelled")).toEqual(kept);
});

test("an old text of which something became lately stays, and one whose report may still come", async () => {
  await put([
    row("old", "delivered", 3),
    row("sent-again", "delivered", 40, { stateAtMs: startMs - dayMs / 2 }),
    row("report-may-come", "sent", 2, { dueAtMs: startMs + dayMs }),
    row("no-report-came", "sent", 4, { dueAtMs: startMs - dayMs }),
  ]);
  expect(await sweep(1, "no-report-came")).toEqual(["report-may-come", "sent-again"]);
});

test("all of many go, and a year is kept when nothing is said", async () => {
  await put(Array.from({ length: 1_203 }, (_, i) => row(`n${i}`, i % 2 ? "received" : "delivered", 366 + i / 100)));
  await put([row("young", "delivered", 364)]);
  const stop = keepHouse(store, clock, () => ({}) as Settings);
  await expect.poll(ids, { timeout: 10_000 }).toEqual(["young"]);
  stop();
});

test("it is done again and again, by the settings of then", async () => {
  await put([row("a", "received", 20), row("b", "received", 20)]);
  let keepDays = 30;
  const stop = keepHouse(store, clock, () => ({ texts: { keepDays } }) as Settings);
  await store.flushed();
  expect(ids()).toEqual(["a", "b"]);
  keepDays = 10;
  nowMs += dayMs / 4;
  ring?.();
  await expect.poll(ids, { timeout: 10_000 }).toEqual([]);
  stop();
});
