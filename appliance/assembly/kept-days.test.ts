import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptiedCall } from "../contract/emptied-call.ts";
import type { FigureRow } from "../contract/figures.ts";
import type { CallRecord, StoreChange } from "../contract/records.ts";
import type { Settings } from "../contract/settings.ts";
import type { ShiftRow } from "../contract/shift.ts";
import { defaultSettings } from "../core/settings/default-settings.ts";
import { callOps } from "../edge/store/call-keeping.ts";
import { figurePartOps } from "../edge/store/figure-part-ops.ts";
import { figureParts } from "../edge/store/figure-parts.ts";
import { figureReader } from "../edge/store/figure-reader.ts";
import { migrate } from "../edge/store/migrate.ts";
import { changeWriter, pendingChange } from "../edge/store/put-change.ts";
import { shiftOps } from "../edge/store/shift-ops.ts";
import { shiftReader } from "../edge/store/shift-store.ts";
import type { AgentId, CallId, QueueId } from "../kit/ids.ts";
import { FiguresDesk } from "./figures-desk.ts";
import { KeptDays } from "./kept-days.ts";
import { ShiftCounter } from "./shift-counter.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Local midnight in Shanghai. */
const startMs = Date.UTC(2026, 2, 1, 16);
const days = 3;
const db = new Database(":memory:");
migrate(db, join(import.meta.dirname, "../edge/store/migrations"), 0);
const put = changeWriter(db);
const ops = figurePartOps(db);
const shifts = shiftOps(db);
const retention = callOps(db);
const reader = { ...figureReader(db), ...figureParts(db), ...shiftReader(db) };
// Who calls again within a day was not helped: so days become known while the test looks on.
const settings = { ...defaultSettings("Kept", "en"), queues: [], agents: [], targets: { repeatDays: 1 } } as unknown as Settings;
const parts = () => db.prepare("SELECT count(*) FROM figure_part").pluck().get() as number;
let nowMs = 0;
let [read, kept] = [0, 0];
const keptDays = new KeptDays({
  horizon: reader.figureHorizon,
  part: (...key) => {
    const found = reader.figurePart(...key);
    if (found !== undefined) read++;
    return found;
  },
  stillWaiting: reader.stillWaiting,
  raise: async (untilMs) => void ops.horizon(untilMs),
  keep: async (late, made) => {
    const result = ops.keep(late, made);
    const n = "done" in result ? result.done : 0;
    kept += n;
    return n === made.length;
  },
});
const clock = { nowMs: () => nowMs };
const fresh = new FiguresDesk(reader, () => settings, clock, new ShiftCounter(reader));
const quick = new FiguresDesk(reader, () => settings, clock, new ShiftCounter(reader), keptDays);

const at = fc.integer({ min: 0, max: days * 24 * 60 }).map((minute) => startMs + minute * 60_000);
const queue = fc.constantFrom("a" as QueueId, "b" as QueueId);
const agent = fc.constantFrom("li" as AgentId, "wang" as AgentId);
const call = fc.integer({ min: 0, max: 12 }).map((n) => `c${n}` as CallId);
const span = fc.integer({ min: 0, max: 30 * 60 }).map((minutes) => minutes * 60_000);
const end = fc.option(span, { nil: undefined });

/** One row, of any time: most of them late, some again as they were, some changed. */
type Change =
  | StoreChange
  | { shift: ShiftRow }
  | { drop: string }
  | { again: number; ms: number }
  | { story: StoreChange[] }
  | { empty: true };

