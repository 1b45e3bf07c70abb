import { join, normalize } from "node:path/posix";
import { type ESTree, parseSync } from "vite";

export type Import = {
  /** As written. */
  from: string;
  /** From the root, for what lies in the project. */
  path: string | undefined;
  /** Erased before it runs: `import type`, or nothing but types between the braces. */
  typeOnly: boolean;
};
export type SourceFile = { path: string; program: ESTree.Program; imports: Import[] };

/** Reads one file: its tree and what it imports, re-exports and loads with `import()` of a literal. */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (from: string, typeOnly: boolean): void => {
    const path = from.startsWith(".") ? normalize(join(dirOf, from)) : undefined;
    imports.push({ from, path, typeOnly });
  };
  const dirOf = path.slice(0, path.lastIndexOf("/") + 1) || ".";
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  for (const { entries } of module.staticExports)
    for (const entry of entries) if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType);
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(["'`])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (literal !== undefined) add(literal, false);
  }
  return { path, program, imports };
}
