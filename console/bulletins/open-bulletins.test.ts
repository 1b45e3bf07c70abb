import { describe, expect, test } from "vitest";
import type { Bulletin, BulletinReading } from "../../appliance/contract/bulletins.ts";
import { lastTo, openFor, reachOf, toneOf, wasSeen } from "./open-bulletins.ts";

const wang = { user: "wang", agent: "1001" };
const text = (id: string, more: Partial<Record<keyof Bulletin, unknown>> = {}): Bulletin =>
  ({
    id,
    text: `text ${id}`,
    importance: "normal",
    to: { kind: "agent", agent: "1001" },
    agents: ["1001"],
    mustAcknowledge: false,
    sentAtMs: 1_000,
    sentBy: "li",
    untilMs: 100_000,
    readings: [],
    ...more,
  }) as Bulletin;
const read = (user: string, acknowledgedAtMs?: number): BulletinReading => ({
  bulletin: "b",
  user,
  readAtMs: 2_000,
  ...(acknowledgedAtMs === undefined ? {} : { acknowledgedAtMs }),
});
const ids = (list: readonly Bulletin[]) => list.map((b) => b.id);

describe("what somebody has yet to take note of", () => {
  test("is what went to him, to his queue or to all, and what he did not send himself", () => {
    const list = [
      text("mine"),
      text("queue", { to: { kind: "queue", queue: "water" }, agents: ["1001", "1002"] }),
      text("all", { to: { kind: "all" }, agents: [] }),
      text("other", { agents: ["1002"], to: { kind: "agent", agent: "1002" } }),
      text("own", { sentBy: "wang", to: { kind: "all" } }),
    ];
    expect(ids(openFor(list, wang, 5_000)).sort()).toEqual(["all", "mine", "queue"]);
    expect(ids(openFor(list, { user: "admin" }, 5_000)).sort()).toEqual(["all", "own"]);
  });
  test("goes when he acknowledges, when it is withdrawn and when its time is over; being shown is not enough", () => {
    const shown = text("a", { readings: [read("wang")] });
    expect(ids(openFor([shown], wang, 5_000))).toEqual(["a"]);
    expect(openFor([text("a", { readings: [read("wang", 3_000)] })], wang, 5_000)).toEqual([]);
    expect(ids(openFor([text("a", { readings: [read("zhao", 3_000)] })], wang, 5_000))).toEqual(["a"]);
    expect(openFor([text("a", { withdrawnAtMs: 4_000 })], wang, 5_000)).toEqual([]);
    expect(openFor([shown], wang, 100_000)).toEqual([]);
  });
  test("louder first, then the oldest: what comes new does not take the place of what is being read", () => {
    const list = [
      text("quiet", { sentAtMs: 1 }),
      text("later", { mustAcknowledge: true, sentAtMs: 4 }),
      text("answer", { mustAcknowledge: true, sentAtMs: 3 }),
      text("important", { importance: "important", sentAtMs: 2 }),
      text("urgent", { importance: "urgent", sentAtMs: 4 }),
    ];
    expect(ids(openFor(list, wang, 5_000))).toEqual(["urgent", "answer", "later", "important", "quiet"]);
  });
});

test("one that wants an answer is never told quietly", () => {
  expect(toneOf(text("a"))).toBe("quiet");
  expect(toneOf(text("a", { mustAcknowledge: true }))).toBe("important");
  expect(toneOf(text("a", { importance: "urgent" }))).toBe("urgent");
});

test("a key counts only when the text has been there for a glance", () => {
  expect(wasSeen(1_000, 1_300)).toBe(false);
  expect(wasSeen(1_000, 1_700)).toBe(true);
});

test("the sender sees how far it has come; of one to all nobody knows of how many", () => {
  const readings = [read("wang", 3_000), read("zhao")];
  expect(reachOf(text("a", { agents: ["1001", "1002", "1003"], readings }))).toEqual({ of: 3, read: 2, acknowledged: 1 });
  expect(reachOf(text("a", { to: { kind: "all" }, readings })).of).toBeUndefined();
});

test("at a seat stands the last text one sent there", () => {
  const list = [text("old"), text("new", { sentAtMs: 2_000 }), text("hers", { sentBy: "zhou", sentAtMs: 3_000 })];
  expect(lastTo(list, "li", "1001")?.id).toBe("new");
  expect(lastTo(list, "li", "1002")).toBeUndefined();
});
