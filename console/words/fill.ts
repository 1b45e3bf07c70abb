/** A count of five digits and more is read in groups; both languages write them so. */
const counted = (n: number): string => (Math.abs(n) < 10_000 ? String(n) : n.toLocaleString("en-GB"));

/** Puts values into a sentence's `{places}`. With `n` and a sentence of two forms, `one|many`, the fitting form is taken. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  const [one = "", many] = sentence.split("|");
  const form = many !== undefined && Number(values.n) !== 1 ? many : one;
  return form.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : typeof value === "number" && name === "n" ? counted(value) : String(value);
  });
}
