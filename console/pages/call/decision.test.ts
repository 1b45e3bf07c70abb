import { describe, expect, test } from "vitest";
import { readDecision } from "./decision.ts";

const decision = {
  atMs: 100_000,
  call: "c1",
  queue: "hotline",
  strategy: "longest-idle",
  chosen: ["1002"],
  considered: [
    { agent: "1001", level: 1, verdict: { kind: "talking", held: false, sinceMs: 40_000 } },
    { agent: "1002", level: 1, verdict: { kind: "chosen", by: "longest-idle", idleMs: 9_000 } },
  ],
  caller: { priority: 5, waitedMs: 12_000, position: 1 },
  before: [],
};

describe("reading a decision", () => {
  test("puts the chosen one first and keeps everybody", () => {
    const view = readDecision(decision);
    expect(view?.rows.map((r) => r.agent)).toEqual(["1002", "1001"]);
    expect(view?.chosen).toEqual(["1002"]);
    expect(view?.caller).toEqual({ waitedMs: 12_000, position: 1, priority: 5 });
  });
  test("takes it out of a wrapper, with the words the box gave", () => {
    const view = readDecision({
      decision: { ...decision, considered: [{ agent: "1001", level: 2 }], chosen: [] },
      lines: [{ agent: "1001", name: "王芳", words: { zh: "通话中", en: "talking" } }],
    });
    expect(view?.rows).toEqual([{ agent: "1001", level: 2, chosen: false, because: { words: { zh: "通话中", en: "talking" } } }]);
  });
  test("nobody chosen is a decision too", () => {
    expect(
      readDecision({ ...decision, chosen: [], considered: [{ agent: "1001", level: 1, verdict: { kind: "logged-out" } }] })
        ?.chosen,
    ).toEqual([]);
  });
  test("anything else is none", () => {
    for (const data of [undefined, null, "x", 3, [], {}, { considered: "no" }]) expect(readDecision(data)).toBeUndefined();
  });
});
