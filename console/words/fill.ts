/** Puts values into a sentence's `{places}`. With `n` and a sentence of two forms, `one|many`, the fitting form is taken. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  const [one = "", many] = sentence.split("|");
  const form = many !== undefined && Number(values.n) !== 1 ? many : one;
  return form.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (place, name: string) => (name in values ? String(values[name]) : place));
}
