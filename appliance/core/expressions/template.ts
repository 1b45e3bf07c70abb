import { type SayFormat, sayFormats } from "../../contract/flow.ts";
import type { Surroundings } from "./evaluate.ts";
import { evaluate, textOf } from "./evaluate.ts";
import { parseExpression } from "./parse.ts";
import type { SourceProblem, Syntax, Vocabulary } from "./syntax.ts";

export type TemplatePart = { kind: "text"; text: string } | { kind: "value"; at: number; syntax: Syntax; as: SayFormat };

const isFormat = (name: string): name is SayFormat => (sayFormats as readonly string[]).includes(name);

/** The offset of the `}}` that closes an expression; one inside quotation marks doesn't count. */
function closing(source: string, from: number): number {
  let quote = "";
  for (let i = from; i < source.length; i++) {
    const sign = source[i]!;
    if (quote !== "") {
      if (sign === "\\") i++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "}" && source[i + 1] === "}") return i;
  }
  return -1;
}

/** Cuts "Your balance is {{balance|money}}." into its parts. What can't be read is told, and left out. */
export function parseTemplate(source: string, vocabulary: Vocabulary): { parts: TemplatePart[]; problems: SourceProblem[] } {
  const parts: TemplatePart[] = [];
  const problems: SourceProblem[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    const end = open < 0 ? source.length : open;
    if (end > at) parts.push({ kind: "text", text: source.slice(at, end) });
    if (open < 0) break;
    const close = closing(source, open + 2);
    if (close < 0) {
      problems.push({ at: open, reason: { zh: "“{{”没有结束", en: "the {{ is not closed" } });
      break;
    }
    const parsed = parseExpression(source.slice(open + 2, close), vocabulary, true);
    if (!parsed.ok) problems.push({ at: open + 2 + parsed.problem.at, reason: parsed.problem.reason });
    else {
      const as = parsed.format?.name ?? "text";
      if (isFormat(as)) parts.push({ kind: "value", at: open + 2, syntax: parsed.syntax, as });
      else
        problems.push({
          at: open + 2 + (parsed.format?.at ?? 0),
          reason: {
            zh: `没有读法“${as}”，可用：${sayFormats.join("、")}`,
            en: `no way of saying "${as}"; there are ${sayFormats.join(", ")}`,
          },
        });
    }
    at = close + 2;
  }
  return { parts, problems };
}

/** Fills a template in. `say` makes words of a value; what fails is told and left out. */
export function fillTemplate(
  source: string,
  vocabulary: Vocabulary,
  around: Surroundings,
  say: (as: SayFormat, value: string) => string,
): { text: string; problems: SourceProblem[] } {
  const { parts, problems } = parseTemplate(source, vocabulary);
  let text = "";
  for (const part of parts) {
    if (part.kind === "text") text += part.text;
    else {
      const got = evaluate(part.syntax, around);
      if (got.ok) text += say(part.as, textOf(got.value));
      else problems.push({ at: part.at + got.problem.at, reason: got.problem.reason });
    }
  }
  return { text, problems };
}
