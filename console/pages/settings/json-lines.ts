import { formatPointer } from "../../settings/pointer.ts";

/** The text of a document, two spaces deep, and for every place the line on which it begins (from 0). */
export function jsonLines(document: unknown): { text: string; lineOf: Map<string, number> } {
  const lines: string[] = [];
  const lineOf = new Map<string, number>();
  const write = (value: unknown, parts: string[], indent: string, lead: string, tail: string): void => {
    lineOf.set(formatPointer(parts), lines.length);
    const entries: [string, unknown][] | undefined = Array.isArray(value)
      ? value.map((v, i) => [String(i), v])
      : typeof value === "object" && value !== null
        ? Object.entries(value)
        : undefined;
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    if (!entries || entries.length === 0) {
      lines.push(`${indent}${lead}${entries ? open + close : JSON.stringify(value)}${tail}`);
      return;
    }
    lines.push(`${indent}${lead}${open}`);
    for (const [i, [key, child]] of entries.entries())
      write(
        child,
        [...parts, key],
        `${indent}  `,
        Array.isArray(value) ? "" : `${JSON.stringify(key)}: `,
        i < entries.length - 1 ? "," : "",
      );
    lines.push(`${indent}${close}${tail}`);
  };
  write(document, [], "", "", "");
  return { text: lines.join("\n"), lineOf };
}

/** The line of a place, or of the nearest place around it. */
export function nearestLine(lineOf: Map<string, number>, pointer: string): number {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = lineOf.get(at);
    if (line !== undefined) return line;
    if (at === "") return 0;
  }
}
