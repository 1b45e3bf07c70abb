import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sources } from "./import-graph.ts";
import { isTest } from "./kept-files.ts";
import { moduleStateOf } from "./module-state.ts";
import { isPure, roomOf } from "./plan.ts";
import { readSource, type SourceFile } from "./source-file.ts";
import { makeTrial, type Trial } from "./trial.ts";

/** Files that nothing but tests lead to: the simulated worlds in which pure rooms are tried. */
const testOnly = new Set<string>();
{
  const importers = new Map<string, string[]>();
  for (const file of sources.values())
    for (const { path } of file.imports) if (path) importers.set(path, [...(importers.get(path) ?? []), file.path]);
  const all = [...sources.keys()].filter((path) => !isTest(path));
  for (let before = -1; before !== testOnly.size; ) {
    before = testOnly.size;
    for (const path of all) {
      const by = importers.get(path) ?? [];
      if (by.length > 0 && by.every((other) => isTest(other) || other.startsWith("test/") || testOnly.has(other)))
        testOnly.add(path);
    }
  }
}
const pure = [...sources.values()].filter(
  (file) => isPure(roomOf(file.path) ?? "") && !isTest(file.path) && !testOnly.has(file.path),
);

describe("pure rooms remember nothing outside their state", () => {
  // Memos: what they give depends on the arguments alone, and they are bounded.
  const memos: Record<string, string> = {
    "appliance/core/box/known.ts: worked": "an index per settings document, held only as long as the document",
    "appliance/core/lines/special-numbers.ts: made": "an index per settings document, held only as long as the document",
    "appliance/core/calendar/local-parts.ts: formats": "at most 64 formatters, one per time zone, slow to make",
  };

  it("no module state but the named memos", () => {
    const found = pure.flatMap((file) => moduleStateOf(file).map((name) => `${file.path}: ${name}`));
    expect(found.sort()).toEqual(Object.keys(memos).sort());
  });

  it("looks at every pure room", () => {
    expect(pure.length).toBeGreaterThan(200);
    expect(new Set(pure.map((file) => roomOf(file.path))).size).toBeGreaterThan(15);
  });

  const state = (text: string): string[] => moduleStateOf(readSource("a.ts", text) as SourceFile);
  it.each([
    ["let", "let n = 0; export const next = () => ++n;", ["n"]],
    ["exported let", "export let n = 0;", ["n"]],
    ["var", "var n = 0;", ["n"]],
    ["a map that grows", "const seen = new Map(); export function f(a: string) { seen.set(a, 1); }", ["seen"]],
    ["a list that grows", "const list: number[] = []; export const f = (n: number) => list.push(n);", ["list"]],
    ["a field", "const at = { n: 0 }; export class A { go() { at.n += 1; } }", ["at"]],
    ["a deep field", "const at = { a: [{ n: 0 }] }; export function f() { at.a[0]!.n++; }", ["at"]],
    ["an index", "const cells: number[] = []; export const f = (i: number) => { cells[i] = 1; };", ["cells"]],
    ["a field taken away", "const at: Record<string, 1> = {}; export const f = (k: string) => delete at[k];", ["at"]],
    ["inside a generator's helper", "const all = new Set<number>(); export function* f() { yield () => all.add(1); }", ["all"]],
    ["a pattern", "let { a, b: [c] } = x;", ["a", "c"]],
    ["a static field", "export class A { static made = 0; }", ["static made"]],
    ["a regular expression that remembers", "const word = /a/g; export const f = (t: string) => word.test(t);", ["word"]],
  ])("sees %s", (_, text, names) => {
    expect(state(text).sort()).toEqual(names);
  });

  it.each([
    [
      "a table filled while loading",
      "const t = new Uint8Array(9); for (let i = 0; i < 9; i++) t[i] = i; export const f = (i: number) => t[i];",
    ],
    [
      "a local of the same name",
      "const list = [1]; export function f() { const list: number[] = []; list.push(1); return list; }",
    ],
    [
      "a parameter of the same name",
      "const map = new Map(); export const f = (map: Map<number, number>) => map.set(1, 2); map.get(1);",
    ],
    ["reading", "const t = new Map([[1, 2]]); export const f = (n: number) => t.get(n);"],
    ["a read-only static", "export class A { static readonly limit = 5; }"],
    ["a regular expression given away", "const all = /a/g; export const f = (t: string) => t.replace(all, 'b');"],
    ["a class's own fields", "export class A { n = 0; up() { this.n++; } }"],
  ])("lets %s be", (_, text) => {
    expect(state(text)).toEqual([]);
  });
});

describe("pure rooms know no clock and no chance", () => {
  const trespasses: Record<string, string> = {
    now: "export const a = () => Date.now();",
    date: "export const a = new Date(5);",
    "date-utc": "export const a = Date.UTC(2026, 1);",
    "date-type": "export type A = { at: Date };",
    taken: "const { now } = Date; export const a = now;",
    random: "export const a = () => Math.random();",
    "random-taken": "const { random } = Math; export const a = random;",
    performance: "export const a = () => performance.now();",
    crypto: "export const a = () => crypto.randomUUID();",
    fetch: 'export const a = () => fetch("http://x");',
    global: "export const a = () => globalThis.Date;",
    intl: "export const a = new Intl.DateTimeFormat();",
    eval: 'export const a = () => eval("1");',
  };
  const rooms = ["appliance/kit", "appliance/contract", "appliance/core/flows", "appliance/wire/rtp/deep"];
  const lawful = {
    "appliance/edge/media/clock.ts": "export const a = () => Date.now() + Math.random();\n",
    "appliance/core/flows/flow.test.ts": "export const a = () => Date.now() + Math.random();\n",
    "appliance/core/calendar/zone.ts": 'export const a = new Intl.DateTimeFormat("en-US", { timeZone: "UTC" }).format(0);\n',
    "appliance/core/flows/plain.ts": "export const a = (nowMs: number) => Math.round(nowMs);\n",
  };
  let trial: Trial;
  let faults: Map<string, string[]>;
  beforeAll(() => {
    trial = makeTrial((path) => path === "biome.json" || path === ".gitignore");
    for (const room of rooms)
      for (const [name, text] of Object.entries(trespasses)) trial.write(`${room}/${name}.ts`, `${text}\n`);
    trial.write("appliance/core/calendar/now.ts", "export const a = () => Date.now();\n");
    for (const [path, text] of Object.entries(lawful)) trial.write(path, text);
    const { output } = trial.run("biome", "lint", "--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false", ".");
    const { diagnostics } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1)) as {
      diagnostics: { severity: string; category: string; location: { path: string | { file: string } } }[];
    };
    faults = new Map();
    for (const { severity, category, location } of diagnostics) {
      const path = typeof location.path === "string" ? location.path : location.path.file;
      if (severity === "error") faults.set(path, [...(faults.get(path) ?? []), category]);
    }
  });
  afterAll(() => trial.remove());

  const all = [
    ...rooms.flatMap((room) => Object.entries(trespasses).map(([name, text]) => ({ path: `${room}/${name}.ts`, text }))),
    { path: "appliance/core/calendar/now.ts", text: "Date.now()" },
  ];
  it.each(all)("$path is refused: $text", ({ path }) => {
    expect(faults.get(path) ?? []).not.toEqual([]);
  });
  it.each(Object.keys(lawful))("%s is not", (path) => {
    expect(faults.get(path) ?? []).toEqual([]);
  });
});