/** All that one call leaves behind, of which a part may come another time: who waits, talks, is put on hold, passed on, asked, and calls again. */
const story: fc.Arbitrary<{ story: StoreChange[] }> = fc
  .record({
    n: fc.integer({ min: 20, max: 60 }),
    at,
    agent,
    queue,
    caller: fc.constantFrom("138", "139", ""),
    line: fc.constantFrom("trunk", "port"),
    waitMs: fc.integer({ min: 0, max: 90 }).map((min) => min * 60_000),
    talkMs: fc.constantFrom(5_000, 60_000, 3_600_000),
    held: fc.boolean(),
    passed: fc.boolean(),
    settled: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
    come: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  })
  .map(({ n, at: startedAtMs, agent: by, queue: of, caller, line, waitMs, talkMs, held, passed, settled, come }) => {
    const id = `c${n}` as CallId;
    const other = (by === "li" ? "wang" : "li") as AgentId;
    const talkFromMs = startedAtMs + waitMs;
    const endedAtMs = talkFromMs + talkMs;
    const handled = (who: AgentId, fromMs: number) => ({
      put: "handling" as const,
      row: {
        ...{ agent: who, call: id, queue: of, offeredAtMs: startedAtMs, talkFromMs: fromMs, doneAtMs: endedAtMs },
        ...{ ringMs: 1, talkMs, holdMs: held ? 5 : 0, wrapMs: 2 },
      },
    });
    const rows: (StoreChange | false)[] = [
      {
        put: "call",
        row: {
          ...{
            id,
            direction: "in",
            line,
            caller,
            called: "1",
            language: "zh",
            startedAtMs,
            answeredAtMs: startedAtMs,
            queue: of,
          },
          ...{ endedAtMs, endedBy: "caller", fields: [], legs: [] },
        },
      },
      {
        put: "queue",
        row: { call: id, queue: of, enteredAtMs: startedAtMs, leftAtMs: talkFromMs, waitMs, outcome: "answered", agent: by },
      },
      handled(by, talkFromMs),
      held && { put: "agent-state", row: { agent: by, state: "hold", fromMs: endedAtMs - 5, toMs: endedAtMs } },
      passed && handled(other, talkFromMs + 1_000),
      settled !== undefined && {
        put: "score",
        row: {
          call: id,
          question: "settled",
          survey: "s",
          kind: "closed",
          value: settled,
          language: "zh",
          atMs: endedAtMs + 30 * hourMs,
        },
      },
    ];
    return { story: rows.filter((row, i): row is StoreChange => row !== false && come[i]!) };
  });
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ again: fc.nat(40), ms: span }) },
  { weight: 10, arbitrary: story },
  fc.constant({ empty: true as const }),
  fc.record({ call, queue, at, end, agent }).map(({ end: ms, at: enteredAtMs, ...row }) => ({
    put: "queue" as const,
    row: {
      ...row,
      enteredAtMs,
      ...(ms === undefined
        ? {}
        : { leftAtMs: enteredAtMs + ms, waitMs: ms, outcome: ms % 120_000 ? ("answered" as const) : ("abandoned" as const) }),
    },
  })),
  fc.record({ agent, call, queue, at, ms: span }).map(({ at: offeredAtMs, ms, ...row }) => ({
    put: "handling" as const,
    row: {
      ...row,
      offeredAtMs,
      talkFromMs: offeredAtMs,
      doneAtMs: offeredAtMs + ms,
      ringMs: 1,
      talkMs: ms,
      holdMs: ms % 7,
      wrapMs: 2,
    },
  })),
  fc.record({ agent, call, queue, at }).map(({ at: atMs, ...row }) => ({
    put: "offer" as const,
    row: { ...row, atMs, ringMs: 3, how: "missed" as const },
  })),
  fc.record({ id: call, at, end }).map(({ id, at: startedAtMs, end: ms }) => ({
    put: "call" as const,
    row: {
      id,
      direction: "in" as const,
      line: "trunk",
      caller: "138",
      called: "1",
      language: "zh" as const,
      startedAtMs,
      ...(ms === undefined ? {} : { answeredAtMs: startedAtMs, endedAtMs: startedAtMs + ms }),
      fields: [],
      legs: [],
    },
  })),
  fc.record({ call, at, value: fc.integer({ min: 1, max: 5 }) }).map(({ call: of, at: atMs, value }) => ({
    put: "score" as const,
    row: { call: of, question: "q", survey: "s", kind: "scale" as const, value, language: "zh" as const, atMs },
  })),
  fc
    .record({
      agent,
      at,
      end,
      state: fc.constantFrom("ready", "not-ready", "talking", "logged-out"),
      reason: fc.option(fc.constantFrom("lunch", "meeting"), { nil: undefined }),
    })
    .map(({ end: ms, at: fromMs, reason, ...row }) => ({
      put: "agent-state" as const,
      row: { ...row, fromMs, ...(reason ? { reason } : {}), ...(ms === undefined ? {} : { toMs: fromMs + ms }) },
    })),
  fc.record({ agent, at }).map(({ agent: of, at: fromMs }) => ({
    shift: {
      agent: of,
      date: "x",
      fromMs,
      toMs: fromMs + 8 * hourMs,
      breaks: [{ fromMs: fromMs + hourMs, toMs: fromMs + 2 * hourMs, reason: "lunch", paid: true }],
    },
  })),
  fc.constantFrom("queue_stay", "handling", "offer", "call", "score", "agent_state", "shift").map((drop) => ({ drop })),
);

