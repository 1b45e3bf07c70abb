const mostValues = 100;
const longestValue = 500;
const deepest = 5;

/** A JSON answer as flat text values: `{a: {b: 1}, c: [{d: 2}]}` becomes `{"a.b": "1", "c.0.d": "2"}`. Bounded in number, depth and length. */
export function flatValues(answer: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  let count = 0;
  const visit = (value: unknown, path: string, depth: number): void => {
    if (count >= mostValues || value === null || value === undefined) return;
    if (typeof value === "object") {
      if (depth >= deepest) return;
      for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key, depth + 1);
      return;
    }
    count++;
    values[(path || "value").slice(0, 120)] = String(value).slice(0, longestValue);
  };
  visit(answer, "", 0);
  return values;
}
