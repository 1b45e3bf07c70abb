import { parseExpression } from "../expressions/parse.ts";
import type { SourceProblem } from "../expressions/syntax.ts";
import { typeOf } from "../expressions/type-of.ts";
import { ruleVocabulary } from "./rule-vocabulary.ts";

/** What is wrong with a queue's rule, and at which character. */
export function checkRule(source: string): SourceProblem[] {
  const parsed = parseExpression(source, ruleVocabulary);
  if (!parsed.ok) return [parsed.problem];
  const { type, problems } = typeOf(parsed.syntax, ruleVocabulary);
  if (problems.length > 0 || type !== "text") return problems;
  return [{ at: 0, reason: { zh: "规则应得出数字，或“是/否”", en: "a rule must come to a number, or to yes or no" } }];
}
