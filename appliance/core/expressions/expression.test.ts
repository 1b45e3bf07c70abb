import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, evaluateCondition, type Surroundings, textOf } from "./evaluate.ts";
import { parseExpression } from "./parse.ts";
import { functions, isReserved, type Value, type Vocabulary } from "./syntax.ts";
import { fillTemplate, parseTemplate } from "./template.ts";
import { typeOf } from "./type-of.ts";
import { mentions } from "./walk.ts";

/** What somebody who uses the language might speak of. */
const vocabulary = {
  facts: {
    caller: "text",
    called: "text",
    line: "text",
    language: "text",
    date: "text",
    time: "text",
    weekday: "text",
    year: "number",
    month: "number",
    day: "number",
    hour: "number",
    minute: "number",
  },
  functions: {
    open: { takes: ["text"], gives: "boolean", refers: "calendar" },
    holiday: { takes: ["text"], gives: "boolean", refers: "calendar" },
    waiting: { takes: ["text"], gives: "number", refers: "queue" },
    agentsReady: { takes: ["text"], gives: "number", refers: "queue" },
    expectedWaitSec: { takes: ["text"], gives: "number", refers: "queue" },
  },
} as const satisfies Vocabulary;

const factValues: Record<string, Value> = {
  caller: "13800138000",
  called: "96100",
  line: "trunk",
  language: "zh",
  date: "2026-02-17",
  time: "08:05",
  weekday: "tue",
  year: 2026,
  month: 2,
  day: 17,
  hour: 8,
  minute: 5,
};
const variables: Record<string, Value> = { meter: "007", balance: "205.30", name: "Li", count: 3, yes: "true", empty: "" };
const around: Surroundings = {
  fact: (name) => factValues[name]!,
  variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  ask: (name, [id]) =>
    name === "open" || name === "holiday"
      ? id === "hotline"
        ? name === "open"
        : undefined
      : id === "q"
        ? { waiting: 3, agentsReady: 0, expectedWaitSec: 90 }[name]
        : undefined,
};
const run = (source: string) => {
  const parsed = parseExpression(source, vocabulary);
  if (!parsed.ok) return `parse ${parsed.problem.at}: ${parsed.problem.reason.en}`;
  const got = evaluate(parsed.syntax, around);
  return got.ok ? got.value : `run ${got.problem.at}: ${got.problem.reason.en}`;
};

