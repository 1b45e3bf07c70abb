import { describe, expect, test } from "vitest";
import { differences, same } from "./diff.ts";

const before = {
  site: { name: "S", music: "m" },
  trunks: [
    { id: "a", port: 5060 },
    { id: "b", port: 5061 },
  ],
  hosts: ["x"],
};

describe("differences", () => {
  test("none in a copy with its keys in another order", () => {
    expect(
      differences(before, { hosts: ["x"], trunks: structuredClone(before.trunks), site: { music: "m", name: "S" } }),
    ).toEqual([]);
  });
  test("a value deep down, with a path that names the entry and a pointer into the new document", () => {
    const after = structuredClone(before);
    after.trunks.splice(0, 1);
    after.trunks[0]!.port = 5080;
    expect(differences(before, after)).toEqual([
      { path: ["trunks", "a"], pointer: "/trunks/0", kind: "removed", before: { id: "a", port: 5060 } },
      { path: ["trunks", "b", "port"], pointer: "/trunks/0/port", kind: "changed", before: 5061, after: 5080 },
    ]);
  });
  test("an optional property that came or went", () => {
    const { music: _, ...site } = before.site;
    expect(differences(before, { ...before, site })).toEqual([
      { path: ["site", "music"], pointer: "/site/music", kind: "removed", before: "m" },
    ]);
  });
  test("another order of named entries is one change", () => {
    expect(differences(before, { ...before, trunks: before.trunks.toReversed() })).toEqual([
      { path: ["trunks"], pointer: "/trunks", kind: "changed", before: ["a", "b"], after: ["b", "a"] },
    ]);
  });
  test("lists of plain values are compared whole", () => {
    expect(differences(before, { ...before, hosts: ["x", "y"] })).toEqual([
      { path: ["hosts"], pointer: "/hosts", kind: "changed", before: ["x"], after: ["x", "y"] },
    ]);
  });
});

test("sameness is exact about lists and missing keys", () => {
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same({ a: undefined }, {})).toBe(false);
  expect(same(null, {})).toBe(false);
  expect(same([], {})).toBe(false);
});
