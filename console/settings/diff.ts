import { formatPointer } from "./pointer.ts";

/** One place where two documents differ. `path` names list entries by their id; `pointer` is the place in `after` (in `before` when it is gone). */
export type Difference = {
  path: string[];
  pointer: string;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
};

/** What differs between two documents, deep down to single values; entries with an `id`, `code`, `number`, `trunk` or named `port` are compared with their namesakes. */
export function differences(before: unknown, after: unknown): Difference[] {
  return compare(before, after, [], []);
}

type Place = (string | number)[];
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function compare(before: unknown, after: unknown, path: string[], place: Place): Difference[] {
  if (same(before, after)) return [];
  const pointer = formatPointer(place);
  if (before === undefined) return [{ path, pointer, kind: "added", after }];
  if (after === undefined) return [{ path, pointer, kind: "removed", before }];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => compare(before[key], after[key], [...path, key], [...place, key]));
  }
  const [namesBefore, namesAfter] = [namesOf(before), namesOf(after)];
  if (namesBefore && namesAfter) {
    const names = [...new Set([...namesBefore.keys(), ...namesAfter.keys()])];
    const found = names.flatMap((name) => {
      const [b, a] = [namesBefore.get(name), namesAfter.get(name)];
      return compare(b?.item, a?.item, [...path, name], [...place, a?.at ?? b?.at ?? 0]);
    });
    // The same entries in another order.
    return found.length > 0
      ? found
      : [{ path, pointer, kind: "changed", before: [...namesBefore.keys()], after: [...namesAfter.keys()] }];
  }
  return [{ path, pointer, kind: "changed", before, after }];
}

/** A list's entries by their name; undefined when it isn't a list of named entries or a name comes twice. */
export function namesOf(value: unknown): Map<string, { item: Record<string, unknown>; at: number }> | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = new Map<string, { item: Record<string, unknown>; at: number }>();
  for (const [at, item] of value.entries()) {
    const name = isObject(item) ? (item.id ?? item.code ?? item.number ?? item.trunk ?? item.port) : undefined;
    if (typeof name !== "string" || names.has(name)) return undefined;
    names.set(name, { item: item as Record<string, unknown>, at });
  }
  return names;
}

/** Equality of plain data; the order of keys does not matter, that of lists does. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
