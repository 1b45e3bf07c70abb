import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callsGoing } from "../../assembly/calls-going.ts";
import type { CallRecord, RecordingRow, StoreChange } from "../../contract/records.ts";
import type { AgentId, CallId, QueueId, RecordingId } from "../../kit/ids.ts";
import { openStore, type Store } from "./store.ts";

const dayMs = 86_400_000;
const nowMs = 400 * dayMs;
const bounds = { inTimeMs: 20_000, shortMs: 5_000, limitWaitMs: 60_000, shortTalkMs: 10_000, repeatMs: dayMs };
let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-call-keeping-"));
  store = await openStore({ dir, hear: () => {}, nowMs: () => nowMs });
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const call = (id: string, daysAgo: number, more: Partial<CallRecord> = {}): StoreChange => {
  const startedAtMs = nowMs - daysAgo * dayMs;
  const row: CallRecord = {
    id: id as CallId,
    direction: "in",
    line: "trunk",
    caller: "13800138000",
    callerName: "Li Lei",
    called: "96100",
    language: "zh",
    startedAtMs,
    answeredAtMs: startedAtMs + 1_000,
    queuedAtMs: startedAtMs + 2_000,
    queue: "hotline" as QueueId,
    agent: "li" as AgentId,
    connectedAtMs: startedAtMs + 5_000,
    endedAtMs: startedAtMs + 65_000,
    endReason: "hangup",
    endedBy: "caller",
    waitMs: 3_000,
    talkMs: 60_000,
    holdMs: 0,
    fields: [{ key: "meter", value: "4711", sensitive: false } as unknown as CallRecord["fields"][number]],
    legs: [{ leg: `${id}/1` as never, who: "13800138000" }],
    ...more,
  };
  return { put: "call", row };
};
const stay = (id: string, daysAgo: number): StoreChange => {
  const enteredAtMs = nowMs - daysAgo * dayMs + 2_000;
  const left = { leftAtMs: enteredAtMs + 3_000, outcome: "answered", agent: "li" as AgentId, waitMs: 3_000, ringMs: 1_000 };
  return { put: "queue", row: { queue: "hotline" as QueueId, call: id as CallId, enteredAtMs, ...left } as never };
};
const step = (id: string): StoreChange => ({
  put: "trace",
  row: { call: id as CallId, n: 1, atMs: 1, kind: "line", words: { en: "13800138000 calls", zh: "13800138000 来电" } },
});
const recording = (id: string, of: string, state: RecordingRow["state"]): StoreChange => ({
  put: "recording",
  row: { id: id as RecordingId, call: of as CallId, path: `recordings/${id}.wav`, kind: "call", startedAtMs: 1, state },
});
const put = async (changes: StoreChange[]): Promise<void> => {
  store.put(changes);
  await store.flushed();
};
const story = (id: string) => store.call(id as CallId)!;
const isEmpty = (id: string): boolean => story(id).record.emptiedAtMs !== undefined;
/** Rows that came or changed so late that what was counted of their day was thrown away. */
function lateRows(): number {
  const db = new Database(join(dir, "linebox.db"), { readonly: true });
  const late = db.prepare<[], number>("SELECT late FROM figure_horizon").pluck().get()!;
  db.close();
  return late;
}

