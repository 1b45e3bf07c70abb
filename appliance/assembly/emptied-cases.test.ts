import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ItemRow } from "../contract/items.ts";
import type { CallRecord, StoreChange } from "../contract/records.ts";
import type { MessageEvent, MessageRow } from "../contract/voicemail.ts";
import { newMessages } from "../core/messages/messages-state.ts";
import { loadMessages, stepMessages } from "../core/messages/step-messages.ts";
import { defaultSettings } from "../core/settings/default-settings.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import type { AgentId, CallId, QueueId, RecordingId } from "../kit/ids.ts";
import { emptyOld } from "./housekeeping.ts";

const dayMs = 86_400_000;
const nowMs = 1_000 * dayMs;
const beforeMs = nowMs - 100 * dayMs;
const settings = defaultSettings("Works", "en");
const bounds = { inTimeMs: 20_000, shortMs: 5_000, limitWaitMs: 60_000, shortTalkMs: 10_000, repeatMs: dayMs };

/** What lies about a call. Days are days ago. */
type Case = {
  days: number;
  keeps: "nothing" | "hold" | "recording";
  item: { kind: "low-score" | "complaint-recording" | "reminder"; state: "open" | "done"; doneDays: number };
  callback: "waiting" | "done" | "failed";
  message: "new" | "heard" | "saved" | "deleted";
  emergency: "open" | "cleared";
};
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const cases = fc.array(
  fc.record<Case>({
    days: oneOf("5", "300", "301").map(Number),
    keeps: oneOf("nothing", "nothing", "hold", "recording"),
    item: fc.record({
      kind: oneOf("low-score", "complaint-recording", "reminder"),
      state: oneOf("open", "done", "done"),
      doneDays: oneOf("4", "150").map(Number),
    }),
    callback: oneOf("waiting", "done", "failed"),
    message: oneOf("new", "heard", "saved", "deleted"),
    emergency: oneOf("open", "cleared"),
  }),
  { minLength: 8, maxLength: 16 },
);

const numberOf = (n: number): string => `1380013${8000 + n}`;
const groupsOf = (n: number): string => `138 0013 ${8000 + n}`;
const nameOf = (n: number): string => `Caller-named-${"abcdefghijklmnop"[n]}`;
const text = (n: number) => ({ zh: `${nameOf(n)} ${numberOf(n)}`, en: `${nameOf(n)} ${numberOf(n)}` });

function rowsOf(one: Case, n: number): StoreChange[] {
  const [call, recording] = [`c${n}` as CallId, `r${n}` as RecordingId];
  const atMs = nowMs - one.days * dayMs;
  const [caller, callerName] = [numberOf(n), nameOf(n)];
  const fields = [{ key: "meter", value: caller, sensitive: false }] as unknown as CallRecord["fields"];
  const record: CallRecord = {
    ...{ id: call, direction: "in", line: "trunk", caller, callerName, called: "96100", language: "zh", startedAtMs: atMs },
    ...{ endedAtMs: atMs + 60_000, endReason: "hangup", endedBy: "caller", answeredAtMs: atMs + 1, fields, callback: `b${n}` },
    legs: [{ leg: `${call}/1` as never, who: caller }],
  };
  const doneAtMs = nowMs - Math.min(one.days, one.item.doneDays) * dayMs;
  const over = one.callback !== "waiting";
  const stay = {
    queue: "hotline" as QueueId,
    call,
    enteredAtMs: atMs,
    leftAtMs: atMs + 9_000,
    outcome: "callback" as const,
    waitMs: 9_000,
  };
  return [
    { put: "call", row: { ...record, endedAtMs: undefined as never } },
    { put: "call", row: record },
    { put: "trace", row: { call, n: 1, atMs, kind: "line", words: text(n), data: { caller } } },
    {
      put: "recording",
      row: {
        ...{ id: recording, call, path: `recordings/r${n}.wav`, kind: "voicemail", startedAtMs: atMs },
        state: one.keeps === "recording" ? "complete" : "deleted",
      },
    },
    {
      put: "item",
      row: {
        ...{
          id: `i${n}`,
          kind: one.item.kind,
          state: one.item.state,
          // The box itself names callers in complaints alone.
          words: one.item.kind === "low-score" ? { zh: numberOf(n), en: numberOf(n) } : text(n),
          note: text(n).en,
          madeAtMs: atMs,
          madeBy: "box",
        },
        ...{ number: caller, call, ...(one.item.state === "done" ? { doneBy: "li", doneAtMs } : {}) },
      },
    },
    {
      put: "callback",
      row: {
        ...{
          id: `b${n}`,
          number: caller,
          name: callerName,
          language: "zh",
          queue: "hotline" as QueueId,
          call,
          requestedAtMs: atMs,
        },
        ...{
          placedAtMs: atMs,
          state: one.callback,
          attempts: [],
          ...(over ? { endedAtMs: atMs + 1, agent: "li" as AgentId } : {}),
        },
      },
    },
    { put: "message", row: messageOf(one, n) },
    {
      put: "alarm",
      row: {
        ...{ id: `a${n}`, code: "emergency", subject: caller, severity: "critical", words: text(n), raisedAtMs: atMs, count: 1 },
        ...(one.emergency === "cleared" ? { clearedAtMs: atMs + 1 } : {}),
      },
    },
    { put: "alarm-note", row: { id: `n${n}`, alarm: `a${n}`, atMs, kind: "raised", words: text(n) } },
    // Of a call that was held for long.
    {
      put: "alarm",
      row: {
        id: `h${n}`,
        code: "hold-long",
        subject: call,
        severity: "warning",
        words: text(n),
        raisedAtMs: atMs,
        clearedAtMs: atMs + 1,
        count: 1,
      },
    },
    {
      put: "alarm-note",
      row: { id: `hn${n}`, alarm: `h${n}`, atMs, kind: "comment", words: { zh: groupsOf(n), en: groupsOf(n) } },
    },
    {
      put: "mail",
      row: {
        id: `m${n}`,
        to: "a@b.cn",
        subject: text(n).en,
        text: text(n).en,
        madeAtMs: atMs,
        state: "sent",
        tries: 1,
        nextAtMs: atMs,
      },
    },
    { put: "score", row: { call, question: "q", survey: "s", kind: "scale", value: 1 + (n % 5), language: "zh", atMs } },
    { put: "queue", row: stay },
  ];
}

