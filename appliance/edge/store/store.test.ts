import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Stamped } from "../../contract/effects.ts";
import type { AlarmRow, CallRecord, QueueRow, StoreChange } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AgentId, CallId, QueueId, RecordingId } from "../../kit/ids.ts";
import { openStore, type Store, type StoreOptions } from "./store.ts";
import type { StoreProblem } from "./store-problem.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "linebox-store-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** What the store says, and a way to wait until it says it. */
function ears() {
  const heard: StoreProblem[] = [];
  const waiting: { wanted: (p: StoreProblem) => boolean; found: (p: StoreProblem) => void }[] = [];
  return {
    heard,
    hear(problem: StoreProblem): void {
      heard.push(problem);
      for (const each of waiting.splice(0)) each.wanted(problem) ? each.found(problem) : waiting.push(each);
    },
    until: (on: StoreProblem["on"], code: string): Promise<StoreProblem> => {
      const wanted = (p: StoreProblem) => p.on === on && p.code === code;
      const known = heard.find(wanted);
      return known ? Promise.resolve(known) : new Promise((found) => waiting.push({ wanted, found }));
    },
  };
}

async function open(dir: string, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    dir,
    hear: (problem) => {
      throw new Error(`unexpected: ${JSON.stringify(problem)}`);
    },
    ...options,
  });
  let closed = false;
  const close = store.close;
  const once = async () => {
    if (closed) return;
    closed = true;
    await close();
  };
  cleanups.push(once);
  return Object.assign(store, { close: once });
}

const event = (seq: number, key = `k${seq}`): Stamped => ({ seq, atMs: 1_000 + seq, event: { on: "timer.due", key } });
const callRow = (n: number, more: Partial<CallRecord> = {}): CallRecord => ({
  id: `call${n}` as CallId,
  direction: "in",
  line: "trunk",
  caller: `1380000${1000 + n}`,
  called: "12345",
  language: "zh",
  startedAtMs: 1_000 + n,
  fields: [],
  legs: [],
  ...more,
});
const call = (n: number, more: Partial<CallRecord> = {}): StoreChange => ({ put: "call", row: callRow(n, more) });
const site = (name: string) => ({ site: { name } }) as unknown as Settings;

