import fc from "fast-check";
import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import type { CalendarSettings } from "../../contract/calendar.ts";
import { FlowDocument, type FlowNode, type PromptItem } from "../../contract/flow.ts";
import { checkFlow } from "./check-flow.ts";
import type { FlowEffect } from "./flow-effect.ts";
import type { FlowEvent } from "./flow-event.ts";
import { type FlowState, isOver } from "./flow-state.ts";
import { Rehearsal } from "./rehearsal.ts";
import { startFlow, stepFlow } from "./step-flow.ts";

const calendars: CalendarSettings[] = [
  {
    id: "office",
    name: "O",
    timeZone: "Asia/Shanghai",
    weekly: { mon: [{ from: "09:00", to: "17:00" }] },
    holidays: [],
    workdays: [],
  },
];
const queues = { hotline: { waiting: 2, agentsReady: 1, agentsLoggedIn: 2, expectedWaitSec: 60 } };
const lists = { prompts: ["welcome"], queues: ["hotline"], connectors: ["billing"], calendars: ["office"], phones: ["8001"] };

const ids = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"] as const;
const id = fc.constantFrom(...ids);
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
const document = (flowId: string): fc.Arbitrary<FlowDocument> =>
  fc
    .tuple(
      fc.tuple(...ids.map(() => node)),
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
      nodes: Object.fromEntries(ids.map((name, i) => [name, nodes[i]!])),
      ...back,
      ...person,
      ...apology,
    }));
const library = fc.tuple(document("main"), document("sub")).map((flows) => ({ flows }));

type Move =
  | { kind: "digit"; digit: string }
  | { kind: "play" | "timer" | "stale" | "record" | "resumed" | "gone" }
  | { kind: "lookup"; outcome: "ok" | "not-found" | "failed"; good: boolean }
  | { kind: "back"; outcome: "served" | "timeout" | "busy" | "failed" | "overflow" };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(..."0123456789*#").map((digit): Move => ({ kind: "digit", digit })) },
  { weight: 6, arbitrary: fc.constant<Move>({ kind: "play" }) },
  { weight: 4, arbitrary: fc.constant<Move>({ kind: "timer" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("lookup" as const),
      outcome: fc.constantFrom("ok" as const, "not-found" as const, "failed" as const),
      good: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("back" as const),
      outcome: fc.constantFrom("served" as const, "timeout" as const, "busy" as const, "failed" as const, "overflow" as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ kind: "record" }) },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ kind: "stale" }, { kind: "resumed" }, { kind: "gone" }) },
);

/** What the edges have under way for the flow, judged by the effects alone. */
class Outside {
  plays = new Set<string>();
  timers = new Set<string>();
  ends = 0;
  perform(effects: readonly FlowEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "flow.play") this.plays.add(effect.token);
      if (effect.do === "flow.stopPlay") this.plays.delete(effect.token);
      if (effect.do === "flow.timer") this.timers.add(effect.token);
      if (effect.do === "flow.cancelTimer") this.timers.delete(effect.token);
      if (effect.do === "flow.end") this.ends++;
    }
  }
}

/** The state waits for exactly what the outside has under way. */
function invariant(state: FlowState, outside: Outside): void {
  const { wait } = state;
  const timer = "timer" in wait ? wait.timer : undefined;
  const play =
    wait.kind === "play" || (wait.kind === "record" && wait.phase === "intro")
      ? wait.token
      : "play" in wait
        ? wait.play
        : undefined;
  expect([...outside.timers]).toEqual(timer === undefined ? [] : [timer]);
  expect([...outside.plays]).toEqual(play === undefined ? [] : [play]);
  expect(wait.kind).not.toBe("none");
  if (wait.kind === "ask") expect(play ?? timer).toBeDefined();
  if (wait.kind === "lookup") expect(timer ?? wait.answer).toBeDefined();
  if (wait.kind === "record" && wait.phase !== "intro") expect(timer).toBeDefined();
  expect(outside.ends).toBe(isOver(state) ? 1 : 0);
  expect(state.frames.length).toBeGreaterThan(0);
  expect(state.frames.length).toBeLessThanOrEqual(50);
  expect(state.typed.length).toBeLessThanOrEqual(32);
  for (const frame of state.frames) expect(frame.places.length).toBeLessThanOrEqual(ids.length);
}

