import { describe, expect, it } from "vitest";
import { sources } from "./import-graph.ts";
import { keptFiles, textOf } from "./kept-files.ts";

/** Files that a thread or a process of its own begins with, as whoever starts it names them. */
const beginnings = keptFiles
  .filter((path) => /^appliance\/.*\.ts$/.test(path) && !path.endsWith(".test.ts"))
  .flatMap((path) =>
    [...textOf(path).matchAll(/new URL\("\.\/([a-z-]+\.ts)", import\.meta\.url\)/g)].map(
      ([, name]) => `${path.slice(0, path.lastIndexOf("/"))}/${name}`,
    ),
  );

/** Everything that is loaded with a file: packages by name, files by path. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  seen.add(path);
  for (const { from, path: to, typeOnly } of sources.get(path)?.imports ?? []) {
    if (typeOnly) continue;
    if (to === undefined) seen.add(from);
    else if (!seen.has(to)) loadedWith(to, seen);
  }
  return seen;
}

describe("what begins beside the main thread begins light", () => {
  it("is found", () => {
    expect(beginnings).toContain("appliance/edge/store/writer-thread.ts");
    expect(beginnings.length).toBeGreaterThan(8);
    for (const path of beginnings) expect([path, sources.has(path)]).toEqual([path, true]);
  });

  // Schemas are hundreds of files: half of the time until a box can keep anything, and memory in each process.
  it.each(beginnings)("%s loads no schemas", (path) => {
    expect([...loadedWith(path)].filter((one) => one === "typebox" || one.startsWith("typebox/"))).toEqual([]);
  });
});