describe("opening", () => {
  it("makes the folder, a key that only its owner reads, and records every migration with its hash", async () => {
    const dir = join(folder(), "data", "box");
    const store = await open(dir);
    expect(store.recover()).toEqual({ tail: [], cleanStop: true, lastAliveMs: 0 });
    expect(statSync(join(dir, "box.key")).mode & 0o777).toBe(0o600);
    await store.close();
    const db = new Database(join(dir, "linebox.db"), { readonly: true });
    const rows = db.prepare<[], { n: number; sha256: string }>("SELECT n, sha256 FROM migration ORDER BY n").all();
    const files = readdirSync(join(import.meta.dirname, "migrations")).sort();
    expect(rows.map((row) => row.n)).toEqual(files.map((name) => Number(name.slice(0, 4))));
    for (const row of rows) expect(row.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    db.close();
  });

  it("refuses a database whose migrations were changed, or that a newer version wrote", async () => {
    const dir = folder();
    await (await open(dir)).close();
    const db = new Database(join(dir, "linebox.db"));
    db.exec("UPDATE migration SET sha256 = 'other' WHERE n = 2");
    await expect(open(dir)).rejects.toThrow(/linebox\.db: migration 0002-.*is not the one that was applied/);
    db.exec("DELETE FROM migration WHERE n = 2");
    db.exec("INSERT INTO migration VALUES (9999, '9999-later.sql', 'x', 0)");
    await expect(open(dir)).rejects.toThrow(/newer version \(migration 9999-later\.sql\)/);
    db.close();
  });

  it("names the file and what to do when it is no database", async () => {
    const dir = folder();
    writeFileSync(join(dir, "linebox.db"), "this was a database once, before the power went".repeat(100));
    await expect(open(dir)).rejects.toMatchObject({
      name: "StoreOpenError",
      file: join(dir, "linebox.db"),
      message: expect.stringContaining("damaged"),
      hint: expect.stringContaining("backup"),
    });
  });

  it("finds damage inside after an unclean stop", async () => {
    const dir = folder();
    const store = await open(dir);
    for (let n = 0; n < 500; n++) store.append(event(n), [call(n)]);
    await store.flushed();
    await store.close();
    const file = join(dir, "linebox.db");
    const bytes = readFileSync(file);
    const half = Math.floor(bytes.length / 2 / 4096) * 4096;
    bytes.fill(0x5a, half, half + 8192);
    writeFileSync(file, bytes);
    await expect(open(dir)).rejects.toThrow(/linebox\.db: the database is damaged/);
  });

  it("does not share its folder with another one", async () => {
    const dir = folder();
    const first = await open(dir);
    await expect(open(dir)).rejects.toThrow(/another Linebox/);
    await first.close();
    await open(dir);
  });
});

describe("journal and rows", () => {
  it("keeps events and rows in order, and writing a row again leaves the newest", async () => {
    const dir = folder();
    const store = await open(dir);
    for (let seq = 1; seq <= 1_200; seq++) store.append(event(seq), [call(seq % 7, { callerName: `at ${seq}` })]);
    await store.flushed();
    const { tail } = store.recover();
    expect(tail.map((entry) => entry.seq)).toEqual(Array.from({ length: 1_200 }, (_, n) => n + 1));
    expect(tail[4]).toEqual(event(5));
    const names = store.calls({}).map((row) => row.callerName);
    expect(names.toSorted()).toEqual([1194, 1195, 1196, 1197, 1198, 1199, 1200].map((n) => `at ${n}`));
    // A replay writes the same rows again.
    store.put([call(3, { callerName: "at 1200" }), call(3, { callerName: "at 1200" })]);
    await store.flushed();
    expect(store.calls({}).map((row) => row.callerName)).toEqual(names);
  });

  it("keeps what the row was when it was handed over", async () => {
    const store = await open(folder());
    const row = callRow(1);
    store.append(event(1), [{ put: "call", row }]);
    row.callerName = "changed later";
    await store.flushed();
    expect(store.call("call1")?.record.callerName).toBeUndefined();
  });

  it("a snapshot takes the place of the journal before it", async () => {
    const dir = folder();
    let store = await open(dir);
    for (let seq = 1; seq <= 10; seq++) store.append(event(seq), []);
    store.snapshot(7, '{"state":7}');
    store.append(event(11), []);
    await store.flushed();
    await store.markCleanStop();
    await store.close();
    store = await open(dir);
    const { snapshot, tail, cleanStop } = store.recover();
    expect(snapshot).toEqual({ seq: 7, json: '{"state":7}' });
    expect(tail.map((entry) => entry.seq)).toEqual([8, 9, 10, 11]);
    expect(cleanStop).toBe(true);
  });

  it("knows how the last run ended and when it was last alive", async () => {
    const dir = folder();
    let nowMs = 5_000;
    const first = await open(dir, { nowMs: () => nowMs });
    await first.flushed();
    await first.close();
    nowMs = 60_000;
    const second = await open(dir, { nowMs: () => nowMs });
    expect(second.recover()).toMatchObject({ cleanStop: false, lastAliveMs: 5_000 });
    await second.markCleanStop();
    await second.close();
    expect((await open(dir)).recover()).toMatchObject({ cleanStop: true, lastAliveMs: 60_000 });
  });

  it("leaves out the one row that can't be stored, says so, and keeps the rest", async () => {
    const { hear, until } = ears();
    const store = await open(folder(), { hear });
    store.append(event(1), [call(1), { put: "call", row: { ...callRow(2), caller: null as unknown as string } }, call(3)]);
    await store.flushed();
    expect(await until("alarm.raised", "store-row-refused")).toMatchObject({ subject: expect.stringContaining("call call2") });
    expect(store.calls({}).map((row) => row.id)).toEqual(["call3", "call1"]);
    expect(store.recover().tail).toHaveLength(1);
  });
});

describe("a killed box", () => {
  it("loses nothing that was flushed, and never half an event", async () => {
    const dir = folder();
    const script = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, "store.ts"))};
      const store = await openStore({ dir: ${JSON.stringify(dir)}, hear: (p) => console.error(p) });
      const row = ${JSON.stringify(callRow(0))};
      const flushes = [];
      for (let seq = 1; ; ) {
        const upTo = seq + Math.ceil(Math.random() * 40);
        for (; seq < upTo; seq++)
          store.append({ seq, atMs: seq, event: { on: "timer.due", key: "k" + seq } }, [
            { put: "call", row: { ...row, id: "call" + seq } },
            { put: "trace", row: { call: "call" + seq, n: 0, atMs: seq, kind: "line", words: { zh: "", en: "" } } },
          ]);
        if (Math.random() < 0.1) store.snapshot(seq - 1, JSON.stringify({ seq: seq - 1 }));
        // Always some on their way, never so many that the disk falls behind.
        flushes.push(store.flushed().then(() => console.log(upTo - 1)));
        if (flushes.length > 5) await flushes.shift();
      }`;
    for (const rounds of [3, 60, 25]) {
      rmSync(dir, { recursive: true, force: true });
      const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let acknowledged = 0;
      let lines = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged = Number(line);
        if (++lines === rounds) child.kill("SIGKILL");
      }
      if (child.signalCode === null) await once(child, "exit");
      expect(child.signalCode).toBe("SIGKILL");
      const store = await open(dir);
      const { snapshot, tail, cleanStop, lastAliveMs } = store.recover();
      expect(cleanStop).toBe(false);
      expect(lastAliveMs).toBeGreaterThan(0);
      const from = snapshot?.seq ?? 0;
      const last = tail.at(-1)?.seq ?? from;
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expect(tail.map((entry) => entry.seq)).toEqual(Array.from({ length: last - from }, (_, n) => from + 1 + n));
      const db = new Database(join(dir, "linebox.db"), { readonly: true });
      expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
      const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
      expect([count("call"), count("trace")]).toEqual([last, last]);
      db.close();
      await store.close();
    }
  }, 60_000);

  it("frees the folder for the next start", async () => {
    const dir = folder();
    const script = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, "store.ts"))};
      await openStore({ dir: ${JSON.stringify(dir)}, hear: () => {} });
      process.kill(process.pid, "SIGKILL");`;
    await expect(promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", script])).rejects.toMatchObject({
      signal: "SIGKILL",
    });
    expect((await open(dir)).recover().cleanStop).toBe(false);
  });
});

