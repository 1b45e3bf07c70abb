import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { FlowDocument, type FlowNode } from "../../contract/flow.ts";
import { checkFlow } from "./check-flow.ts";

const end: FlowNode = { type: "hangup" };
const t = (zh: string, en = zh) => ({ kind: "text" as const, text: { zh, en } });
const prompt = (next: string, words = "x"): FlowNode => ({ type: "prompt", items: [t(words)], next });
const menu = (choices: Record<string, string>, more: Partial<Extract<FlowNode, { type: "menu" }>> = {}): FlowNode => ({
  type: "menu",
  items: [],
  choices: Object.fromEntries(Object.entries(choices).map(([key, next]) => [key, { next }])),
  timeoutMs: 5000,
  tries: 2,
  ...more,
});
const collect = (next: string, more: Partial<Extract<FlowNode, { type: "collect" }>> = {}): FlowNode => ({
  type: "collect",
  items: [],
  variable: "meter",
  label: { zh: "水表", en: "Meter" },
  minLength: 1,
  maxLength: 8,
  terminator: "#",
  firstDigitMs: 5000,
  interDigitMs: 3000,
  tries: 2,
  next,
  ...more,
});
const flow = (nodes: Record<string, FlowNode>, more: Partial<FlowDocument> = {}): FlowDocument => ({
  id: "test",
  name: "Test",
  languageDefault: "zh",
  start: Object.keys(nodes)[0]!,
  person: { key: "0", next: "person" },
  nodes: { ...nodes, person: { type: "queue", queue: "hotline" } },
  ...more,
});
const lists = { prompts: ["welcome"], queues: ["hotline"], connectors: ["billing"], calendars: ["office"], phones: ["8001"] };
const problems = (nodes: Record<string, FlowNode>, more: Partial<FlowDocument> = {}, others: FlowDocument[] = []) => {
  const document = flow(nodes, more);
  expect(Check(FlowDocument, document)).toBe(true);
  return checkFlow(document, { ...lists, flows: others }).map((p) => `${p.severity} ${p.path}: ${p.reason.en}`);
};

