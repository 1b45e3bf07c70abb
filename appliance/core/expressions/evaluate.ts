import { exhaustive } from "../../kit/exhaustive.ts";
import { type BinaryOperator, type FunctionName, isFunction, type SourceProblem, type Syntax, type Value } from "./syntax.ts";

/** What an expression can ask. `ask` is for the vocabulary's own functions; undefined fails the expression. A variable that isn't there is "". */
export type Surroundings = {
  /** Only names of the vocabulary's facts are asked for. */
  fact(name: string): Value;
  variable(name: string): Value | undefined;
  ask(name: string, given: readonly Value[]): Value | undefined;
};

export type Evaluated = { ok: true; value: Value } | { ok: false; problem: SourceProblem };

const textLimit = 1000;

/** Numbers without the dust of binary fractions: 0.1 + 0.2 is "0.3". */
export const textOf = (value: Value): string => (typeof value === "number" ? String(Number(value.toFixed(8))) : String(value));

const numeric = (value: Value): number | undefined => {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined;
};

const truths: Record<string, boolean> = { true: true, yes: true, "1": true, false: false, no: false, "0": false, "": false };

class Failure extends Error {
  readonly problem: SourceProblem;
  constructor(at: number, zh: string, en: string) {
    super(en);
    this.problem = { at, reason: { zh, en } };
  }
}

const numberAt = (value: Value, at: number): number => {
  const read = numeric(value);
  if (read === undefined || !Number.isFinite(read))
    throw new Failure(at, `“${textOf(value).slice(0, 40)}”不是数字`, `"${textOf(value).slice(0, 40)}" is not a number`);
  return read;
};

const booleanAt = (value: Value, at: number): boolean => {
  const read = typeof value === "boolean" ? value : typeof value === "string" ? truths[value.toLowerCase()] : undefined;
  if (read === undefined)
    throw new Failure(
      at,
      `“${textOf(value).slice(0, 40)}”不是“是”或“否”`,
      `"${textOf(value).slice(0, 40)}" is neither yes nor no`,
    );
  return read;
};

/** Equal as numbers when either is one and both read as one, else as text ("007" is not "7"). */
function equal(a: Value, b: Value): boolean {
  if (typeof a === "number" || typeof b === "number") {
    const x = numeric(a);
    const y = numeric(b);
    if (x !== undefined && y !== undefined) return x === y;
  }
  return textOf(a) === textOf(b);
}

/** Negative, zero or positive. Numbers by size when both read as numbers; two other texts by their letters ("08:30" < "17:00"). */
function order(a: Value, b: Value, at: number): number {
  const x = numeric(a);
  const y = numeric(b);
  if (x !== undefined && y !== undefined) return x - y;
  if (typeof a === "string" && typeof b === "string" && a !== "" && b !== "") return a < b ? -1 : a > b ? 1 : 0;
  throw new Failure(
    at,
    `“${textOf(a).slice(0, 40)}”和“${textOf(b).slice(0, 40)}”不能比大小`,
    `"${textOf(a).slice(0, 40)}" and "${textOf(b).slice(0, 40)}" can't be ordered`,
  );
}

function arithmetic(operator: "+" | "-" | "*" | "/" | "%", x: number, y: number, at: number): number {
  if ((operator === "/" || operator === "%") && y === 0) throw new Failure(at, "除数为零", "division by zero");
  const result =
    operator === "+" ? x + y : operator === "-" ? x - y : operator === "*" ? x * y : operator === "/" ? x / y : x % y;
  if (!Number.isFinite(result) || Math.abs(result) > 1e15) throw new Failure(at, "数字太大", "the number is too large");
  return result;
}

function combine(operator: Exclude<BinaryOperator, "and" | "or">, a: Value, b: Value, at: number): Value {
  switch (operator) {
    case "==":
      return equal(a, b);
    case "!=":
      return !equal(a, b);
    case "<":
      return order(a, b, at) < 0;
    case "<=":
      return order(a, b, at) <= 0;
    case ">":
      return order(a, b, at) > 0;
    case ">=":
      return order(a, b, at) >= 0;
    case "startsWith":
      return textOf(a).startsWith(textOf(b));
    case "endsWith":
      return textOf(a).endsWith(textOf(b));
    case "contains":
      return textOf(a).includes(textOf(b));
    case "+":
      // Adds when one is a number and the other reads as one; else it joins: "0" + "7" is "07".
      if ((typeof a === "number" || typeof b === "number") && numeric(a) !== undefined && numeric(b) !== undefined)
        return arithmetic("+", numberAt(a, at), numberAt(b, at), at);
      return (textOf(a) + textOf(b)).slice(0, textLimit);
    case "-":
    case "*":
    case "/":
    case "%":
      return arithmetic(operator, numberAt(a, at), numberAt(b, at), at);
    default:
      return exhaustive(operator);
  }
}

function call(name: string, given: readonly Value[], at: number, around: Surroundings): Value {
  if (isFunction(name)) return callOwn(name, given, at);
  const answer = around.ask(name, given);
  if (answer !== undefined) return answer;
  const first = textOf(given[0] ?? "").slice(0, 40);
  throw new Failure(at, `${name} 不认识“${first}”`, `${name} doesn't know "${first}"`);
}

function callOwn(name: FunctionName, given: readonly Value[], at: number): Value {
  const [first = "", second = ""] = given;
  switch (name) {
    case "length":
      return textOf(first).length;
    case "number":
      return numberAt(first, at);
    case "text":
      return textOf(first);
    case "round":
      return Math.round(numberAt(first, at));
    case "lower":
      return textOf(first).toLowerCase();
    case "left":
      return textOf(first).slice(0, Math.max(0, numberAt(second, at)));
    case "right": {
      const wanted = Math.max(0, Math.trunc(numberAt(second, at)));
      return wanted === 0 ? "" : textOf(first).slice(-wanted);
    }
    default:
      return exhaustive(name);
  }
}

function run(node: Syntax, around: Surroundings): Value {
  switch (node.kind) {
    case "value":
      return node.value;
    case "name":
      return node.of === "facts" ? around.fact(node.name) : (around.variable(node.name) ?? "");
    case "not":
      return !booleanAt(run(node.of, around), node.at);
    case "minus":
      return -numberAt(run(node.of, around), node.at);
    case "in": {
      const value = run(node.of, around);
      return node.list.some((item) => equal(value, run(item, around)));
    }
    case "call":
      return call(
        node.name,
        node.given.map((given) => run(given, around)),
        node.at,
        around,
      );
    case "binary": {
      const { operator, left, right, at } = node;
      if (operator === "and") return booleanAt(run(left, around), left.at) && booleanAt(run(right, around), right.at);
      if (operator === "or") return booleanAt(run(left, around), left.at) || booleanAt(run(right, around), right.at);
      return combine(operator, run(left, around), run(right, around), at);
    }
    default:
      return exhaustive(node);
  }
}

/** Runs a parsed expression. Its cost is bounded by its length: there are no loops. */
export function evaluate(syntax: Syntax, around: Surroundings): Evaluated {
  try {
    return { ok: true, value: run(syntax, around) };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** A condition's answer, or why there is none. */
export function evaluateCondition(
  syntax: Syntax,
  around: Surroundings,
): { ok: true; value: boolean } | { ok: false; problem: SourceProblem } {
  const got = evaluate(syntax, around);
  if (!got.ok) return got;
  try {
    return { ok: true, value: booleanAt(got.value, 0) };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, problem: error.problem };
    throw error;
  }
}
