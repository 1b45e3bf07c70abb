import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallRecord } from "../contract/records.ts";
import { type TextState, textStates, textsOver } from "../contract/text-states.ts";
import type { TextRow } from "../contract/texts.ts";
import { defaultSettings } from "../core/settings/default-settings.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import type { CallId } from "../kit/ids.ts";
import type { Clock } from "../runtime/clock.ts";
import { keepHouse } from "./housekeeping.ts";

const dayMs = 24 * 3_600_000;
const usual = defaultSettings("Works", "en");
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
let snapshots = 0;
const idle = { hear: () => {}, snapshot: () => void snapshots++ };
beforeEach(async () => {
  [nowMs, ring, snapshots] = [startMs, undefined, 0];
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
  const stop = keepHouse(store, clock, () => ({ ...usual, texts: { keepDays } }), idle);
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
  const stop = keepHouse(store, clock, () => usual, idle);
  await expect.poll(ids, { timeout: 10_000 }).toEqual(["young"]);
  stop();
});

test("it is done again and again, by the settings of then", async () => {
  await put([row("a", "received", 20), row("b", "received", 20)]);
  let keepDays = 30;
  const stop = keepHouse(store, clock, () => ({ ...usual, texts: { keepDays } }), idle);
  await store.flushed();
  expect(ids()).toEqual(["a", "b"]);
  keepDays = 10;
  nowMs += dayMs / 4;
  ring?.();
  await expect.poll(ids, { timeout: 10_000 }).toEqual([]);
  stop();
});

test("calls stay whole for good unless it is said for how long", async () => {
  const call = (id: string, agoDays: number): CallRecord => {
    const startedAtMs = startMs - agoDays * dayMs;
    const ended = { endedAtMs: startedAtMs + 1_000, endReason: "hangup", endedBy: "caller" } as const;
    const known = { direction: "in", line: "trunk", caller: "13800138000", called: "96100", language: "zh" } as const;
    return { id: id as CallId, ...known, startedAtMs, ...ended, fields: [], legs: [] };
  };
  store.put([call("old", 91), call("young", 89)].map((made) => ({ put: "call", row: made })));
  await put([row("text", "received", 1000)]);
  const callers = (): string[] => ["old", "young"].map((id) => store.call(id as CallId)!.record.caller);
  let keepCallsDays: number | undefined;
  const stop = keepHouse(
    store,
    clock,
    () => ({
      ...usual,
      recording: { ...usual.recording, ...(keepCallsDays === undefined ? {} : { keepCallsDays }) },
    }),
    idle,
  );
  await expect.poll(ids, { timeout: 10_000 }).toEqual([]);
  expect(callers()).toEqual(["13800138000", "13800138000"]);
  keepCallsDays = 90;
  ring?.();
  await expect.poll(callers, { timeout: 10_000 }).toEqual(["", "13800138000"]);
  stop();
});

test("events that name callers do not wait for a busy day to leave the journal", async () => {
  const event = { on: "timer.due", key: "x" } as const;
  store.append({ seq: 1, atMs: startMs - dayMs + 1, event }, []);
  await store.flushed();
  const stop = keepHouse(store, clock, () => usual, idle);
  expect(snapshots).toBe(0);
  nowMs += 2;
  ring?.();
  expect(snapshots).toBe(1);
  stop();
});
