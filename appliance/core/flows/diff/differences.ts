/** One difference between two pieces of plain data; `parts` lead to it. */
export type Difference = { op: "add" | "remove" | "replace"; parts: string[]; from?: unknown; to?: unknown };

type Dictionary = Record<string, unknown>;
export const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What leads from one to the other, as deep as both are of a kind. Carried out in order they make the second of the first. */
export function differences(from: unknown, to: unknown, parts: string[] = []): Difference[] {
  if (Object.is(from, to)) return [];
  if (isDictionary(from) && isDictionary(to)) return inDictionaries(from, to, parts);
  if (Array.isArray(from) && Array.isArray(to)) return inLists(from, to, parts);
  return [{ op: "replace", parts, from, to }];
}

function inDictionaries(from: Dictionary, to: Dictionary, parts: string[]): Difference[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names.flatMap((name): Difference[] => {
    const here = [...parts, name];
    if (!Object.hasOwn(to, name)) return [{ op: "remove", parts: here, from: from[name] }];
    if (!Object.hasOwn(from, name)) return [{ op: "add", parts: here, to: to[name] }];
    return differences(from[name], to[name], here);
  });
}

function inLists(from: unknown[], to: unknown[], parts: string[]): Difference[] {
  const both = Math.min(from.length, to.length);
  const found: Difference[] = [];
  for (let i = 0; i < both; i++) found.push(...differences(from[i], to[i], [...parts, String(i)]));
  // From the end, so that each index still names the same entry when its turn comes.
  for (let i = from.length - 1; i >= both; i--) found.push({ op: "remove", parts: [...parts, String(i)], from: from[i] });
  for (let i = both; i < to.length; i++) found.push({ op: "add", parts: [...parts, String(i)], to: to[i] });
  return found;
}

export const pointerOf = (parts: readonly string[]): string =>
  parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
export const partsOf = (pointer: string): string[] =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
