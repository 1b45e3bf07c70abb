import fc from "fast-check";
import type { FlowDocument, FlowNode, PromptItem } from "../../appliance/contract/flow.ts";

/** The nodes that random flows have. */
export const randomNodes = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"] as const;
const id = fc.constantFrom(...randomNodes);
const some = <T>(arbitrary: fc.Arbitrary<T>, key: string) =>
  fc.option(arbitrary, { nil: undefined }).map((value) => (value === undefined ? {} : { [key]: value }));
const merge = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((list) => Object.assign({}, ...list));
const text = fc.constantFrom("hello", "{{meter|digits}}", "{{vars.due|money}} {{1/0}}", "{{caller|phone}}", "{{", "");
const item: fc.Arbitrary<PromptItem> = fc.oneof(
  text.map((words) => ({ kind: "text" as const, text: { zh: words, en: `${words}.` } })),
  fc.constant({ kind: "prompt" as const, prompt: "welcome" }),
  fc.constant({ kind: "silence" as const, forMs: 100 }),
  fc
    .constantFrom("money", "digits", "position")
    .map((as) => ({ kind: "say" as const, as: as as "money", value: "{{meter}}", text: { en: "it is {{value}}" } })),
);
const items = fc.array(item, { maxLength: 2 });
const failing = merge(some(items, "items"), some(id, "next"));
const label = { zh: "值", en: "value" };
const variable = fc.constantFrom("meter", "due", "x");
const flag = (key: string) => some(fc.boolean(), key);
const common = merge(flag("back"), flag("person"));
const asking = merge(
  items.map((list) => ({ items: list })),
  flag("bargeIn"),
  fc.integer({ min: 1, max: 3 }).map((tries) => ({ tries })),
  some(failing, "onTimeout"),
  some(failing, "onInvalid"),
);
const choices = fc.dictionary(
  fc.constantFrom("1", "2", "3", "#", "0"),
  id.map((next) => ({ next })),
  { minKeys: 1, maxKeys: 4 },
);
const when = fc.constantFrom(
  `open("office")`,
  `meter != ""`,
  `hour > 5 and waiting("hotline") < 3`,
  `caller startsWith "1"`,
  `meter > 5`,
  "nonsense(",
  "true",
);
const fixed = <T extends object>(value: T) => fc.constant(value);
const node = fc.oneof(
  merge(
    common,
    fixed({ type: "prompt" }),
    items.map((list) => ({ items: list })),
    flag("bargeIn"),
    id.map((next) => ({ next })),
  ),
  merge(
    common,
    fixed({ type: "say", as: "money", value: "{{due}}" }),
    flag("bargeIn"),
    id.map((next) => ({ next })),
  ),
  merge(
    common,
    asking,
    fixed({ type: "menu", timeoutMs: 1000 }),
    choices.map((map) => ({ choices: map })),
  ),
  merge(
    common,
    asking,
    fixed({ type: "menu", timeoutMs: 1000 }),
    choices.map((map) => ({ choices: map })),
  ),
  merge(
    common,
    asking,
    fixed({ type: "collect", label, minLength: 1, firstDigitMs: 900, interDigitMs: 600 }),
    variable.map((name) => ({ variable: name })),
    fc.integer({ min: 1, max: 6 }).map((maxLength) => ({ maxLength })),
    fc.constantFrom("#", "*", "none").map((terminator) => ({ terminator })),
    flag("sensitive"),
    some(
      fc.constantFrom({ kind: "luhn" }, { kind: "range", min: 3, max: 500 }, { kind: "pattern", pattern: "1d{0,4}|2" }),
      "check",
    ),
    id.map((next) => ({ next })),
  ),
  merge(
    common,
    fixed({ type: "record", label, maxMs: 2000, silenceMs: 500 }),
    variable.map((name) => ({ variable: name })),
    some(items, "items"),
    fc.constantFrom("#", "any", "none").map((terminator) => ({ terminator })),
    id.map((next) => ({ next })),
    some(id, "onEmpty"),
  ),
  merge(
    common,
    fixed({ type: "branch" }),
    fc
      .array(
        fc.tuple(when, id).map(([w, next]) => ({ when: w, next })),
        { minLength: 1, maxLength: 3 },
      )
      .map((cases) => ({ cases })),
    id.map((other) => ({ else: other })),
  ),
  merge(
    common,
    fixed({
      type: "lookup",
      connector: "billing",
      request: { meter: "{{meter}}" },
      timeoutMs: 500,
      results: { due: { from: "a.b", label } },
    }),
    some(items, "items"),
    id.map((ok) => ({ ok })),
    some(id, "notFound"),
    id.map((failed) => ({ failed })),
  ),
  merge(
    common,
    fixed({ type: "set" }),
    fc
      .tuple(variable, fc.constantFrom("1", `meter + "1"`, "1/0", "due * 2"))
      .map(([name, value]) => ({ set: [{ variable: name, value }] })),
    id.map((next) => ({ next })),
  ),
  merge(common, fixed({ type: "queue", queue: "hotline" }), some(id, "onTimeout"), some(id, "onServed"), some(id, "onOverflow")),
  merge(
    common,
    fixed({ type: "transfer", ringMs: 5000 }),
    fc.constantFrom({ kind: "phone", phone: "8001" }, { kind: "number", number: "0{{meter}}" }).map((to) => ({ to })),
    some(id, "onBusy"),
    some(id, "onFailed"),
  ),
  merge(common, fixed({ type: "voicemail", box: "office" }), some(id, "next")),
  merge(common, fixed({ type: "survey", survey: "after" }), some(id, "next"), some(id, "onLow"), some(id, "onUnanswered")),
  merge(
    common,
    fixed({ type: "subflow" }),
    fc.constantFrom("main", "sub").map((flow) => ({ flow })),
    id.map((next) => ({ next })),
  ),
  fixed({ type: "return" }),
  merge(fixed({ type: "hangup" }), some(items, "items")),
  merge(
    common,
    fixed({ type: "language", how: { kind: "set", language: "en" } }),
    id.map((next) => ({ next })),
  ),
  merge(
    common,
    fixed({ type: "language" }),
    asking.map((ask) => ({ how: { kind: "choose", keys: { "1": "zh", "2": "en" }, timeoutMs: 700, ...ask } })),
    id.map((next) => ({ next })),
  ),
) as fc.Arbitrary<FlowNode>;
/** Any flow that the schema takes, with eight nodes that lead to one another. Words name a few queues, connectors and calendars. */
export const randomFlow = (flowId: string): fc.Arbitrary<FlowDocument> =>
  fc
    .tuple(
      fc.tuple(...randomNodes.map(() => node)),
      some(fc.constantFrom({ key: "*" }), "back"),
      some(
        id.map((next) => ({ key: "0", next })),
        "person",
      ),
      some(items, "apology"),
    )
    .map(([nodes, back, person, apology]) => ({
      id: flowId,
      name: flowId,
      languageDefault: "zh" as const,
      start: "n0",
      nodes: Object.fromEntries(randomNodes.map((name, i) => [name, nodes[i]!])),
      ...back,
      ...person,
      ...apology,
    }));
