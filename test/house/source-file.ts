import { dirname, join, normalize } from "node:path/posix";
import { type ESTree, parseSync } from "vite";
import { visitNodes } from "./visit-nodes.ts";

export type Import = {
  /** As written. */
  from: string;
  /** From the root, for what lies in the project. */
  path: string | undefined;
  /** Erased before it runs: `import type`, or nothing but types between the braces. */
  typeOnly: boolean;
};
export type SourceFile = { path: string; program: ESTree.Program; imports: Import[] };

/** Reads one file: its tree and what it imports, re-exports, loads with `import()` of a literal or names in a type. */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (from: string, typeOnly: boolean): void => {
    imports.push({ from, path: from.startsWith(".") ? normalize(join(dirname(path), from)) : undefined, typeOnly });
  };
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  for (const { entries } of module.staticExports)
    for (const entry of entries) if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType);
  visitNodes(program, (node) => {
    if ((node.type === "ImportExpression" || node.type === "TSImportType") && isText(node.source))
      add(node.source.value, node.type === "TSImportType");
  });
  return { path, program, imports };
}

const isText = (node: unknown): node is { value: string } => typeof (node as { value?: unknown } | null)?.value === "string";
