import type { Sentence } from "../../contract/records.ts";

/** `at` is the offset in the source of what the node is about. */
export type Syntax =
  | { kind: "value"; at: number; value: Value }
  | { kind: "name"; at: number; name: string; of: "facts" | "variables" }
  | { kind: "call"; at: number; name: string; given: Syntax[] }
  | { kind: "not" | "minus"; at: number; of: Syntax }
  | { kind: "binary"; at: number; operator: BinaryOperator; left: Syntax; right: Syntax }
  | { kind: "in"; at: number; of: Syntax; list: Syntax[] };

export type Value = string | number | boolean;
export type ValueType = "text" | "number" | "boolean" | "any";

const binaryOperators = [
  "or",
  "and",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "startsWith",
  "endsWith",
  "contains",
  "+",
  "-",
  "*",
  "/",
  "%",
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

/** Something wrong with a text, and where: offset of its first character. */
export type SourceProblem = { at: number; reason: Sentence };

/** What a function takes and gives. `refers` says whose id the first argument is. */
export type Signature = { takes: readonly ValueType[]; gives: ValueType; refers?: "calendar" | "queue" };

/** What those who use the language can speak of beyond its own functions; any other name is a variable. */
export type Vocabulary = {
  facts: Readonly<Record<string, ValueType>>;
  functions: Readonly<Record<string, Signature>>;
};

/** The language's own functions. */
export const functions = {
  length: { takes: ["text"], gives: "number" },
  number: { takes: ["any"], gives: "number" },
  text: { takes: ["any"], gives: "text" },
  round: { takes: ["number"], gives: "number" },
  lower: { takes: ["text"], gives: "text" },
  left: { takes: ["text", "number"], gives: "text" },
  right: { takes: ["text", "number"], gives: "text" },
} as const satisfies Record<string, Signature>;
export type FunctionName = keyof typeof functions;
export const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);

export function signatureOf(name: string, vocabulary: Vocabulary): Signature | undefined {
  if (isFunction(name)) return functions[name];
  return Object.hasOwn(vocabulary.functions, name) ? vocabulary.functions[name] : undefined;
}

const keywords = ["and", "or", "not", "in", "true", "false", "startsWith", "endsWith", "contains", "vars"] as const;
/** Names that a variable can't have, because a bare name would mean something else. */
export const isReserved = (name: string, vocabulary: Vocabulary): boolean =>
  Object.hasOwn(vocabulary.facts, name) ||
  signatureOf(name, vocabulary) !== undefined ||
  (keywords as readonly string[]).includes(name);
