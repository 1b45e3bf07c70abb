import { dirname, join, normalize, relative } from "node:path/posix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sources } from "./import-graph.ts";
import { isTest, keptFiles, textOf } from "./kept-files.ts";
import { isPure, mayImport, roomOf } from "./plan.ts";
import { readSource } from "./source-file.ts";
import { makeTrial, type Trial } from "./trial.ts";

type Config = { extends?: string; compilerOptions?: Record<string, unknown>; references?: { path: string }[] };
const rooms = [...new Set([...sources.keys()].flatMap((path) => roomOf(path) ?? []))].sort();
const configOf = (path: string): Config => JSON.parse(textOf(path)) as Config;
const referencesOf = (path: string): string[] =>
  (configOf(path).references ?? []).map((reference) => normalize(join(dirname(path), reference.path)));

describe("the plan and what the compiler is told", () => {
  it.each(rooms)("%s refers to what it imports, and to nothing above or beside it", (room) => {
    const allowed = referencesOf(`${room}/tsconfig.json`);
    expect(
      allowed.filter((other) => !mayImport(room, other)),
      "references against the plan",
    ).toEqual([]);
    const imported = [...sources.values()]
      .filter((file) => roomOf(file.path) === room && !isTest(file.path) && file.path !== "console/vite.config.ts")
      .flatMap((file) => file.imports.flatMap(({ path }) => (path === undefined ? [] : (roomOf(path) ?? path))));
    expect(
      [...new Set(imported)].filter((other) => other !== room && !allowed.includes(other)),
      "imported without a reference",
    ).toEqual([]);
  });

  it.each(rooms)("%s takes its rules from the house", (room) => {
    const { extends: base, compilerOptions } = configOf(`${room}/tsconfig.json`);
    const up = relative(room, ".");
    if (isPure(room)) {
      expect(base).toBe(`${up}/tsconfig.base.json`);
      expect(compilerOptions, "a pure room loosens nothing").toBeUndefined();
    } else if (room === "console") expect(base).toBe(`${up}/tsconfig.base.json`);
    else expect(base).toBe(`${up}/tsconfig.node.json`);
  });

  it("pure rooms are compiled without a host", () => {
    const { compilerOptions } = configOf("tsconfig.base.json");
    expect(compilerOptions).toMatchObject({
      types: [],
      lib: ["ES2024"],
      strict: true,
      noUncheckedIndexedAccess: true,
      composite: true,
    });
  });

  it("every room is built and every room's tests are checked", () => {
    const built = (path: string): string[] => [
      path,
      ...referencesOf(path).flatMap((other) => built(other.endsWith(".json") ? other : `${other}/tsconfig.json`)),
    ];
    const all = new Set(built("tsconfig.json"));
    expect(rooms.filter((room) => !all.has(`${room}/tsconfig.json`))).toEqual([]);
    expect(rooms.filter((room) => !referencesOf("tsconfig.tests.json").includes(room))).toEqual([]);
  });

  it("every import leads to a file that is kept", () => {
    const kept = new Set(keptFiles);
    const lost = [...sources.values()].flatMap((file) =>
      file.imports.flatMap(({ path }) => (path === undefined || kept.has(path) ? [] : [`${file.path} → ${path}`])),
    );
    expect(lost).toEqual([]);
  });
});