function messageOf(one: Case, n: number): MessageRow {
  const atMs = nowMs - one.days * dayMs;
  return {
    ...{
      id: `v${n}`,
      box: "box",
      call: `c${n}` as CallId,
      recording: `r${n}` as RecordingId,
      path: `recordings/r${n}.wav`,
      language: "zh",
    },
    ...{ caller: numberOf(n), callerName: nameOf(n), atMs, lengthMs: 5_000, changedAtMs: atMs, by: "li" },
    fields: [{ key: "meter", value: numberOf(n), sensitive: false }] as unknown as MessageRow["fields"],
    state: one.message === "saved" ? "heard" : one.message,
    ...(one.message === "saved" ? { kept: true } : {}),
    transcript: { state: "done", text: text(n).en, atMs },
  };
}

/** Why numbers of a call that is over its time may still be there. */
function reasons(one: Case): string[] {
  return [
    ...(one.item.state === "open" || one.item.doneDays < 100 ? ["item"] : []),
    ...(one.callback === "waiting" ? ["callback"] : []),
    ...(one.message === "new" || one.message === "saved" ? ["message"] : []),
    ...(one.emergency === "open" ? ["alarm", "alarm_note"] : []),
  ];
}

/** Every table as text, by its name; those of the search index too. */
function dump(dir: string): Map<string, string> {
  const db = new Database(join(dir, "linebox.db"), { readonly: true });
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    .pluck()
    .all();
  const shown = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString("latin1") : String(value));
  const texts = tables.map((table): [string, string] => [
    table,
    db
      .prepare<[], unknown[]>(`SELECT * FROM ${table}`)
      .raw()
      .all()
      .map((row) => row.map(shown).join("\t"))
      .join("\n"),
  ]);
  db.close();
  return new Map(texts);
}

/** All that is counted anywhere of these rows. */
function counted(store: Store, dir: string): string {
  const db = new Database(join(dir, "linebox.db"), { readonly: true });
  const rows = [
    "SELECT kind, state, made_ms, doc ->> '$.doneAtMs' FROM item ORDER BY id",
    "SELECT queue, state, requested_ms, json_array_length(doc, '$.attempts') FROM callback ORDER BY id",
    "SELECT code, severity, raised_ms, cleared_ms, count FROM alarm ORDER BY id",
    "SELECT box, at_ms, doc ->> '$.lengthMs' FROM message ORDER BY id",
    "SELECT direction, started_ms, ended_ms, talk_ms, queue FROM call ORDER BY id",
  ].map((sql) => db.prepare(sql).raw().all());
  db.close();
  const figures = (["call", "stay", "score"] as const).map((source) => [
    ...store.figureCounts({ source, fromMs: 0, toMs: nowMs, nowMs, filter: {}, boundsOf: () => bounds }),
  ]);
  return JSON.stringify([rows, figures, store.scoreCounts({ fromMs: 0, toMs: nowMs })]);
}

