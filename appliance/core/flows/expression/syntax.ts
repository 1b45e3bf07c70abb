import type { Sentence } from "../../../contract/records.ts";

/** `at` is the offset in the source of what the node is about. */
export type Syntax =
  | { kind: "value"; at: number; value: Value }
  | { kind: "name"; at: number; name: string; ofVariables: boolean }
  | { kind: "call"; at: number; name: FunctionName; given: Syntax[] }
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

/** What the call and the moment know; everything else is a variable. */
export const facts = {
  caller: "text",
  called: "text",
  line: "text",
  language: "text",
  /** Local, of the site: "2026-02-17", "08:05", "mon". */
  date: "text",
  time: "text",
  weekday: "text",
  year: "number",
  month: "number",
  day: "number",
  hour: "number",
  minute: "number",
} as const satisfies Record<string, ValueType>;
export type FactName = keyof typeof facts;
export const isFact = (name: string): name is FactName => Object.hasOwn(facts, name);

/** What the functions take and give. `refers` says whose id the first argument is. */
export const functions = {
  open: { takes: ["text"], gives: "boolean", refers: "calendar" },
  holiday: { takes: ["text"], gives: "boolean", refers: "calendar" },
  waiting: { takes: ["text"], gives: "number", refers: "queue" },
  agentsReady: { takes: ["text"], gives: "number", refers: "queue" },
  agentsLoggedIn: { takes: ["text"], gives: "number", refers: "queue" },
  expectedWaitSec: { takes: ["text"], gives: "number", refers: "queue" },
  length: { takes: ["text"], gives: "number" },
  number: { takes: ["any"], gives: "number" },
  text: { takes: ["any"], gives: "text" },
  round: { takes: ["number"], gives: "number" },
  lower: { takes: ["text"], gives: "text" },
  left: { takes: ["text", "number"], gives: "text" },
  right: { takes: ["text", "number"], gives: "text" },
} as const satisfies Record<string, { takes: readonly ValueType[]; gives: ValueType; refers?: "calendar" | "queue" }>;
export type FunctionName = keyof typeof functions;
export const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);

const keywords = ["and", "or", "not", "in", "true", "false", "startsWith", "endsWith", "contains", "vars"] as const;
/** Names that a variable can't have, because a bare name would mean something else. */
export const isReserved = (name: string): boolean =>
  isFact(name) || isFunction(name) || (keywords as readonly string[]).includes(name);
