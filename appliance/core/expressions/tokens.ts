import type { SourceProblem } from "./syntax.ts";

export type Token =
  | { kind: "word"; text: string; at: number }
  | { kind: "text"; value: string; at: number }
  | { kind: "number"; value: number; at: number }
  | { kind: "sign"; text: string; at: number }
  | { kind: "end"; text: ""; at: number };

const escapes: Record<string, string> = { n: "\n", t: "\t", '"': '"', "'": "'", "\\": "\\" };
const signPattern = /==|!=|<=|>=|[<>+\-*/%(),.|[\]]/y;
const wordPattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const numberPattern = /\d{1,15}(?:\.\d{1,10})?(?![A-Za-z0-9_])/y;

/** Reads a quoted text that begins at `at`; the offset after it comes back too. */
function readText(source: string, at: number): { value: string; end: number } | SourceProblem {
  const quote = source[at];
  let value = "";
  for (let i = at + 1; i < source.length; i++) {
    const sign = source[i]!;
    if (sign === quote) return { value, end: i + 1 };
    if (sign === "\\") {
      const escaped = escapes[source[i + 1] ?? ""];
      if (escaped === undefined) return { at: i, reason: { zh: "不认识的转义符", en: "unknown escape" } };
      value += escaped;
      i++;
    } else value += sign;
  }
  return { at, reason: { zh: "引号没有结束", en: "the quotation is not closed" } };
}

/** Cuts a source into tokens, with an "end" token last. */
export function tokens(source: string): { tokens: Token[] } | { problem: SourceProblem } {
  const found: Token[] = [];
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  let at = 0;
  while (at < source.length) {
    const sign = source[at]!;
    if (/\s/.test(sign)) {
      at++;
      continue;
    }
    if (sign === '"' || sign === "'") {
      const text = readText(source, at);
      if (!("value" in text)) return { problem: text };
      found.push({ kind: "text", value: text.value, at });
      at = text.end;
      continue;
    }
    const word = match(wordPattern, at);
    const number = word === undefined ? match(numberPattern, at) : undefined;
    const other = word === undefined && number === undefined ? match(signPattern, at) : undefined;
    if (word !== undefined) found.push({ kind: "word", text: word, at });
    else if (number !== undefined) found.push({ kind: "number", value: Number(number), at });
    else if (other !== undefined) found.push({ kind: "sign", text: other, at });
    else return { problem: { at, reason: { zh: `这里不能写“${sign}”`, en: `"${sign}" can't stand here` } } };
    at += (word ?? number ?? other)!.length;
  }
  found.push({ kind: "end", text: "", at: source.length });
  return { tokens: found };
}