describe("expressions", () => {
  it.each([
    [`caller startsWith "138" and hour >= 8 and open("hotline") and vars.meter != ""`, true],
    [`caller startsWith '139' or called == 96100`, true],
    [`not hour > 9`, true],
    [`not (hour > 9) and not false`, true],
    [`not not true`, true],
    [`1 + 2 * 3 - 4 / 2`, 5],
    [`(1 + 2) * 3`, 9],
    [`10 - 3 - 2`, 5],
    [`-2 - -3`, 1],
    [`7 % 4`, 3],
    [`0.1 + 0.2 == 0.3`, false],
    [`text(0.1 + 0.2) == "0.3"`, true],
    [`vars.meter == "007"`, true],
    [`meter == "7"`, false],
    [`meter == 7`, true],
    [`balance > 200 and balance <= 205.3`, true],
    [`balance * 2`, 410.6],
    [`"0" + "7"`, "07"],
    [`count + 1`, 4],
    [`name + 1`, "Li1"],
    [`time < "08:30"`, true],
    [`date >= "2026-02-15" and date <= "2026-02-23"`, true],
    [`weekday in ["sat", "sun"]`, false],
    [`hour in [7, 8, 9]`, true],
    [`"9" in []`, false],
    [`waiting("q") > 2 and agentsReady("q") == 0`, true],
    [`round(expectedWaitSec("q") / 60)`, 2],
    [`caller endsWith "000" and caller contains "0013"`, true],
    [`left(caller, 3) + right(caller, 2)`, "13800"],
    [`right(caller, 0)`, ""],
    [`length(unset) == 0 and unset == ""`, true],
    [`lower(name)`, "li"],
    [`yes and not empty`, true],
    [`"a\\"b\\n" == 'a"b\\n'`, true],
    [`open("hotline") and not holiday("hotline")`, true],
    [`false and 1 / 0 == 1`, false],
  ])("%s", (source, value) => expect(run(source)).toEqual(value));

  it.each([
    ["", "parse 0: the expression ends too early"],
    ["1 +", "parse 3: the expression ends too early"],
    ["1 2", "parse 2: something is left over here"],
    ["1 < 2 < 3", "parse 6: comparisons can't be chained"],
    ["caller = 1", `parse 7: "=" can't stand here`],
    [`"abc`, "parse 0: the quotation is not closed"],
    [`"a\\x"`, "parse 2: unknown escape"],
    ["12abc", `parse 0: "1" can't stand here`],
    ["nope(1)", "parse 0: there is no function nope"],
    ["open()", "parse 0: open takes 1 argument"],
    ["vars.", "parse 5: a variable's name must follow vars."],
    ["vars", `parse 4: "." is missing here`],
    ["(1", `parse 2: ")" is missing here`],
    ["and", `parse 0: "and" can't stand here`],
    ["hour in 5", `parse 8: "[" is missing here`],
    ["(".repeat(60), "parse 33: nested too deeply"],
    ["x".repeat(501), "parse 500: the expression is too long"],
    ["1 / 0", "run 2: division by zero"],
    [`name > 5`, `run 5: "Li" and "5" can't be ordered`],
    [`name and true`, `run 0: "Li" is neither yes nor no`],
    [`unset * 2`, `run 6: "" is not a number`],
    [`open("nowhere")`, `run 0: open doesn't know "nowhere"`],
    [`999999999999999 * 999999`, "run 16: the number is too large"],
    ["__proto__ - 1", `run 10: "" is not a number`],
  ])("%s fails there: %s", (source, told) => expect(run(source)).toBe(told));

  it("sees wrong types before it runs", () => {
    const problems = (source: string) => {
      const parsed = parseExpression(source, vocabulary);
      return parsed.ok ? typeOf(parsed.syntax, vocabulary).problems.map((p) => [p.at, p.reason.en]) : "unreadable";
    };
    expect(problems(`hour startsWith "1"`)).toEqual([[0, "a text is wanted here, not a number"]]);
    expect(problems(`caller and hour > 1`)).toEqual([[0, "yes or no is wanted here, not a text"]]);
    expect(problems(`open("x") > 1`)).toEqual([[10, "yes and no can't be ordered"]]);
    expect(problems(`hour == "8"`)).toEqual([[5, "a number can't be compared with a text"]]);
    expect(problems(`hour in [1, "2"]`)).toEqual([[12, "a number can't be compared with a text"]]);
    expect(problems(`vars.anything > 3 and vars.other startsWith vars.third`)).toEqual([]);
    // Every part is looked at once, however deep.
    expect(problems(`${"(".repeat(30)}true${" in [a,a])".repeat(29)})`)).toEqual([]);
  });

  it("knows whom it speaks of", () => {
    const parsed = parseExpression(`open("office") and vars.meter != "" and waiting(which) < extra and caller == ""`, vocabulary);
    if (!parsed.ok) throw new Error("unreadable");
    expect(mentions(parsed.syntax, vocabulary)).toEqual({
      variables: [
        { name: "meter", at: 19, tested: true },
        { name: "which", at: 48, tested: false },
        { name: "extra", at: 57, tested: false },
      ],
      ids: [{ of: "calendar", id: "office", at: 5 }],
      unclear: [{ function: "waiting", at: 40 }],
    });
  });

  it("reserves facts, functions and keywords", () => {
    for (const name of [
      ...Object.keys(vocabulary.facts),
      ...Object.keys(vocabulary.functions),
      ...Object.keys(functions),
      "and",
      "in",
      "vars",
    ])
      expect(isReserved(name, vocabulary)).toBe(true);
    for (const name of ["meter", "toString", "hasOwnProperty"]) expect(isReserved(name, vocabulary)).toBe(false);
  });

  const word = fc.constantFrom(
    ...Object.keys(vocabulary.facts),
    ...Object.keys(vocabulary.functions),
    ...Object.keys(functions),
    "and",
    "or",
    "not",
    "in",
    "vars",
    ".",
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    ">=",
    "startsWith",
    "meter",
    "count",
    "1",
    "0",
    "2.5",
    `"q"`,
    `"hotline"`,
    "true",
    "|",
    '"',
    "\\",
  );
  it("never throws, whatever is written, and stays in its limits", () => {
    const source = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((w) => w.join(" ")),
      fc.string({ maxLength: 80 }),
    );
    fc.assert(
      fc.property(source, (text) => {
        const parsed = parseExpression(text, vocabulary);
        if (!parsed.ok) {
          expect(parsed.problem.at).toBeGreaterThanOrEqual(0);
          expect(parsed.problem.at).toBeLessThanOrEqual(text.length);
          return;
        }
        typeOf(parsed.syntax, vocabulary);
        mentions(parsed.syntax, vocabulary);
        const got = evaluateCondition(parsed.syntax, around);
        if (!got.ok) expect(got.problem.reason.zh.length).toBeGreaterThan(0);
      }),
      { numRuns: 4000 },
    );
  });

  type Tree = { text: string; value: number };
  const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.nat(999).map((n) => ({ text: String(n), value: n })),
      fc.tuple(tie("tree"), fc.constantFrom("+", "-", "*"), tie("tree")).map(([a, op, b]) => ({
        text: `(${a.text} ${op} ${b.text})`,
        value: op === "+" ? a.value + b.value : op === "-" ? a.value - b.value : a.value * b.value,
      })),
    ),
  })).tree;
  it("computes what JavaScript computes", () => {
    fc.assert(
      fc.property(
        tree.filter((t) => t.text.length <= 500 && Math.abs(t.value) < 1e14),
        ({ text, value }) => {
          const got = run(text);
          if (typeof got === "number") expect(got).toBe(value);
          else expect(got).toMatch(/too large/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("templates", () => {
  const fill = (source: string) =>
    fillTemplate(source, vocabulary, around, (as, value) => (as === "text" ? value : `<${as} ${value}>`));
  it("put values in, said as asked", () => {
    expect(fill(`Meter {{meter|digits}}: {{ vars.balance | money }}, {{caller}} {{count + 1|ordinal}}`)).toEqual({
      text: "Meter <digits 007>: <money 205.30>, 13800138000 <ordinal 4>",
      problems: [],
    });
    expect(fill("no braces { } here").text).toBe("no braces { } here");
    expect(fill(`{{"}}" + "|"}}`).text).toBe("}}|");
    expect(textOf(0.1 + 0.2)).toBe("0.3");
  });
  it("leave out what fails and say where", () => {
    expect(fill("a {{1/0}} b").problems).toEqual([{ at: 5, reason: expect.objectContaining({ en: "division by zero" }) }]);
    expect(fill("a {{1/0}} b").text).toBe("a  b");
    expect(parseTemplate("x {{meter|sing}}", vocabulary).problems.map((p) => p.at)).toEqual([10]);
    expect(parseTemplate("x {{meter", vocabulary).problems.map((p) => p.at)).toEqual([2]);
    expect(parseTemplate("x {{}}", vocabulary).problems.map((p) => p.at)).toEqual([4]);
  });
  it("never throw", () => {
    const piece = fc.oneof(fc.constantFrom("{{", "}}", "|", "meter", '"', "money", "{", " ", "1/0"), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(typeof fill(pieces.join("")).text).toBe("string");
      }),
      { numRuns: 2000 },
    );
  });
});
