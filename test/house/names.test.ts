import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { basename } from "node:path/posix";
import { describe, expect, it } from "vitest";
import { sources } from "./import-graph.ts";
import { isTest, keptFiles, root, textOf } from "./kept-files.ts";
import { roomOf } from "./plan.ts";
import { readSource } from "./source-file.ts";
import { childrenOf } from "./visit-nodes.ts";

/** Words that say nothing about what a thing is for. */
const empty = /^(?:utils?|utilities|helpers?|common|managers?|services?|misc|stuff|shared)$/;
/** Names that other people's tools look for. */
const given =
  /^(?:README|ARCHITECTURE|CHANGELOG|LICENSE)\.md$|^linebox\.service$|^\.(?:ci|gitignore|gitattributes|editorconfig)$/;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/;

/** What is wrong with a path's names: a word that says nothing, or not kebab-case. */
function faultsOf(path: string): string[] {
  return path.split("/").flatMap((part) => {
    if (given.test(part)) return [];
    const words = part.split(/[.-]/).filter((word) => empty.test(word));
    return [...words.map((word) => `${path}: "${word}"`), ...(kebab.test(part) ? [] : [`${path}: not kebab-case`])];
  });
}

/** Exported names that end or begin with such a word: CallManager, helperFor. */
function exportsOf(path: string, text: string): string[] {
  return readSource(path, text).program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) return [];
    const names = childrenOf({ ...statement.declaration, body: null, init: null }).flatMap((node) =>
      node.type === "Identifier"
        ? [String(node.name)]
        : node.type === "VariableDeclarator"
          ? [String((node.id as { name?: string }).name)]
          : [],
    );
    const [name = ""] = names;
    const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
    return empty.test(words[0] ?? "") || empty.test(words.at(-1) ?? "") ? [`${path}: ${name}`] : [];
  });
}

describe("names", () => {
  it("files and folders are kebab-case and say what they are for", () => {
    expect(keptFiles.flatMap(faultsOf)).toEqual([]);
  });

  it("so do exported names", () => {
    // What the host calls the thing that answers look-ups.
    const known = ["appliance/edge/signalling/host-lookup.ts: NameService"];
    expect([...sources.keys()].flatMap((path) => exportsOf(path, textOf(path)))).toEqual(known);
  });

  it.each([
    ["appliance/core/calls/utils.ts", 1],
    ["appliance/core/common/calls.ts", 1],
    ["console/parts/form-helpers.tsx", 1],
    ["appliance/edge/sip/CallRouter.ts", 1],
    ["appliance/edge/sip/call_router.ts", 1],
    ["appliance/services/call-manager.ts", 2],
    ["appliance/core/calls/call-router.test.ts", 0],
    ["appliance/edge/store/migrations/0001-journal-and-records.sql", 0],
    ["README.md", 0],
  ])("%s has %i faults", (path, faults) => {
    expect(faultsOf(path)).toHaveLength(faults);
  });

  it("sees an exported name that says nothing", () => {
    expect(exportsOf("a.ts", "export class CallManager {}")).toEqual(["a.ts: CallManager"]);
    expect(exportsOf("a.ts", "export const helperFor = 1, b = 2; export function calls() {}")).toEqual(["a.ts: helperFor"]);
    expect(exportsOf("a.ts", "export type Managed = 1; export type Service = 2;")).toEqual(["a.ts: Service"]);
  });
});

describe("places", () => {
  const rooms = [...new Set([...sources.keys()].flatMap((path) => roomOf(path) ?? []))].filter((room) => room !== "appliance");

  it.each([...rooms.sort(), "test", "scripts"])("%s has a README that says what it is for", (room) => {
    expect(keptFiles).toContain(`${room}/README.md`);
    expect(textOf(`${room}/README.md`).length).toBeGreaterThan(200);
  });

  it("every test is run by one of the projects", () => {
    const config = readFileSync(join(root, "vitest.config.ts"), "utf8");
    const folders = [...config.matchAll(/"([a-z/]+)\/\*\*\/\*\.test\.ts"/g)].map(([, folder]) => `${folder}/`);
    expect(folders.length).toBeGreaterThan(4);
    const homeless = (paths: readonly string[]) =>
      paths.filter((path) => folders.filter((folder) => path.startsWith(folder)).length !== 1);
    expect(homeless(keptFiles.filter(isTest))).toEqual([]);
    expect(homeless(["test/sim/sipp.test.ts", "scripts/draw.test.ts"])).toHaveLength(2);
  });

  it("unit tests lie beside their source: no folders of tests inside a room", () => {
    const apart = (path: string): boolean =>
      roomOf(path) !== undefined && path.split("/").some((part) => /^(?:__tests__|tests?|spec|specs)$/.test(part));
    expect(keptFiles.filter(apart)).toEqual([]);
    expect(apart("appliance/core/calls/tests/step.test.ts")).toBe(true);
    expect(keptFiles.filter((path) => /\.spec\.[jt]sx?$/.test(path))).toEqual([]);
  });

  it("a script is one verb that can be run", () => {
    for (const path of keptFiles.filter((path) => /^scripts\/[^.]+$/.test(path))) {
      expect(statSync(join(root, path)).mode & 0o111, path).not.toBe(0);
      expect(textOf(path), path).toMatch(/^#!\/usr\/bin\/env /);
      expect(basename(path), path).toMatch(/^[a-z]+$/);
    }
  });

  it("no JavaScript beside the TypeScript", () => {
    expect(keptFiles.filter((path) => /\.[cm]?jsx?$/.test(path))).toEqual([]);
  });
});