describe("checkFlow", () => {
  it("finds nothing wrong with a good flow", () => {
    expect(
      problems({
        a: prompt("m"),
        m: menu({ "1": "c", "2": "a" }),
        c: collect("s"),
        s: { type: "say", as: "digits", value: "{{meter}}", next: "end" },
        end,
      }),
    ).toEqual([]);
  });
  it.each<[string, Record<string, FlowNode>, string[]]>([
    [
      "an exit to nowhere",
      { a: prompt("gone"), end },
      [`error /nodes/a/next: there is no node "gone"`, `warning /nodes/end: "end" can't be reached`],
    ],
    ["a choice to nowhere", { m: menu({ "1": "gone" }) }, [`error /nodes/m/choices/1/next: there is no node "gone"`]],
    ["an unreachable node", { a: prompt("end"), b: prompt("end"), end }, [`warning /nodes/b: "b" can't be reached`]],
    [
      "a loop that never waits",
      {
        a: { type: "set", set: [{ variable: "x", value: "1" }], next: "b" },
        b: { type: "branch", cases: [{ when: "x == 1", next: "a" }], else: "end" },
        end,
      },
      ["error /nodes/a: goes round without ever waiting for the caller: test/a, test/b"],
    ],
    [
      "a loop of words",
      { a: prompt("b"), b: prompt("a") },
      ["error /nodes/a: goes round without ever waiting for the caller: test/a, test/b"],
    ],
    [
      "a loop of silence",
      { m: menu({ "1": "end" }, { onTimeout: { next: "a" } }), a: prompt("m"), end },
      [`warning /nodes/m: a caller who does nothing goes round at "m"`],
    ],
    ["a queue that doesn't exist", { q: { type: "queue", queue: "none" } }, [`error /nodes/q/queue: there is no queue "none"`]],
    [
      "a phone that doesn't exist",
      { q: { type: "transfer", to: { kind: "phone", phone: "9" }, ringMs: 5000 } },
      [`error /nodes/q/to/phone: there is no phone "9"`],
    ],
    [
      "a connector that doesn't exist",
      { l: { type: "lookup", connector: "none", request: {}, timeoutMs: 500, results: {}, ok: "end", failed: "end" }, end },
      [`error /nodes/l/connector: there is no connector "none"`],
    ],
    [
      "a flow that doesn't exist",
      { s: { type: "subflow", flow: "none", next: "end" }, end },
      [`error /nodes/s/flow: there is no flow "none"`],
    ],
    [
      "a prompt that doesn't exist",
      {
        a: {
          type: "prompt",
          items: [
            { kind: "prompt", prompt: "welcome" },
            { kind: "prompt", prompt: "none" },
          ],
          next: "end",
        },
        end,
      },
      [`error /nodes/a/items/1/prompt: there is no prompt "none"`],
    ],
    [
      "a calendar and a queue in an expression",
      { b: { type: "branch", cases: [{ when: `open("none") or waiting("none") > 1`, next: "end" }], else: "end" }, end },
      [`error /nodes/b/cases/0/when: there is no calendar "none"`, `error /nodes/b/cases/0/when: there is no queue "none"`],
    ],
    [
      "an expression that can't be read",
      { b: { type: "branch", cases: [{ when: "hour >", next: "end" }], else: "end" }, end },
      ["error /nodes/b/cases/0/when: character 7: the expression ends too early"],
    ],
    [
      "a condition that is none",
      { b: { type: "branch", cases: [{ when: "hour + 1", next: "end" }], else: "end" }, end },
      ["error /nodes/b/cases/0/when: a condition must be either yes or no"],
    ],
    [
      "wrong types",
      { b: { type: "branch", cases: [{ when: "hour startsWith caller", next: "end" }], else: "end" }, end },
      ["error /nodes/b/cases/0/when: character 1: a text is wanted here, not a number"],
    ],
    [
      "a template that can't be read",
      { a: prompt("end", "hello {{ caller | sing }}"), end },
      [
        expect.stringMatching(/^error \/nodes\/a\/items\/0\/text\/zh: character 19: no way of saying "sing"/),
        expect.stringMatching(/^error \/nodes\/a\/items\/0\/text\/en/),
      ],
    ],
    [
      "a sentence in one language",
      { a: { type: "prompt", items: [{ kind: "text", text: { zh: "你好" } }], next: "end" }, end },
      ["warning /nodes/a/items/0/text/en: English is missing; the other language will be spoken"],
    ],
    [
      "a sentence in none",
      { a: { type: "prompt", items: [{ kind: "text", text: {} }], next: "end" }, end },
      ["error /nodes/a/items/0/text: this sentence has no text"],
    ],
    [
      "a sentence meant for one language",
      { a: { type: "prompt", items: [{ kind: "text", language: "zh", text: { zh: "你好" } }], next: "end" }, end },
      [],
    ],
    [
      "a value that can't be said so",
      { a: { type: "say", as: "money", value: "lots", next: "end" }, end },
      [`error /nodes/a/value: "lots" can't be said as money`],
    ],
    [
      "a variable never set",
      { a: prompt("end", "{{meter}}"), end },
      ["warning /nodes/a/items/0/text/zh: the variable meter is never set"],
    ],
    [
      "a variable not yet set",
      { a: prompt("c", "{{meter}}"), c: collect("end"), end },
      ["warning /nodes/a/items/0/text/zh: the variable meter may still be empty here"],
    ],
    [
      "a variable set on one way only",
      { m: menu({ "1": "c", "2": "p" }), c: collect("p"), p: prompt("end", "{{meter}}"), end },
      ["warning /nodes/p/items/0/text/zh: the variable meter may still be empty here"],
    ],
    [
      "a variable asked whether it is set",
      {
        m: menu({ "1": "c", "2": "b" }),
        c: collect("b"),
        b: { type: "branch", cases: [{ when: `meter != "" and length(meter) > 3`, next: "end" }], else: "end" },
        end,
      },
      [],
    ],
    [
      "a variable of a failed lookup",
      {
        l: {
          type: "lookup",
          connector: "billing",
          request: {},
          timeoutMs: 500,
          results: { due: { from: "due" } },
          ok: "p",
          failed: "f",
        },
        p: prompt("end", "{{due}}"),
        f: prompt("end", "{{due}}"),
        end,
      },
      ["warning /nodes/f/items/0/text/zh: the variable due may still be empty here"],
    ],
    [
      "a reserved name",
      { c: collect("end", { variable: "caller" }), end },
      [`error /nodes/c/variable: "caller" means something else and can't be a variable`],
    ],
    ["no label", { c: collect("end", { label: {} }), end }, ["error /nodes/c/variable: there is no label for the agent"]],
    [
      "lengths and ranges the wrong way round",
      { c: collect("end", { minLength: 9, check: { kind: "range", min: 5, max: 1 } }), end },
      [
        "error /nodes/c/minLength: the least length is above the greatest",
        "error /nodes/c/check/min: the least value is above the greatest",
      ],
    ],
    [
      "a pattern that can't be read",
      { c: collect("end", { check: { kind: "pattern", pattern: "1[9-3]" } }), end },
      ["error /nodes/c/check/pattern: character 2: digits belong between the brackets"],
    ],
    [
      "a date that doesn't fit the length",
      { c: collect("end", { maxLength: 6, check: { kind: "date", form: "yyyymmdd" } }), end },
      ["error /nodes/c/check/form: the date has 8 digits, outside the length"],
    ],
    [
      "a choice on the person's key",
      { m: menu({ "0": "end" }), end },
      [`warning /nodes/m/choices/0: in "m", 0 doesn't lead to a person`],
    ],
  ])("tells of %s", (_, nodes, expected) => expect(problems(nodes)).toEqual(expected));

  it("tells of keys that contradict each other, and of nobody to talk to", () => {
    expect(problems({ end }, { back: { key: "0" } })).toEqual(["error /back/key: the back key is also the person's key"]);
    expect(problems({ c: collect("end", { terminator: "*" }), end }, { back: { key: "*" } })).toEqual([
      `warning /nodes/c/terminator: the terminator of "c" is the back key: there is no way back here`,
    ]);
    const nobody = flow({ end });
    delete nobody.person;
    delete nobody.nodes.person;
    expect(checkFlow(nobody, { ...lists, flows: [] }).map((p) => p.path)).toEqual(["/person"]);
    const caller: FlowDocument = flow({ s: { type: "subflow", flow: "test", next: "end" }, end }, { id: "caller" });
    expect(checkFlow(nobody, { ...lists, flows: [caller] })).toEqual([]);
    expect(problems({ end }, { start: "none", person: { key: "0", next: "nobody" } })).toEqual([
      `error /start: there is no node "none"`,
      `error /person/next: there is no node "nobody"`,
      `warning /nodes/end: "end" can't be reached`,
      `warning /nodes/person: "person" can't be reached`,
    ]);
  });

  it("sees a node without a way out", () => {
    const stuck = menu({ "1": "m" }, { onTimeout: { next: "m" }, onInvalid: { next: "m" }, person: false });
    expect(problems({ m: stuck })).toContain(`error /nodes/m: there is no way out of "m"`);
    expect(problems({ m: { ...stuck, person: true } as FlowNode })).not.toContain(`error /nodes/m: there is no way out of "m"`);
  });

  it("follows sub-flows: their loops, their variables, their circles", () => {
    const silent: FlowDocument = {
      id: "silent",
      name: "S",
      languageDefault: "zh",
      start: "s",
      nodes: { s: { type: "set", set: [{ variable: "x", value: "1" }], next: "r" }, r: { type: "return" } },
    };
    const asking: FlowDocument = {
      id: "asking",
      name: "A",
      languageDefault: "zh",
      start: "c",
      nodes: { c: collect("r"), r: { type: "return" } },
    };
    expect(problems({ a: { type: "subflow", flow: "silent", next: "a" } }, {}, [silent])).toContain(
      "error /nodes/a: goes round without ever waiting for the caller: test/a",
    );
    expect(
      problems({ a: { type: "subflow", flow: "asking", next: "a" } }, {}, [asking]).filter((p) =>
        p.includes("goes round without"),
      ),
    ).toEqual([]);
    expect(
      problems({ a: { type: "subflow", flow: "asking", next: "p" }, p: prompt("end", "{{meter}}"), end }, {}, [asking]),
    ).toEqual([]);
    const back: FlowDocument = {
      id: "back",
      name: "B",
      languageDefault: "zh",
      start: "s",
      nodes: { s: menu({ "1": "t" }), t: { type: "subflow", flow: "test", next: "r" }, r: { type: "return" } },
    };
    expect(problems({ m: menu({ "1": "a" }), a: { type: "subflow", flow: "back", next: "end" }, end }, {}, [back])).toContain(
      "warning /nodes: this flow calls itself again",
    );
    const uses: FlowDocument = {
      id: "uses",
      name: "U",
      languageDefault: "zh",
      start: "p",
      nodes: { p: prompt("r", "{{meter}}"), r: { type: "return" } },
    };
    const caller = flow({ c: collect("s"), s: { type: "subflow", flow: "uses", next: "end" }, end });
    expect(checkFlow(uses, { ...lists, flows: [caller] })).toEqual([]);
  });

  it("has a hint in both languages for everything", () => {
    const document = flow({
      a: prompt("gone", "{{nothing|sing}}"),
      m: menu({ "0": "a" }),
      c: collect("x", { variable: "caller", label: {}, minLength: 9 }),
    });
    const found = checkFlow(document, { ...lists, flows: [] });
    expect(found.length).toBeGreaterThan(5);
    for (const { reason, hint } of found)
      for (const words of [reason.zh, reason.en, hint.zh, hint.en]) expect(words.length).toBeGreaterThan(3);
  });
});
