import { exhaustive } from "../../kit/exhaustive.ts";
import { type BinaryOperator, type SourceProblem, type Syntax, signatureOf, type ValueType, type Vocabulary } from "./syntax.ts";

const words: Record<ValueType, { zh: string; en: string }> = {
  text: { zh: "文字", en: "a text" },
  number: { zh: "数字", en: "a number" },
  boolean: { zh: "是或否", en: "yes or no" },
  any: { zh: "任意值", en: "any value" },
};

const operands: Partial<Record<BinaryOperator, ValueType>> = {
  or: "boolean",
  and: "boolean",
  startsWith: "text",
  endsWith: "text",
  contains: "text",
  "-": "number",
  "*": "number",
  "/": "number",
  "%": "number",
};

/** The type of an expression, and what can be seen to be wrong without running it. Variables are of any type. */
export function typeOf(syntax: Syntax, vocabulary: Vocabulary): { type: ValueType; problems: SourceProblem[] } {
  const problems: SourceProblem[] = [];
  const want = (wanted: ValueType, of: Syntax): void => {
    const got = type(of);
    if (wanted !== "any" && got !== "any" && got !== wanted)
      problems.push({
        at: of.at,
        reason: {
          zh: `这里要${words[wanted].zh}，不是${words[got].zh}`,
          en: `${words[wanted].en} is wanted here, not ${words[got].en}`,
        },
      });
  };
  const same = (a: ValueType, b: ValueType, at: number, ordered: boolean): void => {
    if (ordered && (a === "boolean" || b === "boolean"))
      problems.push({ at, reason: { zh: "是或否不能比大小", en: "yes and no can't be ordered" } });
    else if (a !== "any" && b !== "any" && a !== b)
      problems.push({
        at,
        reason: { zh: `${words[a].zh}不能和${words[b].zh}比较`, en: `${words[a].en} can't be compared with ${words[b].en}` },
      });
  };
  const binary = (node: Extract<Syntax, { kind: "binary" }>): ValueType => {
    const { operator, left, right, at } = node;
    const wanted = operands[operator];
    if (wanted !== undefined) {
      want(wanted, left);
      want(wanted, right);
      return wanted === "text" ? "boolean" : wanted;
    }
    if (operator === "+") {
      const a = type(left);
      const b = type(right);
      if (a === "number" && b === "number") return "number";
      return a === "text" || b === "text" ? "text" : "any";
    }
    same(type(left), type(right), at, operator !== "==" && operator !== "!=");
    return "boolean";
  };
  const listed = (node: Extract<Syntax, { kind: "in" }>): ValueType => {
    const of = type(node.of);
    for (const item of node.list) same(of, type(item), item.at, false);
    return "boolean";
  };
  const type = (node: Syntax): ValueType => {
    switch (node.kind) {
      case "value":
        return typeof node.value === "string" ? "text" : typeof node.value === "number" ? "number" : "boolean";
      case "name":
        return node.of === "facts" ? (vocabulary.facts[node.name] ?? "any") : "any";
      case "call": {
        const signature = signatureOf(node.name, vocabulary);
        for (const [i, wanted] of (signature?.takes ?? []).entries()) want(wanted, node.given[i]!);
        return signature?.gives ?? "any";
      }
      case "not":
        want("boolean", node.of);
        return "boolean";
      case "minus":
        want("number", node.of);
        return "number";
      case "in":
        return listed(node);
      case "binary":
        return binary(node);
      default:
        return exhaustive(node);
    }
  };
  const result = type(syntax);
  return { type: result, problems };
}
