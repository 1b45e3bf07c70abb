/** JSON pointers (RFC 6901): "/trunks/0/name". Documents are never changed in place: what an edit doesn't touch stays the same object. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const parsePointer = (pointer: string): string[] =>
  pointer === "" || pointer === "/"
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
export const formatPointer = (parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
export const under = (pointer: string, ...parts: (string | number)[]): string => pointer + formatPointer(parts);
/** Whether `pointer` is `root` or lies inside it. */
export const isWithin = (pointer: string, root: string): boolean => pointer === root || pointer.startsWith(`${root}/`);

export function getAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of parsePointer(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** Puts a value in place; `undefined` takes the property or the array's entry away. A missing parent is an error. */
export function setAt<T>(document: T, pointer: string, value: unknown): T {
  return put(document, parsePointer(pointer), value) as T;
}

function put(node: unknown, [part, ...rest]: string[], value: unknown): unknown {
  if (part === undefined) return value;
  if (typeof node !== "object" || node === null) throw new Error(`there is nothing to hold "${part}"`);
  if (Array.isArray(node)) {
    const at = Number(part);
    if (!Number.isInteger(at) || at < 0 || at > node.length) throw new Error(`"${part}" is no place in a list of ${node.length}`);
    if (rest.length === 0 && value === undefined) return node.toSpliced(at, 1);
    if (at === node.length && rest.length === 0) return [...node, value];
    return node.with(at, put(node[at], rest, value));
  }
  const { [part]: old, ...others } = node as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) return others;
  return { ...(node as object), [part]: put(old, rest, value) };
}

/** Moves an entry of a list up or down by one; at the edge nothing changes. */
export function moveAt<T>(document: T, pointer: string, from: number, by: -1 | 1): T {
  const list = getAt(document, pointer);
  if (!Array.isArray(list) || from + by < 0 || from + by >= list.length) return document;
  const [moved] = list.slice(from, from + 1);
  return setAt(document, pointer, list.toSpliced(from, 1).toSpliced(from + by, 0, moved));
}

/** Gives a record's entry another key and keeps its place among the others. */
export function renameAt<T>(document: T, pointer: string, from: string, to: string): T {
  const record = getAt(document, pointer);
  if (typeof record !== "object" || record === null || Array.isArray(record) || from === to || Object.hasOwn(record, to))
    return document;
  return setAt(
    document,
    pointer,
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value])),
  );
}