describe("ways around the compiler", () => {
  // A package's own types may bring the host's along, so that `Buffer` compiles in the whole room; these bring none.
  const packages: Record<string, readonly string[]> = {
    "appliance/contract": ["typebox"],
    "appliance/core/settings": ["typebox"],
    "appliance/wire/gateway": ["typebox"],
    "appliance/wire/sdp": ["sdp-transform"],
  };
  // The two host classes without side effects that a pure room needs.
  const declared = ["appliance/kit/utf8.ts: TextEncoder", "appliance/kit/utf8.ts: TextDecoder"];
  const pure = [...sources.values()].filter((file) => isPure(roomOf(file.path) ?? "") && !isTest(file.path));

  it("pure rooms use no package but the named ones", () => {
    const used = pure.flatMap((file) =>
      file.imports.flatMap(({ from, path }) => {
        const name = from
          .split("/")
          .slice(0, from.startsWith("@") ? 2 : 1)
          .join("/");
        return path === undefined && !packages[roomOf(file.path)!]?.includes(name) ? [`${file.path} → ${from}`] : [];
      }),
    );
    expect(used).toEqual([]);
  });

  it("pure rooms declare no host of their own and refer to no types by comment", () => {
    expect(pure.flatMap((file) => hostWords(file.path, textOf(file.path)))).toEqual(declared);
    expect(hostWords("a.ts", "declare function setTimeout(f: () => void): void;")).toEqual(["a.ts: setTimeout"]);
    expect(hostWords("a.ts", "declare global { const process: { env: object } }")).toEqual(["a.ts: global"]);
    expect(hostWords("a.ts", "declare const Buffer: unknown, os: unknown;")).toEqual(["a.ts: Buffer", "a.ts: os"]);
    expect(hostWords("a.ts", '/// <reference types="node" />\nexport {};')).toEqual(["a.ts: reference types"]);
    expect(hostWords("a.ts", "// @ts-nocheck\nexport {};")).toEqual(["a.ts: @ts-nocheck"]);
    expect(hostWords("a.ts", "// @ts-expect-error because\nsetTimeout(f);")).toEqual(["a.ts: @ts-expect-error"]);
  });

  function hostWords(path: string, text: string): string[] {
    const found: string[] = [];
    for (const statement of readSource(path, text).program.body) {
      const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (!node || !("declare" in node) || !node.declare) continue;
      if (node.type === "VariableDeclaration")
        for (const { id } of node.declarations) found.push(id.type === "Identifier" ? id.name : "pattern");
      else if ("id" in node && node.id && "name" in node.id) found.push(node.id.name);
      else found.push(node.type);
    }
    for (const [, word] of text.matchAll(/^\s*\/\/\/\s*<(reference \w+)/gm)) found.push(word!);
    for (const [, word] of text.matchAll(/\/[/*]\s*(@ts-(?:nocheck|ignore|expect-error))/g)) found.push(word!);
    return found.map((word) => `${path}: ${word}`);
  }
});

describe("the floors bite", () => {
  // One line each, in a file of its own beside the room's sources.
  const host = {
    "node-module": 'import "node:fs"; export {};',
    "node-names": 'import { readFileSync } from "node:fs"; export const a = readFileSync;',
    "node-type": 'import type { Stats } from "node:fs"; export type A = Stats;',
    timer: "export const a = () => setTimeout(() => {}, 5);",
    interval: "export const a = () => setInterval(() => {}, 5);",
    env: "export const a = process.env;",
    buffer: "export const a = Buffer.alloc(1);",
    "buffer-type": "export type A = Buffer;",
    console: 'export const a = () => console.log("x");',
    fetch: 'export const a = () => fetch("http://x");',
    performance: "export const a = performance.now();",
    crypto: "export const a = crypto.randomUUID();",
    require: 'export const a = require("node:fs");',
  };
  const hosts: Record<string, Record<string, string>> = {
    "appliance/kit": host,
    "appliance/contract": host,
    "appliance/core/lines": host,
    "appliance/wire/sdp": host,
    console: { env: "export const a = process.env;", "node-type": host["node-type"], buffer: host.buffer },
  };
  // The compiler names each stranger once, so no two of a room go to the same file.
  const rooms: Record<string, Record<string, string>> = {
    "appliance/kit": { contract: 'export { endReasons } from "../contract/end-reason.ts";' },
    "appliance/contract": {
      core: 'export { defaultSettings } from "../core/settings/default-settings.ts";',
      "core-type": 'import type { Star } from "../core/lines/phone-plan.ts"; export type A = Star;',
    },
    "appliance/core/lines": {
      wire: 'export { writeSdp } from "../../wire/sdp/write.ts";',
      "wire-type": 'import type { Wav } from "../../wire/audio/wav.ts"; export type A = Wav;',
      "wire-type-inline": 'export type A = import("../../wire/sdp/read.ts").ReadSdp;',
      sibling: 'export { weakPassword } from "../access/weak-password.ts";',
      "sibling-type": 'import type { Person } from "../access/may.ts"; export type A = Person;',
      runtime: 'export { AlarmClock } from "../../runtime/alarm-clock.ts";',
      edge: 'import type { Store } from "../../edge/store/store.ts"; export type A = Store;',
    },
    "appliance/wire/sdp": {
      core: 'export { weakPassword } from "../../core/access/weak-password.ts";',
      "core-type": 'import type { LinesState } from "../../core/lines/lines-state.ts"; export type A = LinesState;',
      sibling: 'export { parseWav } from "../audio/wav.ts";',
    },
    "appliance/runtime": {
      wire: 'export { readSdp } from "../wire/sdp/read.ts";',
      "edge-type": 'import type { Store } from "../edge/store/store.ts"; export type A = Store;',
    },
    "appliance/edge/business": {
      edge: 'export { phoneSecret } from "../http/phone-secret.ts";',
      "edge-type": 'import type { Store } from "../store/store.ts"; export type A = Store;',
      main: 'import type { Options } from "../../assembly/options.ts"; export type A = Options;',
    },
    console: {
      core: 'export { defaultSettings } from "../appliance/core/settings/default-settings.ts";',
      "edge-type": 'import type { Store } from "../appliance/edge/store/store.ts"; export type A = Store;',
    },
  };
  const lawful: Record<string, string> = {
    "appliance/contract": 'import type { CallId } from "../kit/ids.ts"; export type A = CallId;',
    "appliance/core/lines": 'import type { EndReason } from "../../contract/end-reason.ts"; export type A = EndReason;',
    "appliance/wire/sdp": 'import type { MediaDescription } from "../../contract/media.ts"; export type A = MediaDescription;',
    "appliance/runtime": 'import { setTimeout as wait } from "node:timers/promises"; export const a = () => wait(process.pid);',
    "appliance/edge/business": 'import type { Edge } from "../../runtime/edge.ts"; export type A = Edge<Buffer>;',
  };
  // "Cannot find module" and "cannot find name", with or without advice; "not under rootDir" and "not in the project's file list".
  const unknown = [2304, 2307, 2580, 2584, 2591, 2882];
  const outside = [6059, 6307];
  const filesOf = (table: Record<string, Record<string, string>>) =>
    Object.entries(table).flatMap(([room, lines]) =>
      Object.entries(lines).map(([name, text]) => ({ path: `${room}/trespass-${name}.ts`, text })),
    );
  const lawfulFile = (room: string): string => `${room}/lawful.ts`;
  let trial: Trial;
  let hostFaults: Map<string, number[]>;
  let roomFaults: Map<string, number[]>;

  /** The compiler's complaints over the rooms in the table, by file. */
  function compile(table: Record<string, Record<string, string>>): Map<string, number[]> {
    for (const { path, text } of filesOf(table)) trial.write(path, `${text}\n`);
    const { output } = trial.run("tsc", "-b", ...Object.keys(table), "--pretty", "false");
    for (const { path } of filesOf(table)) trial.drop(path);
    const faults = new Map<string, number[]>();
    for (const [, path, code] of output.matchAll(/^(\S+?)\(\d+,\d+\): error TS(\d+)/gm))
      faults.set(path!, [...(faults.get(path!) ?? []), Number(code)]);
    return faults;
  }

  beforeAll(() => {
    // Of the console its settings are enough: its pages take longest and add nothing here.
    trial = makeTrial(
      (path) => /^(appliance|provisioning)\/|^console\/(tsconfig|virtual)|^tsconfig|^package\.json$/.test(path) && !isTest(path),
    );
    for (const [room, text] of Object.entries(lawful)) trial.write(lawfulFile(room), `${text}\n`);
    // One after the other: a file of an edge, once let in, brings the host's names with it and hides the other trespasses.
    hostFaults = compile(hosts);
    roomFaults = compile(rooms);
  });
  afterAll(() => trial.remove());

  it.each(filesOf(hosts))("$path does not compile: $text", ({ path }) => {
    expect(hostFaults.get(path)?.filter((code) => unknown.includes(code)) ?? []).not.toEqual([]);
  });

  it.each(filesOf(rooms))("$path does not compile: $text", ({ path }) => {
    expect(roomFaults.get(path)?.filter((code) => outside.includes(code)) ?? []).not.toEqual([]);
  });

  it.each(Object.keys(lawful))("what %s may import compiles", (room) => {
    expect([...(hostFaults.get(lawfulFile(room)) ?? []), ...(roomFaults.get(lawfulFile(room)) ?? [])]).toEqual([]);
  });

  it("the plan says the same as the compiler", () => {
    const judged = filesOf(rooms).flatMap(({ path, text }) => {
      const target = readSource(path, text).imports[0]?.path;
      const other = target && roomOf(target);
      return other ? [{ path, allowed: mayImport(roomOf(path)!, other) }] : [];
    });
    expect(judged).toHaveLength(filesOf(rooms).length);
    expect(judged.filter(({ allowed }) => allowed)).toEqual([]);
    expect(mayImport("appliance/core/calls", "appliance/core/lines")).toBe(true);
    expect(mayImport("appliance/core/lines", "appliance/core/calls")).toBe(false);
  });
});
