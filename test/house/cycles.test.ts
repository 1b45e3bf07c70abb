import { describe, expect, it } from "vitest";
import { cyclesOf, graphOf, sources } from "./import-graph.ts";
import { readSource } from "./source-file.ts";

/**
 * Groups of files that import each other, types counted: who reads one must read them all. The list only grows shorter.
 * A group that is gone must be struck out here.
 */
const known: string[][] = [
  ["appliance/edge/media/leg.ts", "appliance/edge/media/room.ts"],
  ["appliance/edge/sip/parts.ts", "appliance/edge/sip/phone-gate.ts"],
  // A form field may be a list or a record of form fields: the shape of what it draws.
  ["console/settings/field-at.tsx", "console/settings/list-at.tsx", "console/settings/record-at.tsx"],
  ["test/sim/console-server/life.ts", "test/sim/console-server/world.ts"],
];

const cycles = (files: Record<string, string>): string[][] =>
  cyclesOf(graphOf(Object.entries(files).map(([path, text]) => readSource(path, text))));

describe("files do not import in circles", () => {
  it("none but the known ones", () => {
    expect(cyclesOf(graphOf(sources.values()))).toEqual(known);
  });

  it("no file of a pure room is in a circle", () => {
    expect(known.flat().filter((path) => /^appliance\/(kit|contract|core|wire)\//.test(path))).toEqual([]);
  });

  it.each([
    ["two files", { "a.ts": 'import { b } from "./b.ts";', "b.ts": 'import { a } from "./a.ts";' }, [["a.ts", "b.ts"]]],
    ["a type", { "a.ts": 'import type { B } from "./b.ts";', "b.ts": 'import { a } from "./a.ts";' }, [["a.ts", "b.ts"]]],
    ["a re-export", { "a.ts": 'export * from "./b.ts";', "b.ts": 'export { a } from "./a.ts";' }, [["a.ts", "b.ts"]]],
    ["a type in place", { "a.ts": 'export type A = import("./b.ts").B;', "b.ts": 'import "./a.ts";' }, [["a.ts", "b.ts"]]],
    ["a late import", { "a.ts": 'export const a = () => import("./b.ts");', "b.ts": 'import "./a.ts";' }, [["a.ts", "b.ts"]]],
    ["itself", { "a.ts": 'import "./a.ts";' }, [["a.ts"]]],
    [
      "a long way through folders",
      {
        "x/a.ts": 'import "../y/b.ts";',
        "y/b.ts": 'import "./c.tsx";',
        "y/c.tsx": 'import "../x/a.ts";',
        "d.ts": 'import "./x/a.ts";',
      },
      [["x/a.ts", "y/b.ts", "y/c.tsx"]],
    ],
    ["no circle", { "a.ts": 'import "./b.ts"; import "./c.ts";', "b.ts": 'import "./c.ts";', "c.ts": "// import './a.ts'" }, []],
  ])("sees %s", (_, files, groups) => {
    expect(cycles(files as Record<string, string>)).toEqual(groups);
  });
});