describe("a disk that fails", () => {
  it("full: says so, keeps everything in memory, refuses to promise, and writes it all when there is room", async () => {
    const dir = folder();
    const { hear, until, heard } = ears();
    // The empty tables take room of their own, and there will be more of them.
    await (await open(dir)).close();
    const store = await open(dir, { hear, maxBytes: statSync(join(dir, "linebox.db")).size + 900_000 });
    const long = "x".repeat(2_000);
    for (let seq = 1; seq <= 100; seq++) store.append(event(seq), [call(seq, { callerName: long })]);
    await store.flushed();
    for (let seq = 101; seq <= 280; seq++) store.append(event(seq), [call(seq, { callerName: long })]);
    await until("alarm.raised", "store-full");
    await expect(store.putSecret("trunk", "t", "p")).rejects.toMatchObject({ name: "StoreUnavailable" });
    for (let seq = 281; seq <= 290; seq++) store.append(event(seq), [call(seq, { callerName: "late" })]);
    // Room is made from outside: a table that took space goes.
    const other = new Database(join(dir, "linebox.db"));
    other.exec("DELETE FROM call");
    other.close();
    await store.flushed();
    await until("alarm.cleared", "store-full");
    expect(heard.map((problem) => problem.code)).toEqual(["store-full", "store-full"]);
    expect(store.recover().tail).toHaveLength(290);
    expect(store.calls({ limit: 10 }).every((row) => row.callerName === "late")).toBe(true);
  });

  it("for long: keeps the newest of every row, drops only the journal, and a snapshot heals it", async () => {
    const dir = folder();
    const { hear, until } = ears();
    let wanted = () => {};
    const snapshotWanted = new Promise<void>((resolve) => {
      wanted = resolve;
    });
    let behindUntilThen = true;
    const wantSnapshot = () => {
      behindUntilThen &&= store.behind();
      wanted();
    };
    const store = await open(dir, { hear, waitingLimit: 40, wantSnapshot });
    store.append(event(1), [call(1, { callerName: "old" })]);
    await store.flushed();
    const other = new Database(join(dir, "linebox.db"));
    other.exec("BEGIN IMMEDIATE");
    for (let seq = 2; seq <= 11; seq++) store.append(event(seq), []);
    expect(store.behind()).toBe(true);
    for (let seq = 12; seq <= 300; seq++) store.append(event(seq), [call(seq % 5, { callerName: `at ${seq}` })]);
    await until("alarm.raised", "store-fault");
    other.exec("ROLLBACK");
    other.close();
    await snapshotWanted;
    expect(behindUntilThen).toBe(true);
    store.snapshot(300, '{"state":300}');
    store.append(event(301), [call(9)]);
    await store.flushed();
    await until("alarm.cleared", "store-behind");
    expect(store.behind()).toBe(false);
    await store.close();
    const again = await open(dir);
    expect(again.recover()).toMatchObject({ snapshot: { seq: 300 }, tail: [{ seq: 301 }] });
    const names = again.calls({}).map((row) => row.callerName);
    expect(names.toSorted()).toEqual(["at 296", "at 297", "at 298", "at 299", "at 300", undefined]);
  });
});

