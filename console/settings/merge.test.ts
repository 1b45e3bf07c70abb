import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeSettings } from "./merge.ts";

type Doc = { site: { name: string; music?: string }; queues: { id: string; ringMs: number; wrapUpMs: number }[] };
const base: Doc = {
  site: { name: "S" },
  queues: [
    { id: "a", ringMs: 1, wrapUpMs: 1 },
    { id: "b", ringMs: 1, wrapUpMs: 1 },
  ],
};
const with_ = (change: (d: Doc) => void): Doc => {
  const d = structuredClone(base);
  change(d);
  return d;
};

describe("merging settings", () => {
  test("changes in different places both live, also within one entry", () => {
    const mine = with_((d) => (d.queues[0]!.ringMs = 2));
    const theirs = with_((d) => {
      d.queues[0]!.wrapUpMs = 3;
      d.site.music = "x";
    });
    const { document, clashes } = mergeSettings(base, mine, theirs, "mine");
    expect(clashes).toEqual([]);
    expect(document.queues[0]).toEqual({ id: "a", ringMs: 2, wrapUpMs: 3 });
    expect(document.site.music).toBe("x");
  });
  test("the same place changed by both is reported, and decided as asked", () => {
    const mine = with_((d) => (d.site.name = "M"));
    const theirs = with_((d) => (d.site.name = "T"));
    expect(mergeSettings(base, mine, theirs, "mine")).toEqual({
      document: mine,
      clashes: [{ path: ["site", "name"], mine: "M", theirs: "T" }],
    });
    expect(mergeSettings(base, mine, theirs, "theirs").document).toEqual(theirs);
  });
  test("what I removed is gone, unless they changed it meanwhile: then it is a clash", () => {
    const mine = with_((d) => d.queues.pop());
    expect(
      mergeSettings(
        base,
        mine,
        with_((d) => (d.site.name = "T")),
        "mine",
      ).document.queues,
    ).toHaveLength(1);
    const clash = mergeSettings(
      base,
      mine,
      with_((d) => (d.queues[1]!.ringMs = 9)),
      "theirs",
    );
    expect(clash.clashes.map((c) => c.path)).toEqual([["queues", "b"]]);
    expect(clash.document.queues[1]?.ringMs).toBe(9);
  });
  test("entries both added live side by side", () => {
    const mine = with_((d) => d.queues.push({ id: "m", ringMs: 1, wrapUpMs: 1 }));
    const theirs = with_((d) => d.queues.push({ id: "t", ringMs: 1, wrapUpMs: 1 }));
    expect(mergeSettings(base, mine, theirs, "mine").document.queues.map((q) => q.id)).toEqual(["a", "b", "t", "m"]);
  });

  const anyDoc = fc.record({
    site: fc.record({ name: fc.constantFrom("S", "M", "T") }),
    queues: fc
      .uniqueArray(
        fc.record({ id: fc.constantFrom("a", "b", "c"), ringMs: fc.integer({ min: 1, max: 3 }), wrapUpMs: fc.constant(1) }),
        { selector: (q) => q.id },
      )
      .map((l) => l.sort((x, y) => x.id.localeCompare(y.id))),
  });
  test("without changes of mine their document stands; without changes of theirs mine does", () => {
    fc.assert(
      fc.property(anyDoc, anyDoc, (b, other) => {
        expect(mergeSettings(b, b, other, "mine")).toEqual({ document: other, clashes: [] });
        expect(mergeSettings(b, other, b, "theirs").clashes).toEqual([]);
        expect(mergeSettings(b, other, b, "theirs").document).toEqual(other);
      }),
    );
  });
});
