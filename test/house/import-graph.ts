import { isSource, keptFiles, textOf } from "./kept-files.ts";
import { readSource, type SourceFile } from "./source-file.ts";

/** Every source file of the project, read once. */
export const sources: ReadonlyMap<string, SourceFile> = new Map(
  keptFiles.filter(isSource).map((path) => [path, readSource(path, textOf(path))]),
);

/** Edges between files of the project; what leads elsewhere is left out. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export function graphOf(files: Iterable<SourceFile>): Graph {
  const all = [...files];
  const known = new Set(all.map((file) => file.path));
  return new Map(
    all.map((file) => [
      file.path,
      [...new Set(file.imports.flatMap(({ path }) => (path !== undefined && known.has(path) ? [path] : [])))],
    ]),
  );
}

/**
 * Groups of files that reach each other, each sorted, the groups in order of their first file (Tarjan's strongly connected components).
 * A file that imports itself is a group of one.
 */
export function cyclesOf(graph: Graph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const visit = (file: string): void => {
    const at = index.size;
    index.set(file, at);
    low.set(file, at);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== at) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || graph.get(file)?.includes(file)) groups.push(group.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return groups.sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}