let written: (StoreChange | { shift: ShiftRow })[] = [];
/** The same row, ended at another time, or with another result. */
function changed(what: StoreChange | { shift: ShiftRow }, ms: number): StoreChange | { shift: ShiftRow } {
  if ("shift" in what) return { shift: { ...what.shift, toMs: what.shift.fromMs + 1 + ms } };
  switch (what.put) {
    case "queue":
      return { ...what, row: { ...what.row, leftAtMs: what.row.enteredAtMs + ms, waitMs: ms, outcome: "answered" } };
    case "agent-state":
      return { ...what, row: { ...what.row, toMs: what.row.fromMs + ms, ...(ms % 120_000 ? {} : { reason: "meeting" }) } };
    case "handling":
      return { ...what, row: { ...what.row, talkMs: ms } };
    case "offer":
      return { ...what, row: { ...what.row, how: "answered" } };
    case "score":
      return { ...what, row: { ...what.row, value: 1 + (ms % 5) } };
    case "call":
      return { ...what, row: { ...what.row, endedAtMs: what.row.startedAtMs + ms, connectedAtMs: what.row.startedAtMs } };
    default:
      return what;
  }
}

/** All calls lose what the rule of how long they are kept takes from them: what was counted must stay. */
function emptyAll(): void {
  type Row = { id: string; caller: string; doc: string };
  const calls = db.prepare<[], Row>(
    "SELECT id, caller, doc FROM call WHERE doc ->> '$.emptiedAtMs' IS NULL AND ended_ms IS NOT NULL",
  );
  const rows = calls.all().map(({ id, caller, doc }) => ({
    id,
    caller: /[0-9]/.test(caller) ? `~0${caller}` : caller,
    doc: JSON.stringify(emptiedCall(JSON.parse(doc) as CallRecord, nowMs)),
  }));
  retention.empty(rows, nowMs);
  // What has gone does not come back.
  written = written.filter((row) => "shift" in row || row.put !== "call");
}

function change(what: Change): void {
  if ("story" in what) return what.story.forEach(change);
  if ("empty" in what) return emptyAll();
  if ("drop" in what) {
    const key = { queue_stay: "entered_ms", offer: "at_ms", call: "id", score: "at_ms", shift: "from_ms" }[what.drop] ?? "agent";
    db.exec(`DELETE FROM ${what.drop} WHERE ${key} = (SELECT min(${key}) FROM ${what.drop})`);
    return;
  }
  const row = "again" in what ? written.at(-1 - what.again) : what;
  if (!row) return;
  const now = "again" in what ? changed(row, what.ms) : row;
  if ("shift" in now) shifts.put({ op: "shifts.put", add: [now.shift], drop: [], by: "test", atMs: 0 });
  else put(pendingChange(now));
  written.push(now);
}

const figures =
  "firstContactResolution,transferRate,heldAbandonment,serviceLevel:of-offered-less-short-talks,offered,serviceLevel,averageWait:of-all,longestWaitMs,waiting,connectRateIn,handleTime,offersMade,callsIn,csat,loggedInMs,notReadyMs,adherence,shrinkage";
const questions = [
  { interval: "day" as const },
  { interval: "all" as const, by: "agent" as const },
  { interval: "60" as const, by: "queue" as const },
  { interval: "hour-of-day" as const },
  { interval: "day" as const, by: "reason" as const },
  { interval: "all" as const, agent: "li" },
  { interval: "day" as const, withinSec: 600 },
  { interval: "day" as const, by: "line" as const },
  { interval: "day" as const, by: "agent" as const },
  { interval: "60" as const, line: "port" },
];
/** What a report holds, not in which order it was found. */
const sorted = (report: object) =>
  "rows" in report
    ? (report.rows as FigureRow[]).toSorted((a, b) => a.fromMs - b.fromMs || ((a.key ?? "") < (b.key ?? "") ? -1 : 1))
    : report;

const li = "li" as AgentId;
const endMs = startMs + 11 * hourMs;
const one: CallRecord = {
  ...{ id: "c1" as CallId, direction: "in", line: "trunk", caller: "138", called: "1", language: "zh", queue: "a" as QueueId },
  ...{ startedAtMs: endMs - hourMs, endedAtMs: endMs, endedBy: "caller", fields: [], legs: [] },
};
const talk = {
  ...{ agent: li, call: one.id, queue: "a" as QueueId, offeredAtMs: one.startedAtMs, talkFromMs: one.startedAtMs + 60_000 },
  ...{ doneAtMs: endMs, ringMs: 1, talkMs: hourMs, holdMs: 5, wrapMs: 2 },
};

