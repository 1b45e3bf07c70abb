import { describe, expect, test } from "vitest";
import { formatPointer, getAt, isWithin, moveAt, parsePointer, renameAt, setAt } from "./pointer.ts";

const doc = {
  trunks: [
    { id: "a", name: "A" },
    { id: "b", name: "B" },
  ],
  site: { name: "S" },
  "a/b": { "c~d": 1 },
};

describe("pointers", () => {
  test("are read and written with their escapes", () => {
    expect(parsePointer("/a~1b/c~0d")).toEqual(["a/b", "c~d"]);
    expect(formatPointer(["a/b", "c~d", 0])).toBe("/a~1b/c~0d/0");
    expect(getAt(doc, "/a~1b/c~0d")).toBe(1);
    expect(getAt(doc, "")).toBe(doc);
  });
  test("lead nowhere without harm", () => {
    expect(getAt(doc, "/trunks/7/name")).toBeUndefined();
    expect(getAt(doc, "/toString")).toBeUndefined();
  });
  test("lie inside one another by whole steps", () => {
    expect(isWithin("/trunks/1/name", "/trunks/1")).toBe(true);
    expect(isWithin("/trunks/10", "/trunks/1")).toBe(false);
  });
});

describe("editing", () => {
  test("changes one place and leaves the rest the same objects", () => {
    const next = setAt(doc, "/trunks/1/name", "X");
    expect(next.trunks[1]).toEqual({ id: "b", name: "X" });
    expect(next.trunks[0]).toBe(doc.trunks[0]);
    expect(next.site).toBe(doc.site);
    expect(doc.trunks[1]?.name).toBe("B");
  });
  test("adds at the end of a list, removes anywhere", () => {
    expect(setAt(doc, "/trunks/2", { id: "c", name: "C" }).trunks.map((t) => t.id)).toEqual(["a", "b", "c"]);
    expect(setAt(doc, "/trunks/0", undefined).trunks.map((t) => t.id)).toEqual(["b"]);
    expect(setAt(doc, "/site/name", undefined).site).toEqual({});
    expect(() => setAt(doc, "/trunks/5", {})).toThrow();
    expect(() => setAt(doc, "/nothing/here", 1)).toThrow();
  });
  test("moves within a list and stops at its edges", () => {
    expect(moveAt(doc, "/trunks", 0, 1).trunks.map((t) => t.id)).toEqual(["b", "a"]);
    expect(moveAt(doc, "/trunks", 0, -1)).toBe(doc);
  });
  test("renames a key in its place, never over another", () => {
    const keys = { "1": "x", "2": "y", "3": "z" };
    expect(Object.keys(renameAt({ keys: { a: 1, b: 2, c: 3 } }, "/keys", "b", "q").keys)).toEqual(["a", "q", "c"]);
    expect(renameAt({ keys }, "/keys", "1", "2").keys).toBe(keys);
  });
});
