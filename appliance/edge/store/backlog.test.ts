import { describe, expect, it } from "vitest";
import { Backlog } from "./backlog.ts";
import type { WriterItem } from "./writer-message.ts";

const entry = (seq: number, ...keys: string[]): WriterItem => ({
  kind: "entry",
  seq,
  atMs: seq,
  event: `e${seq}`,
  changes: keys.map((key) => ({ key, put: "call", values: [`${key} of ${seq}`] })),
});

function drained(backlog: Backlog): WriterItem[] {
  const items: WriterItem[] = [];
  while (!backlog.empty) items.push(...backlog.take());
  return items;
}

describe("what waits to be written", () => {
  it("comes out in order, in batches", () => {
    const backlog = new Backlog(5_000);
    for (let seq = 1; seq <= 1_100; seq++) backlog.push(entry(seq));
    expect([backlog.take().length, backlog.take().length, backlog.take().length]).toEqual([500, 500, 100]);
    expect(backlog.takenUpTo).toBe(backlog.serial);
  });

  it("writes only the newest version of a row that changed several times in a batch, in the order of their last change", () => {
    const backlog = new Backlog(100);
    backlog.push(entry(1, "call 1", "trace 1"));
    backlog.push(entry(2, "call 1", "call 2", "call 1"));
    backlog.push(entry(3, "call 2"));
    const rows = backlog.take().map((item) => (item.kind === "entry" ? item.changes.flatMap((change) => change.values) : []));
    expect(rows).toEqual([["trace 1 of 1"], ["call 1 of 2"], ["call 2 of 3"]]);
  });

  it("holds one heartbeat and one snapshot, whatever time passes", () => {
    const backlog = new Backlog(100);
    for (let n = 0; n < 1_000; n++) {
      backlog.push({ kind: "alive", atMs: n });
      backlog.push({ kind: "snapshot", seq: n, json: "" });
    }
    expect(drained(backlog).map((item) => item.kind)).toEqual(["alive", "snapshot"]);
  });

  it("at the limit lets go of the journal and of superseded rows, never of a row", () => {
    const backlog = new Backlog(10);
    for (let seq = 1; seq <= 1_000; seq++) backlog.push(entry(seq, `call ${seq % 3}`, `queue ${seq % 2}`));
    expect(backlog.suspended).toBe(true);
    expect(backlog.entries).toBe(5);
    expect(backlog.takenUpTo).toBe(0);
    const [rows] = drained(backlog);
    expect(rows).toMatchObject({ kind: "entry", seq: 0 });
    expect(rows?.kind === "entry" && rows.event).toBeUndefined();
    expect(rows?.kind === "entry" && rows.changes.flatMap((change) => change.values).toSorted()).toEqual([
      "call 0 of 999",
      "call 1 of 1000",
      "call 2 of 998",
      "queue 0 of 1000",
      "queue 1 of 999",
    ]);
  });

  it("counts the trace lines it could not hold, and keeps calls beyond the limit", () => {
    const backlog = new Backlog(10);
    for (let seq = 1; seq <= 10; seq++) backlog.push(entry(seq));
    for (let seq = 11; seq <= 40; seq++) backlog.push(entry(seq, `trace c ${seq}`));
    backlog.push(entry(41, "call late"));
    expect(backlog.takeDropped()).toBe(20);
    expect(backlog.takeDropped()).toBe(0);
    expect(backlog.entries).toBe(11);
  });

  it("journals again from a snapshot on, after the rows that were held", () => {
    const backlog = new Backlog(3);
    for (let seq = 1; seq <= 9; seq++) backlog.push(entry(seq, "call a"));
    backlog.push({ kind: "ask", ask: 1, op: { op: "secret.drop", kind: "k", id: "i" } });
    backlog.push({ kind: "snapshot", seq: 9, json: "s" });
    backlog.push(entry(10, "call b"));
    expect(backlog.suspended).toBe(false);
    expect(drained(backlog)).toMatchObject([
      { kind: "entry", seq: 0, changes: [{ values: ["call a of 9"] }] },
      { kind: "ask" },
      { kind: "snapshot", seq: 9 },
      { kind: "entry", seq: 10, event: "e10" },
    ]);
  });

  it("gives back those who wait for an answer", () => {
    const backlog = new Backlog(10);
    backlog.push(entry(1));
    backlog.push({ kind: "ask", ask: 7, op: { op: "secret.drop", kind: "k", id: "i" } });
    expect(backlog.takeAsks()).toEqual([7]);
    expect(drained(backlog).map((item) => item.kind)).toEqual(["entry"]);
  });
});