async function filled(all: readonly Case[], dir: string): Promise<Store> {
  const store = await openStore({ dir, hear: () => {}, nowMs: () => nowMs });
  store.put(all.flatMap(rowsOf));
  const acts: Promise<number>[] = [];
  for (const [n, one] of all.entries()) {
    const [call, recording] = [`c${n}` as CallId, `r${n}` as RecordingId];
    if (one.keeps === "hold") acts.push(store.recordingAct({ act: "hold", call, reason: "court", by: "boss", atMs: 1 }));
    acts.push(store.recordingAct({ act: "note", recording, text: `rang ${groupsOf(n)} back`, by: "boss", madeAtMs: 1 }));
    acts.push(
      store.recordingAct({
        act: "access",
        recording,
        who: "boss",
        address: "10.0.0.1",
        how: "heard",
        reason: `complaint of ${numberOf(n)}`,
        atMs: 1,
      }),
    );
    store.audit({ who: "li", address: "10.0.0.1", what: "doneItem", subject: `i${n}`, outcome: "ok" });
  }
  await Promise.all(acts);
  await store.flushed();
  return store;
}

/** The timeline's part: what it keeps of messages is stepped as in the box, and written down. */
function boxOf(store: Store) {
  const state = newMessages();
  const { messages, greetings } = store.officeRows();
  loadMessages(state, messages, greetings);
  return {
    hear(event: MessageEvent) {
      const { effects } = stepMessages(state, event, { atMs: nowMs, settings });
      store.put(effects.flatMap((effect) => (effect.do === "store" ? [effect.change] : [])));
    },
    snapshot: () => store.snapshot(2, JSON.stringify(state)),
  };
}

test("after its time a call's number and name are nowhere in the database, but where an open case holds them; whatever is counted stays equal", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (all) => {
      const dir = mkdtempSync(join(tmpdir(), "linebox-emptied-"));
      const store = await filled(all, dir);
      try {
        const named = { on: "call.made", caller: all.map((_, n) => text(n).en) };
        store.append({ seq: 1, atMs: 1, event: named as never }, []);
        await store.flushed();
        const before = counted(store, dir);
        const box = boxOf(store);
        await emptyOld(store, beforeMs, box);
        box.snapshot();
        await store.flushed();
        expect(counted(store, dir)).toBe(before);
        const tables = dump(dir);
        for (const [n, one] of all.entries()) {
          const holders = [...tables].filter(([, said]) =>
            [numberOf(n), groupsOf(n), nameOf(n)].some((part) => said.includes(part)),
          );
          const over = one.days > 100 && one.keeps === "nothing";
          const allowed = [...reasons(one), ...(reasons(one).includes("message") ? ["snapshot"] : [])];
          const found = holders.map(([table]) => table);
          if (over) expect([n, one, found.filter((table) => !allowed.includes(table))]).toEqual([n, one, []]);
          // An open case keeps what it needs, a call that is young, held or to be heard all of itself.
          const kept = over ? reasons(one) : ["call", "trace", "item", "callback", "message", "recording_note"];
          expect([n, one, kept.filter((table) => !found.includes(table))]).toEqual([n, one, []]);
        }
        // Nothing more to do: what stays, stays for its reason.
        expect(await store.emptyCasesBefore(beforeMs)).toBe(0);
      } finally {
        await store.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 240_000);

test("a closed item says who did it and when, and no more of whom it was about", async () => {
  const dir = mkdtempSync(join(tmpdir(), "linebox-emptied-"));
  const one: Case = {
    ...{ days: 300, keeps: "nothing", callback: "done", message: "heard", emergency: "cleared" },
    item: { kind: "complaint-recording", state: "done", doneDays: 150 },
  };
  const store = await filled([one], dir);
  const words = { zh: `紧急情况：${nameOf(0)}`, en: `Emergency: ${nameOf(0)}` };
  const done = { state: "done", note: "", madeAtMs: 1, madeBy: "box", doneBy: "li", doneAtMs: 2 } as const;
  store.put([{ put: "item", row: { ...done, id: "e", kind: "alarm", alarm: "a0", words } }]);
  await store.flushed();
  await emptyOld(store, beforeMs, boxOf(store));
  expect(store.item("i0")).toEqual({
    ...{ id: "i0", kind: "complaint-recording", state: "done", words: { zh: "投诉留言", en: "Complaint left as a message" } },
    ...{
      note: "",
      madeAtMs: nowMs - 300 * dayMs,
      madeBy: "box",
      call: "c0" as CallId,
      doneBy: "li",
      doneAtMs: nowMs - 150 * dayMs,
    },
    emptiedAtMs: nowMs,
  } satisfies ItemRow);
  expect(store.item("e")).toMatchObject({ words: { en: "An emergency was reported.", zh: "登记了一起紧急情况。" } });
  expect(store.message("v0")).toMatchObject({ state: "deleted", by: "box", caller: "", fields: [], emptiedAtMs: nowMs });
  expect(store.callbacks({ number: numberOf(0) })).toEqual([]);
  expect(store.recordingNotes("r0")).toMatchObject([{ text: "rang … back" }]);
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});
