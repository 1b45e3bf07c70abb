import { describe, expect, it } from "vitest";
import { keptFiles, textOf } from "./kept-files.ts";

/** Classes that a sheet gives looks to by themselves, outside of any condition: `.cut { … }`, not `.row .cut` or `.cut.is-long`. */
function ownClasses(sheet: string): string[] {
  const plain = sheet.replace(/\/\*.*?\*\//gs, "").replace(/@(?:media|supports)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");
  return [...plain.matchAll(/([^{}]+)\{/g)]
    .flatMap(([, selectors = ""]) => selectors.split(","))
    .map((selector) => selector.trim())
    .filter((selector) => /^\.[a-z][a-z0-9-]*$/.test(selector));
}

/** Sheets come with the pages that need them and stay: a class of two sheets looks otherwise once both pages were open. */
function sharedClasses(sheets: ReadonlyMap<string, string>): string[] {
  const owner = new Map<string, string>();
  const shared = new Set<string>();
  for (const [path, text] of sheets)
    for (const name of ownClasses(text)) {
      const first = owner.get(name) ?? path;
      owner.set(name, first);
      if (first !== path) shared.add(`${name} in ${first} and ${path}`);
    }
  return [...shared];
}

describe("sheets", () => {
  const sheets = new Map(keptFiles.filter((path) => path.endsWith(".css")).map((path) => [path, textOf(path)]));

  it("a class belongs to one sheet", () => {
    expect(sheets.size).toBeGreaterThan(20);
    expect(sharedClasses(sheets)).toEqual([]);
  });

  it("sees a class of two sheets", () => {
    const two = new Map([
      ["a.css", ".cut { margin: 0; }\n@media (max-width: 9px) { .b { margin: 0; } }"],
      ["b.css", "p, .cut { padding: 0; }\n.b { margin: 0; }\n.row .a { margin: 0; }"],
    ]);
    expect(sharedClasses(two)).toEqual([".cut in a.css and b.css"]);
  });
});
