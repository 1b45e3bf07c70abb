import { type BinaryOperator, type SourceProblem, type Syntax, signatureOf, type Vocabulary } from "./syntax.ts";
import { type Token, tokens } from "./tokens.ts";

const lengthLimit = 500;
const depthLimit = 32;

/** What stands for itself in words: higher binds tighter. Comparisons don't chain. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">=", "startsWith", "endsWith", "contains"],
  ["+", "-"],
  ["*", "/", "%"],
];
const comparisonLevel = 2;

class Refusal extends Error {
  readonly problem: SourceProblem;
  constructor(at: number, zh: string, en: string) {
    super(en);
    this.problem = { at, reason: { zh, en } };
  }
}

class Reader {
  #next = 0;
  readonly #tokens: readonly Token[];
  readonly #vocabulary: Vocabulary;

  constructor(list: readonly Token[], vocabulary: Vocabulary) {
    this.#tokens = list;
    this.#vocabulary = vocabulary;
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  take(): Token {
    const token = this.token;
    if (token.kind !== "end") this.#next++;
    return token;
  }

  /** Takes the token when it is this sign or word. */
  takes(text: string): boolean {
    const { token } = this;
    const here = (token.kind === "sign" || token.kind === "word") && token.text === text;
    if (here) this.#next++;
    return here;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.#unexpected(`这里应当是“${text}”`, `"${text}" is missing here`);
  }

  #unexpected(zh: string, en: string): Refusal {
    return new Refusal(this.token.at, zh, en);
  }

  binary(level: number, depth: number): Syntax {
    if (depth > depthLimit) throw this.#unexpected("括号套得太深", "nested too deeply");
    if (level === levels.length) return this.unary(depth);
    // "not" binds looser than comparisons: not hour > 9.
    if (level === comparisonLevel && this.token.kind === "word" && this.token.text === "not") {
      const { at } = this.take();
      return { kind: "not", at, of: this.binary(comparisonLevel, depth + 1) };
    }
    let left = this.binary(level + 1, depth);
    for (;;) {
      const { token } = this;
      if (level === comparisonLevel && token.kind === "word" && token.text === "in") {
        this.take();
        left = { kind: "in", at: token.at, of: left, list: this.#list("[", "]", depth) };
      } else {
        const operator =
          token.kind === "sign" || token.kind === "word" ? levels[level]!.find((o) => o === token.text) : undefined;
        if (operator === undefined) return left;
        this.take();
        left = { kind: "binary", at: token.at, operator, left, right: this.binary(level + 1, depth + 1) };
      }
      if (level !== comparisonLevel) continue;
      const after = this.token;
      if (
        after.kind !== "end" &&
        (after.kind === "sign" || after.kind === "word") &&
        levels[level]!.some((o) => o === after.text)
      )
        throw this.#unexpected("比较不能连写", "comparisons can't be chained");
      return left;
    }
  }

  unary(depth: number): Syntax {
    if (depth > depthLimit) throw this.#unexpected("括号套得太深", "nested too deeply");
    const { token } = this;
    if (this.takes("-")) return { kind: "minus", at: token.at, of: this.unary(depth + 1) };
    return this.primary(depth);
  }

  primary(depth: number): Syntax {
    const token = this.take();
    switch (token.kind) {
      case "number":
      case "text":
        return { kind: "value", at: token.at, value: token.value };
      case "sign": {
        if (token.text !== "(") break;
        const inner = this.binary(0, depth + 1);
        this.expect(")");
        return inner;
      }
      case "word":
        return this.#word(token.text, token.at, depth);
      case "end":
        throw new Refusal(token.at, "表达式没有写完", "the expression ends too early");
    }
    throw new Refusal(token.at, `这里不能写“${token.text}”`, `"${token.text}" can't stand here`);
  }

  #word(word: string, at: number, depth: number): Syntax {
    if (word === "true" || word === "false") return { kind: "value", at, value: word === "true" };
    if (word === "vars") {
      this.expect(".");
      const name = this.take();
      if (name.kind !== "word") throw new Refusal(name.at, "vars. 后面应当是变量名", "a variable's name must follow vars.");
      return { kind: "name", at, name: name.text, of: "variables" };
    }
    const call = this.token.kind === "sign" && this.token.text === "(";
    if (!call && ["and", "or", "not", "in", "startsWith", "endsWith", "contains"].includes(word))
      throw new Refusal(at, `这里不能写“${word}”`, `"${word}" can't stand here`);
    if (!call) return { kind: "name", at, name: word, of: Object.hasOwn(this.#vocabulary.facts, word) ? "facts" : "variables" };
    const signature = signatureOf(word, this.#vocabulary);
    if (!signature) throw new Refusal(at, `没有函数 ${word}`, `there is no function ${word}`);
    const given = this.#list("(", ")", depth);
    const wanted = signature.takes.length;
    if (given.length !== wanted)
      throw new Refusal(at, `${word} 需要 ${wanted} 个参数`, `${word} takes ${wanted} argument${wanted === 1 ? "" : "s"}`);
    return { kind: "call", at, name: word, given };
  }

  #list(open: string, close: string, depth: number): Syntax[] {
    this.expect(open);
    const list: Syntax[] = [];
    if (this.takes(close)) return list;
    do list.push(this.binary(0, depth + 1));
    while (this.takes(","));
    this.expect(close);
    return list;
  }
}

export type Parsed = { ok: true; syntax: Syntax; format?: { name: string; at: number } } | { ok: false; problem: SourceProblem };

/** Reads an expression; with `format`, a `| format` may follow (templates). At most 500 characters, 32 levels deep. */
export function parseExpression(source: string, vocabulary: Vocabulary, format = false): Parsed {
  if (source.length > lengthLimit)
    return { ok: false, problem: { at: lengthLimit, reason: { zh: "表达式太长", en: "the expression is too long" } } };
  const cut = tokens(source);
  if ("problem" in cut) return { ok: false, problem: cut.problem };
  const reader = new Reader(cut.tokens, vocabulary);
  try {
    const syntax = reader.binary(0, 0);
    if (format && reader.takes("|")) {
      const name = reader.take();
      if (name.kind !== "word") throw new Refusal(name.at, "竖线后面应当是读法", "a way of saying must follow the bar");
      if (reader.token.kind === "end") return { ok: true, syntax, format: { name: name.text, at: name.at } };
    }
    if (reader.token.kind === "end") return { ok: true, syntax };
    throw new Refusal(reader.token.at, "这里多出了内容", "something is left over here");
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}