describe("days that are over", () => {
  it("are kept as what their rows say, whatever row comes late, is changed or goes", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyChange, { minLength: 5, maxLength: 30 }),
        fc.array(fc.tuple(fc.array(anyChange, { minLength: 1, maxLength: 3 }), fc.integer({ min: 40, max: days * 24 + 4 })), {
          minLength: 4,
          maxLength: 7,
        }),
        fc.nat(questions.length - 1),
        async (first, steps, which) => {
          for (const table of ["call", "queue_stay", "handling", "offer", "agent_state", "score", "shift", "figure_part"])
            db.exec(`DELETE FROM ${table}`);
          db.exec("UPDATE figure_horizon SET until_ms = 0, late = 0");
          written = [];
          for (const what of first) change(what);
          let hours = 0;
          for (const [more, later] of steps) {
            for (const what of more) change(what);
            // Time goes on, and nothing is asked twice at one moment alone.
            hours = Math.max(hours, later);
            nowMs = startMs + hours * hourMs;
            const question = { from: String(startMs), to: String(startMs + days * dayMs), figures, ...questions[which]! };
            const expected = sorted(await fresh.figures(question));
            for (let twice = 0; twice < 2; twice++) expect(sorted(await quick.figures(question))).toEqual(expected);
          }
        },
      ),
      { numRuns: 20 },
    );
    // It was worth trying.
    expect(kept).toBeGreaterThan(200);
    expect(read).toBeGreaterThan(200);
  });

  it.each<[what: string, late: StoreChange, by?: "line"]>([
    ["he rang off on hold", { put: "agent-state", row: { agent: li, state: "hold", fromMs: endMs - 5, toMs: endMs } }],
    [
      "he says the next day that nothing is settled",
      {
        put: "score",
        row: { call: one.id, question: "q", survey: "s", kind: "closed", value: 2, language: "zh", atMs: endMs + 30 * hourMs },
      },
    ],
    ["he has called again", { put: "call", row: { ...one, id: "c2" as CallId, startedAtMs: endMs + hourMs } }],
    ["a colleague had the call, too", { put: "handling", row: { ...talk, agent: "wang" as AgentId, talkFromMs: endMs } }],
    ["the talk was short", { put: "handling", row: { ...talk, talkMs: 1_000 } }],
    ["it came by another line", { put: "call", row: { ...one, line: "port" } }, "line"],
  ])("are counted anew when it comes out late that %s", async (_, late, by) => {
    for (const table of ["call", "queue_stay", "handling", "offer", "agent_state", "score", "shift", "figure_part"])
      db.exec(`DELETE FROM ${table}`);
    db.exec("UPDATE figure_horizon SET until_ms = 0, late = 0");
    nowMs = startMs + days * dayMs;
    put(pendingChange({ put: "call", row: one }));
    const stay = { call: one.id, queue: talk.queue, enteredAtMs: one.startedAtMs, leftAtMs: talk.talkFromMs, waitMs: 60_000 };
    put(pendingChange({ put: "queue", row: { ...stay, outcome: "answered", agent: li } }));
    put(pendingChange({ put: "handling", row: talk }));
    const question = {
      from: String(startMs),
      to: String(startMs + 2 * dayMs),
      interval: "day" as const,
      figures,
      ...(by ? { by } : {}),
    };
    const before = await quick.figures(question);
    expect(before).toEqual(await fresh.figures(question));
    const held = db.prepare("SELECT DISTINCT source FROM figure_part").pluck().all();
    expect(held).toEqual(expect.arrayContaining(["contact", "held-end", "passed-on", ...(by ? [] : ["stay-talk"])]));
    put(pendingChange(late));
    const after = await fresh.figures(question);
    expect(after).not.toEqual(before);
    expect(await quick.figures(question)).toEqual(after);
  });

  it("what was counted while a row came late is not kept", async () => {
    for (const table of ["queue_stay", "figure_part"]) db.exec(`DELETE FROM ${table}`);
    db.exec("UPDATE figure_horizon SET until_ms = 0");
    nowMs = startMs + 2 * dayMs;
    ops.horizon(startMs + dayMs);
    const { late } = reader.figureHorizon();
    const row = { call: "c1" as CallId, queue: "a" as QueueId, enteredAtMs: startMs + hourMs };
    put(pendingChange({ put: "queue", row }));
    const part = { source: "stay", shape: "x", fromMs: startMs, toMs: startMs + dayMs, counts: "[]" };
    expect(ops.keep(late, [part])).toEqual({ done: 0 });
    expect(ops.keep(late + 1, [part, { ...part, toMs: startMs + dayMs + 1 }])).toEqual({ done: 1 });
    expect(parts()).toBe(1);
    put(pendingChange({ put: "queue", row: { ...row, leftAtMs: startMs + 2 * hourMs } }));
    expect(parts()).toBe(0);
  });
});