test("old calls lose journey, number and what was typed; held ones, those with a recording, open and young ones stay whole", async () => {
  const ids = ["old", "edge", "held", "heard", "gone", "open"];
  await put([
    ...ids.map((id) => call(id, id === "edge" ? 99 : 150, id === "open" ? { endedAtMs: undefined as never } : {})),
    ...ids.map(step),
    recording("r-heard", "heard", "complete"),
    recording("r-gone", "gone", "deleted"),
  ]);
  await store.recordingAct({ act: "hold", call: "held" as CallId, reason: "court", by: "admin", atMs: 1 });
  expect(await store.emptyCallsBefore(nowMs - 100 * dayMs)).toBe(2);
  expect(ids.filter(isEmpty)).toEqual(["old", "gone"]);
  expect(story("old").record).toEqual({
    id: "old",
    direction: "in",
    line: "trunk",
    caller: "",
    called: "96100",
    language: "zh",
    startedAtMs: nowMs - 150 * dayMs,
    answeredAtMs: expect.any(Number),
    queuedAtMs: expect.any(Number),
    queue: "hotline",
    agent: "li",
    connectedAtMs: expect.any(Number),
    endedAtMs: expect.any(Number),
    endReason: "hangup",
    endedBy: "caller",
    waitMs: 3_000,
    talkMs: 60_000,
    holdMs: 0,
    fields: [],
    legs: [],
    emptiedAtMs: nowMs,
  });
  expect(story("old").trace).toEqual([]);
  expect(story("held").trace).toHaveLength(1);
  expect(store.calls({ caller: "13800138000" }).map(({ id }) => id)).not.toContain("old");
  // Done once.
  expect(await store.emptyCallsBefore(nowMs - 100 * dayMs)).toBe(0);
});

test("what a preview counts is what goes, but for what is held, can be heard or goes on", async () => {
  const changes: StoreChange[] = [];
  // More than one page of either.
  for (let n = 0; n < 2_100; n++) changes.push(call(`c${n}`, 101 + (n % 250)));
  changes.push(call("held", 150), call("heard", 150), recording("r-heard", "heard", "complete"));
  changes.push(call("open", 150, { endedAtMs: undefined as never }), call("young", 99));
  await put(changes);
  await store.recordingAct({ act: "hold", call: "held" as CallId, reason: "court", by: "admin", atMs: 1 });
  const seen = await callsGoing(store, 100, "Asia/Shanghai", nowMs);
  expect(seen).toMatchObject({ keepDays: 100, beforeMs: nowMs - 100 * dayMs, count: 2_100, held: 1, recorded: 1, more: false });
  expect(seen.days).toHaveLength(250);
  expect(seen.days.reduce((sum, { count }) => sum + count, 0)).toBe(2_100);
  expect(await callsGoing(store, 100, "Asia/Shanghai", nowMs, 50)).toMatchObject({ count: 50, more: true });
  expect(await store.emptyCallsBefore(seen.beforeMs)).toBe(seen.count);
  expect(await callsGoing(store, 100, "Asia/Shanghai", nowMs)).toMatchObject({ count: 0, held: 1, recorded: 1, days: [] });
});

test("who was called outside is the customer there", async () => {
  await put([call("out", 150, { direction: "out", caller: "8001", called: "13900139000" })]);
  await store.emptyCallsBefore(nowMs - 100 * dayMs);
  expect(story("out").record).toMatchObject({ caller: "8001", called: "" });
});

test("figures stay as they were, also who called again; more than one step's worth", async () => {
  const changes: StoreChange[] = [];
  for (let n = 0; n < 450; n++) {
    const daysAgo = 300 - n / 10;
    // Every third calls twice.
    const caller = n % 10 === 0 ? "anonymous" : `1380013${8000 + Math.floor(n / 3) * 2 + (n % 3 === 0 ? 1 : 0)}`;
    changes.push(call(`c${n}`, daysAgo, { caller }), stay(`c${n}`, daysAgo), step(`c${n}`));
  }
  await put(changes);
  const figures = () =>
    (["call", "stay"] as const).map((source) => [
      ...store.figureCounts({
        source,
        fromMs: 0,
        toMs: nowMs,
        nowMs,
        filter: {},
        boundsOf: () => bounds,
      }),
    ]);
  const before = figures();
  await store.raiseFigureHorizon(nowMs - dayMs);
  const late = lateRows();
  expect(await store.emptyCallsBefore(nowMs - 100 * dayMs)).toBe(450);
  expect(figures()).toEqual(before);
  expect(JSON.stringify(before)).toMatch(/[1-9]/);
  // What was counted of those days needs no counting anew.
  expect(lateRows()).toBe(late);
});