describe("a writer thread that dies", () => {
  it("is followed by another one, which writes what the first had in hand", async () => {
    const { hear, until } = ears();
    const post = vi.spyOn(Worker.prototype, "postMessage");
    cleanups.push(() => post.mockRestore());
    const store = await open(folder(), { hear });
    store.append(event(1), [call(1)]);
    await store.flushed();
    const thread = post.mock.contexts[0] as Worker;
    for (let seq = 2; seq <= 50; seq++) store.append(event(seq), [call(seq)]);
    await thread.terminate();
    for (let seq = 51; seq <= 60; seq++) store.append(event(seq), [call(seq)]);
    await until("alarm.raised", "store-fault");
    await store.flushed();
    await until("alarm.cleared", "store-fault");
    expect(store.recover().tail.map((entry) => entry.seq)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(store.calls({ limit: 100 })).toHaveLength(60);
    await store.markCleanStop();
  });
});

describe("reading", () => {
  it("lists calls newest first, page by page, without losing calls of the same moment", async () => {
    const store = await open(folder());
    const changes = Array.from({ length: 25 }, (_, n) =>
      call(n, { startedAtMs: 1_000 + Math.floor(n / 5), queue: (n % 2 ? "water" : "power") as QueueId, agent: "li" as AgentId }),
    );
    store.append(event(1), changes);
    await store.flushed();
    const seen: string[] = [];
    for (let beforeMs: number | undefined; ; ) {
      const page = store.calls({ limit: 3, ...(beforeMs === undefined ? {} : { beforeMs }) });
      if (page.length === 0) break;
      seen.push(...page.map((row) => row.id));
      beforeMs = page.at(-1)?.startedAtMs;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(store.calls({ queue: "water" })).toHaveLength(12);
    expect(store.calls({ agent: "wang" })).toHaveLength(0);
    expect(store.calls({ caller: "1013", agent: "li" }).map((row) => row.id)).toEqual(["call13"]);
  });

  it("shows a call with its trace and recordings, and which recordings are open", async () => {
    const store = await open(folder());
    const trace = (n: number): StoreChange => ({
      put: "trace",
      row: { call: "call1" as CallId, n, atMs: n, kind: "flow", words: { zh: "菜单", en: "menu" }, data: { n } },
    });
    const recording = (id: string, state: "recording" | "complete"): StoreChange => ({
      put: "recording",
      row: { id: id as RecordingId, call: "call1" as CallId, path: `recordings/${id}.wav`, kind: "call", startedAtMs: 5, state },
    });
    store.append(event(1), [
      call(1),
      trace(1),
      trace(0),
      recording("a", "recording"),
      recording("b", "recording"),
      recording("a", "complete"),
    ]);
    await store.flushed();
    const details = store.call("call1");
    expect(details?.trace.map((entry) => entry.n)).toEqual([0, 1]);
    expect(details?.recordings.map((row) => [row.id, row.state])).toEqual([
      ["a", "complete"],
      ["b", "recording"],
    ]);
    expect(store.unsettledRecordings().map((row) => row.id)).toEqual(["b"]);
    expect(store.recording("a")?.path).toBe("recordings/a.wav");
    expect(store.call("nobody")).toBeUndefined();
  });

  it("counts a queue's day from its rows", async () => {
    const store = await open(folder());
    const stay = (n: number, outcome: QueueRow["outcome"], waitMs: number, enteredAtMs = 10_000 + n): StoreChange => ({
      put: "queue",
      row: {
        call: `call${n}` as CallId,
        queue: "water" as QueueId,
        enteredAtMs,
        ...(outcome ? { outcome, waitMs, leftAtMs: enteredAtMs + waitMs } : {}),
      },
    });
    store.append(event(1), [
      stay(1, "answered", 20_000),
      stay(2, "answered", 20_001),
      stay(3, "answered", 4_999),
      stay(4, "abandoned", 4_999),
      stay(5, "abandoned", 5_000),
      stay(6, "overflow", 60_000),
      stay(7, undefined, 0),
      stay(8, "answered", 1, 9_999),
    ]);
    await store.flushed();
    expect(store.queueToday("water", 10_000, 20, 5)).toEqual({
      offered: 7,
      answered: 3,
      abandoned: 1,
      shortAbandoned: 1,
      serviceLevel: 2 / 6,
      averageAnswerSec: 15,
    });
    expect(store.queueToday("power", 0, 20, 5)).toEqual({ offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0 });
    expect(store.recentWaits("water", 3)).toEqual([4_999, 20_001, 20_000]);
    expect(store.queueRows("water", 10_004).map((row) => row.call)).toEqual(["call7", "call6", "call5", "call4"]);
  });

  it("keeps an agent's history and alarms, open ones first, with who acknowledged them", async () => {
    const store = await open(folder());
    const alarm = (id: string, raisedAtMs: number, clearedAtMs?: number): StoreChange => ({
      put: "alarm",
      row: {
        id,
        code: "c",
        subject: "s",
        severity: "error",
        words: { zh: "中", en: "en" },
        raisedAtMs,
        count: 1,
        ...(clearedAtMs ? { clearedAtMs } : {}),
      } satisfies AlarmRow,
    });
    const agent = "li" as AgentId;
    store.append(event(1), [
      alarm("a", 1),
      alarm("b", 2, 9),
      alarm("c", 3),
      { put: "agent-state", row: { agent, state: "ready", fromMs: 5 } },
      { put: "agent-state", row: { agent, state: "ready", fromMs: 5, toMs: 9 } },
      { put: "agent-state", row: { agent, state: "not-ready", reason: "lunch", fromMs: 9 } },
    ]);
    await store.flushed();
    expect(store.agentHistory("li")).toEqual([
      { agent, state: "not-ready", reason: "lunch", fromMs: 9 },
      { agent, state: "ready", fromMs: 5, toMs: 9 },
    ]);
    const over = alarm("a", 1, 20) as Extract<StoreChange, { put: "alarm" }>;
    const seen = { acknowledgedBy: "wang", acknowledgedAtMs: 10, acknowledgedHow: "phone" } as const;
    const note = { id: "n1", alarm: "a", atMs: 10, kind: "acknowledged", by: "wang", words: { zh: "确认", en: "Seen" } } as const;
    store.append(event(2), [
      { put: "alarm", row: { ...over.row, ...seen } },
      { put: "alarm-note", row: note },
      { put: "alarm-note", row: { ...note, id: "n0", atMs: 1, kind: "raised" } },
    ]);
    await store.flushed();
    expect(store.alarms().map((row) => [row.id, row.acknowledgedBy])).toEqual([
      ["c", undefined],
      ["b", undefined],
      ["a", "wang"],
    ]);
    expect(store.alarm("a")).toMatchObject(seen);
    expect(store.alarm("z")).toBeUndefined();
    expect(store.alarmNotes("a").map((n) => n.id)).toEqual(["n0", "n1"]);
    expect(store.alarmHistory({ beforeMs: 3, limit: 1 }).map((row) => row.id)).toEqual(["b"]);
    expect(store.alarmHistory({ text: "EN", severity: "error" }).map((row) => row.id)).toEqual(["c", "b", "a"]);
    expect(store.alarmHistory({ text: "100%" })).toEqual([]);
    const codes = [...new Set(store.alarms().map((row) => row.code))];
    expect(store.alarmHistory({ codes }).map((row) => row.id)).toEqual(["c", "b", "a"]);
    expect(store.alarmHistory({ codes: ["disk-low"], severity: "error" })).toEqual([]);
  });
});

describe("settings", () => {
  it("takes one change of two made from the same revision, and keeps every revision", async () => {
    const dir = folder();
    const store = await open(dir);
    expect(store.settings()).toBeUndefined();
    expect(await store.saveSettings(site("one"), "box", 0)).toBe(1);
    const both = await Promise.allSettled([
      store.saveSettings(site("two"), "li", 1),
      store.saveSettings(site("three"), "wang", 1),
    ]);
    expect(both).toMatchObject([
      { status: "fulfilled", value: 2 },
      { status: "rejected", reason: { code: "revision-changed" } },
    ]);
    await store.close();
    const again = await open(dir);
    expect(again.settings()).toMatchObject({ revision: 2, document: site("two"), by: "li" });
    expect(again.settingsAt(1)?.document).toEqual(site("one"));
    expect(again.settingsHistory(10).map((row) => [row.revision, row.by])).toEqual([
      [2, "li"],
      [1, "box"],
    ]);
  });

  it("a change that waits to be confirmed still waits after a restart", async () => {
    const dir = folder();
    const store = await open(dir);
    await store.saveSettings(site("one"), "box", 0);
    await store.saveSettings(site("two"), "li", 1, 120_000);
    await store.close();
    const again = await open(dir);
    expect(again.settings()?.pending).toEqual({ confirmByMs: 120_000, returnTo: 1 });
    await expect(again.confirmSettings(1)).rejects.toMatchObject({ code: "not-found" });
    await again.confirmSettings(2);
    expect(again.settings()?.pending).toBeUndefined();
    await expect(again.confirmSettings(2)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("secrets", () => {
  it("come back after a restart and are not readable in the files", async () => {
    const dir = folder();
    const store = await open(dir);
    const value = JSON.stringify({ md5: "939e7578ed9e3c518a452acee763bce9", sha256: "密" });
    await store.putSecret("phone", "801", "first");
    await store.putSecret("phone", "801", value);
    await store.putSecret("trunk", "carrier", "tr0ub4dor");
    await store.close();
    expect(readFileSync(join(dir, "linebox.db")).includes("tr0ub4dor")).toBe(false);
    const again = await open(dir);
    expect(again.secret("phone", "801")).toBe(value);
    expect(again.secretIds("trunk")).toEqual(["carrier"]);
    expect(again.secret("trunk", "801")).toBeUndefined();
    await again.dropSecret("phone", "801");
    expect(again.secretIds("phone")).toEqual([]);
  });

  it("can't be read with another key, nor moved to another name; an alarm says so", async () => {
    const dir = folder();
    const store = await open(dir);
    await store.putSecret("trunk", "a", "one");
    await store.close();
    const db = new Database(join(dir, "linebox.db"));
    db.exec("INSERT INTO secret SELECT kind, 'b', nonce, sealed FROM secret");
    db.close();
    const moved = ears();
    const again = await open(dir, { hear: moved.hear });
    expect(again.secret("trunk", "a")).toBe("one");
    expect(again.secret("trunk", "b")).toBeUndefined();
    expect(moved.heard.map((problem) => problem.code)).toEqual(["secrets-unreadable"]);
    await again.close();
    rmSync(join(dir, "box.key"));
    const lost = ears();
    expect((await open(dir, { hear: lost.hear })).secret("trunk", "a")).toBeUndefined();
    expect(lost.heard).toHaveLength(1);
  });
});

describe("users and sessions", () => {
  const admin = { user: "admin", name: "管理员", role: "administrator" as const };

  it("only one of two can be first, and the last administrator stays", async () => {
    const store = await open(folder());
    const both = await Promise.all([
      store.createFirstUser(admin, "correct horse"),
      store.createFirstUser({ ...admin, user: "root" }, "battery staple"),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
    const [first] = store.users();
    expect(store.users()).toHaveLength(1);
    const { user, name } = first!;
    await expect(store.deleteUser(user)).rejects.toMatchObject({ code: "last-administrator" });
    await expect(store.putUser({ user, name, role: "agent" })).rejects.toMatchObject({ code: "last-administrator" });
    await store.putUser({ user: "second", name: "Second", role: "administrator" }, "another password");
    await store.putUser({ user, name, role: "agent", agent: "li" });
    expect(store.user(user.toUpperCase())).toMatchObject({ user, role: "agent", agent: "li", language: "zh" });
    await store.deleteUser(user);
    expect(store.users().map((row) => row.user)).toEqual(["second"]);
  });

  it("checks passwords against a hash that carries its parameters", async () => {
    const dir = folder();
    const store = await open(dir);
    await store.createFirstUser(admin, "correct horse");
    expect(await store.checkPassword("ADMIN", "correct horse")).toMatchObject({ user: "admin" });
    expect(await store.checkPassword("admin", "correct hors")).toBeUndefined();
    expect(await store.checkPassword("nobody", "correct horse")).toBeUndefined();
    await expect(store.putUser({ user: "new", name: "New", role: "agent" })).rejects.toMatchObject({ code: "not-found" });
    await store.close();
    const db = new Database(join(dir, "linebox.db"), { readonly: true });
    expect(db.prepare("SELECT password FROM user").pluck().get()).toMatch(/^scrypt\$32768\$8\$1\$[^$]{24}\$[^$]{44}$/);
    db.close();
  });

  it("a session lasts over a restart, is kept as a hash, and ends with the password that opened it", async () => {
    const dir = folder();
    let nowMs = 1_000;
    const store = await open(dir, { nowMs: () => nowMs });
    await store.createFirstUser(admin, "correct horse");
    const [here, there] = [await store.openSession("admin", "10.0.0.1"), await store.openSession("admin", "10.0.0.2")];
    await store.close();
    expect(readFileSync(join(dir, "linebox.db")).includes(here)).toBe(false);
    nowMs = 90_000;
    const again = await open(dir, { nowMs: () => nowMs });
    expect(again.session(here)).toMatchObject({ user: { user: "admin" }, createdAtMs: 1_000, seenAtMs: 1_000 });
    again.touchSession(here);
    await again.flushed();
    expect(again.session(here)?.seenAtMs).toBe(90_000);
    await again.setPassword("admin", "new password 1", here);
    expect(again.session(there)).toBeUndefined();
    expect(again.session(here)).toBeDefined();
    await again.dropSession(here);
    expect(again.session(here)).toBeUndefined();
    const idle = await again.openSession("admin", "10.0.0.1");
    await again.dropSessionsIdleSince(90_000);
    expect(again.session(idle)).toBeUndefined();
  });

  it("sign-in works while the disk takes nothing", async () => {
    const dir = folder();
    const { hear, until } = ears();
    const store = await open(dir, { hear });
    await store.createFirstUser(admin, "correct horse");
    const other = new Database(join(dir, "linebox.db"));
    other.exec("BEGIN IMMEDIATE");
    const token = await store.openSession("admin", "10.0.0.1");
    await until("alarm.raised", "store-fault");
    expect(store.session(token)?.user.user).toBe("admin");
    other.exec("ROLLBACK");
    other.close();
    await store.dropSession(token);
    expect(store.session(token)).toBeUndefined();
  });

  it("keeps an audit row for every change, newest first", async () => {
    const store = await open(folder(), { nowMs: () => 77 });
    store.audit({ who: "admin", address: "10.0.0.1", what: "putSettings", subject: "", outcome: "ok" });
    store.audit({ who: "li", address: "10.0.0.2", what: "login", subject: "li", outcome: "wrong-password" });
    await store.flushed();
    expect(store.auditRows(10)).toEqual([
      { atMs: 77, who: "li", address: "10.0.0.2", what: "login", subject: "li", outcome: "wrong-password" },
      { atMs: 77, who: "admin", address: "10.0.0.1", what: "putSettings", subject: "", outcome: "ok" },
    ]);
  });
});