function eventOf(state: FlowState, kind: Move): FlowEvent {
  const { wait } = state;
  const token = "token" in wait ? wait.token : "t1";
  switch (kind.kind) {
    case "digit":
      return { on: "digit", digit: kind.digit };
    case "play":
      return { on: "played", token: ("play" in wait ? wait.play : undefined) ?? token, how: "finished" };
    case "timer":
      return { on: "timer", token: ("timer" in wait ? wait.timer : undefined) ?? token };
    case "stale":
      return { on: "timer", token: "t0" };
    case "lookup":
      return { on: "lookedUp", token, outcome: kind.outcome, values: kind.good ? { "a.b": "12.30" } : { a: 1 } };
    case "back":
      return { on: "returned", token, outcome: kind.outcome };
    case "record":
      return { on: "recorded", token, how: "silence", recording: "r1", durationMs: 900 };
    case "resumed":
      return { on: "resumed" };
    case "gone":
      return { on: "gone" };
  }
}

const facts = { caller: "13800138000", called: "96100", line: "t" };

describe("any flow, any caller", () => {
  it("makes documents that the schema takes", () => {
    fc.assert(
      fc.property(document("main"), (flow) => Check(FlowDocument, flow)),
      { numRuns: 100 },
    );
  });

  it("never throws, always waits for something that is under way, or has ended", () => {
    fc.assert(
      fc.property(library, fc.array(move, { maxLength: 60 }), ({ flows }, moves) => {
        const outside = new Outside();
        let nowMs = Date.UTC(2026, 2, 2, 2);
        let state = startFlow({ flows }, "main", facts);
        const hear = (event: FlowEvent) => {
          nowMs += 700;
          // What was under way is lost while the box is away; a play or timer that comes in is no longer under way.
          if (event.on === "resumed" && state.wait.kind !== "away") {
            outside.plays.clear();
            outside.timers.clear();
          }
          if (event.on === "played") outside.plays.delete(event.token);
          if (event.on === "timer") outside.timers.delete(event.token);
          const stepped = stepFlow({ flows }, state, event, { nowMs, timeZone: "Asia/Shanghai", calendars, queues });
          state = stepped.state;
          outside.perform(stepped.effects);
          invariant(state, outside);
          expect(stepped.effects.length).toBeLessThan(1500);
        };
        hear({ on: "started" });
        for (const step of moves) {
          hear(eventOf(state, step));
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        }
        hear({ on: "gone" });
        expect(isOver(state)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("ends, or hands over, when the caller does nothing", () => {
    fc.assert(
      fc.property(library, fc.boolean(), (made, answers) => {
        const world = {
          startMs: 0,
          timeZone: "UTC",
          calendars,
          queues,
          ...(answers ? { lookup: () => ({ outcome: "ok" as const, values: { "a.b": "1" } }) } : {}),
        };
        const call = new Rehearsal(made, "main", facts, world).finish();
        expect(["over", "away"]).toContain(call.state.wait.kind);
      }),
      { numRuns: 150 },
    );
  });

  it("never runs in circles when the check found no error", () => {
    let passed = 0;
    fc.assert(
      fc.property(library, fc.array(move, { maxLength: 25 }), ({ flows }, moves) => {
        if (flows.some((flow) => checkFlow(flow, { ...lists, flows }).some((p) => p.severity === "error"))) return;
        passed++;
        let state = startFlow({ flows }, "main", facts);
        const said: string[] = [];
        for (const event of [{ on: "started" } as const, ...moves.map((m) => m)]) {
          const heard: FlowEvent = "on" in event ? event : eventOf(state, event);
          const stepped = stepFlow({ flows }, state, heard, { nowMs: 0, timeZone: "UTC", calendars, queues });
          state = stepped.state;
          for (const effect of stepped.effects) if (effect.do === "flow.note") said.push(effect.words.en);
        }
        expect(said).not.toContain("the flow runs in circles");
        expect(said.filter((words) => words.startsWith("there is no"))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});
