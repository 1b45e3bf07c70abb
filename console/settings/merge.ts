import { namesOf, same } from "./diff.ts";

/** A place that both changed, each differently. `path` names list entries by their id. */
export type Clash = { path: string[]; mine: unknown; theirs: unknown };
export type Merged<T> = { document: T; clashes: Clash[] };

/**
 * Carries my changes (base → mine) over to their document. Where both changed the same place differently, `prefer`
 * decides and the place is reported. Entries of lists are matched by what names them (`namesOf`).
 */
export function mergeSettings<T>(base: T, mine: T, theirs: T, prefer: "mine" | "theirs"): Merged<T> {
  const clashes: Clash[] = [];
  const document = merge(base, mine, theirs, [], prefer, clashes) as T;
  return { document, clashes };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merge(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  path: string[],
  prefer: "mine" | "theirs",
  clashes: Clash[],
): unknown {
  if (same(mine, theirs) || same(base, mine)) return theirs;
  if (same(base, theirs)) return mine;
  if (isObject(mine) && isObject(theirs)) {
    const from = isObject(base) ? base : {};
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const entries = keys.map((key) => [key, merge(from[key], mine[key], theirs[key], [...path, key], prefer, clashes)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  const lists = [namesOf(base), namesOf(mine), namesOf(theirs)] as const;
  if (lists[1] && lists[2]) {
    const [b, m, t] = [lists[0] ?? new Map(), lists[1], lists[2]];
    // Their order stands; what I added follows.
    const names = [...new Set([...t.keys(), ...m.keys()])];
    return names
      .map((name) => merge(b.get(name)?.item, m.get(name)?.item, t.get(name)?.item, [...path, name], prefer, clashes))
      .filter((item) => item !== undefined);
  }
  clashes.push({ path, mine, theirs });
  return prefer === "mine" ? mine : theirs;
}
