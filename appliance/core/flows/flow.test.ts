import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import type { CalendarSettings } from "../../contract/calendar.ts";
import { FlowDocument, type FlowNode } from "../../contract/flow.ts";
import type { FlowEvent } from "./flow-event.ts";
import { Rehearsal, type RehearsalWorld } from "./rehearsal.ts";
import { startFlow, stepFlow } from "./step-flow.ts";

const whole = [{ from: "00:00", to: "24:00" }];
const office: CalendarSettings = {
  id: "office",
  name: "Office",
  timeZone: "Asia/Shanghai",
  weekly: { mon: [{ from: "09:00", to: "17:00" }] },
  holidays: [],
  workdays: [],
};
const always: CalendarSettings = {
  ...office,
  id: "always",
  weekly: { mon: whole, tue: whole, wed: whole, thu: whole, fri: whole, sat: whole, sun: whole },
};
/** Monday, 10:30 in Shanghai. */
const monday = Date.UTC(2026, 2, 2, 2, 30);
const world: RehearsalWorld = {
  startMs: monday,
  timeZone: "Asia/Shanghai",
  calendars: [office, always],
  queues: { hotline: { waiting: 3, agentsReady: 0, agentsLoggedIn: 2, expectedWaitSec: 130 } },
};
const facts = { caller: "13800138000", called: "96100", line: "trunk" };
const t = (zh: string, en = zh) => ({ kind: "text" as const, text: { zh, en } });
const end: FlowNode = { type: "hangup" };
const prompt = (words: string, next: string, more: Partial<Extract<FlowNode, { type: "prompt" }>> = {}): FlowNode => ({
  type: "prompt",
  items: [t(words)],
  next,
  ...more,
});
const menu = (
  words: string,
  choices: Record<string, string>,
  more: Partial<Extract<FlowNode, { type: "menu" }>> = {},
): FlowNode => ({
  type: "menu",
  items: [t(words)],
  choices: Object.fromEntries(Object.entries(choices).map(([key, next]) => [key, { next }])),
  timeoutMs: 5000,
  tries: 3,
  ...more,
});
const collect = (words: string, next: string, more: Partial<Extract<FlowNode, { type: "collect" }>> = {}): FlowNode => ({
  type: "collect",
  items: [t(words)],
  variable: "meter",
  label: { zh: "水表", en: "Meter" },
  minLength: 3,
  maxLength: 6,
  terminator: "#",
  firstDigitMs: 6000,
  interDigitMs: 3000,
  tries: 2,
  next,
  ...more,
});
const flow = (nodes: Record<string, FlowNode>, more: Partial<FlowDocument> = {}): FlowDocument => {
  const made: FlowDocument = {
    id: "test",
    name: "Test",
    languageDefault: "en",
    start: Object.keys(nodes)[0]!,
    back: { key: "*" },
    person: { key: "0", next: "person" },
    nodes: { person: { type: "queue", queue: "hotline" }, ...nodes },
    ...more,
  };
  if (!Check(FlowDocument, made)) throw new Error("the test's flow is not a flow");
  return made;
};
const call = (
  nodes: Record<string, FlowNode>,
  more: Partial<FlowDocument> = {},
  other: Partial<RehearsalWorld> = {},
  others: FlowDocument[] = [],
) => new Rehearsal({ flows: [flow(nodes, more), ...others] }, "test", facts, { ...world, ...other });
const notes = (r: Rehearsal) => r.did("flow.note").map((n) => n.words.en);
const last = <T>(list: readonly T[]): T | undefined => list.at(-1);

describe("prompt", () => {
  it("speaks, then goes on", () => {
    const r = call({ a: prompt("one", "b"), b: prompt("two", "end"), end });
    expect(r.heard()).toEqual(["one"]);
    r.finish();
    expect(r.heard()).toEqual(["one", "two"]);
    expect(r.did("flow.end")).toEqual([{ do: "flow.end", why: "finished" }]);
  });
  it("speaks each kind of item, in the call's language or the item's own", () => {
    const r = call({
      a: {
        type: "prompt",
        items: [
          { kind: "prompt", prompt: "welcome" },
          { kind: "prompt", prompt: "welcome", language: "zh" },
          { kind: "silence", forMs: 200 },
          { kind: "text", text: { zh: "只有中文{{caller|phone}}" } },
          { kind: "text", language: "zh", text: { zh: "中文", en: "English" } },
          { kind: "say", as: "money", value: "{{200 + 5.3}}", text: { zh: "应缴{{value}}。", en: "You owe {{value}}." } },
          { kind: "say", as: "digits", value: "12", language: "zh" },
          { kind: "text", text: { en: "{{unset}}" } },
        ],
        next: "end",
      },
      end,
    });
    expect(r.did("flow.play")[0]!.items).toEqual([
      { kind: "prompt", prompt: "welcome", language: "en" },
      { kind: "prompt", prompt: "welcome", language: "zh" },
      { kind: "silence", forMs: 200 },
      { kind: "speech", text: "只有中文幺三八，零零幺三，八零零零", language: "zh" },
      { kind: "speech", text: "中文", language: "zh" },
      { kind: "speech", text: "You owe two hundred and five yuan thirty.", language: "en" },
      { kind: "speech", text: "一二", language: "zh" },
    ]);
  });
  it("stops for a key, which the next menu takes", () => {
    const r = call({ a: prompt("long", "m"), m: menu("menu", { "1": "end" }), end }).press("1");
    expect(r.heard()).toEqual(["long"]);
    expect(r.did("flow.stopPlay")).toHaveLength(1);
    expect(r.did("flow.end")[0]?.why).toBe("finished");
  });
  it("is heard to its end when it must be, and keys pressed meanwhile count afterwards", () => {
    const r = call({
      a: prompt("notice", "m", { bargeIn: false }),
      m: menu("menu", { "1": "n" }),
      n: menu("deeper", { "2": "end" }),
      end,
    }).press("12");
    expect(r.did("flow.stopPlay")).toHaveLength(0);
    expect(r.state.wait).toMatchObject({ kind: "play" });
    r.listen();
    expect(r.heard()).toEqual(["notice"]);
    expect(r.did("flow.end")[0]?.why).toBe("finished");
  });
  it("goes on when playing failed", () => {
    const r = call({ a: prompt("one", "end"), end });
    const { token } = r.did("flow.play")[0]!;
    r.hear({ on: "played", token, how: "failed" });
    expect(r.state.wait).toEqual({ kind: "over", why: "finished" });
    expect(notes(r)).toContain("playing failed");
  });
});

describe("say", () => {
  it("speaks a variable alone or in a sentence", () => {
    const r = call({
      s: { type: "set", set: [{ variable: "n", value: "3" }], next: "a" },
      a: { type: "say", as: "ordinal", value: "{{n}}", text: { zh: "您是{{value}}。", en: "You are {{value}}." }, next: "b" },
      b: { type: "say", as: "count", value: "{{n + 1}}", next: "end" },
      end,
    });
    r.finish();
    expect(r.heard()).toEqual(["You are third.", "four"]);
  });
  it("speaks what is no such value as it stands, and nothing for nothing", () => {
    const r = call({
      a: { type: "say", as: "money", value: "a lot", next: "b" },
      b: { type: "say", as: "money", value: "{{unset}}", next: "end" },
      end,
    }).finish();
    expect(r.heard()).toEqual(["a lot"]);
  });
});

describe("menu", () => {
  const nodes = {
    m: menu(
      "press",
      { "1": "one", "2": "end" },
      { onInvalid: { items: [t("wrong")], next: "bad" }, onTimeout: { items: [t("hello?")], next: "late" } },
    ),
    one: prompt("one it is", "end"),
    bad: prompt("too bad", "end"),
    late: prompt("too late", "end"),
    end,
  };
  it("follows a key, also while it speaks", () => {
    const r = call(nodes).press("1").finish();
    expect(r.heard()).toEqual(["press", "one it is"]);
    expect(notes(r)).toContain("pressed 1");
  });
  it("waits its time after the words, asks again, and then leaves", () => {
    const r = call(nodes).listen();
    const askedMs = r.nowMs;
    expect(last(r.did("flow.timer"))!.inMs).toBe(5000);
    r.pass(4999);
    expect(r.heard()).toEqual(["press"]);
    r.pass(1);
    expect(r.heard()).toEqual(["press", "hello?", "press"]);
    expect(r.nowMs - askedMs).toBe(5000);
    r.finish();
    expect(r.heard()).toEqual(["press", "hello?", "press", "hello?", "press", "too late"]);
  });
  it("counts wrong keys and time together; the last failure chooses the exit", () => {
    const r = call(nodes).listen().press("7").listen().pass(5000).listen().press("8").finish();
    expect(r.heard()).toEqual(["press", "wrong", "press", "hello?", "press", "too bad"]);
  });
  it("says a default sentence for a wrong key, and nothing when told so", () => {
    expect(
      last(
        call({ m: menu("press", { "1": "end" }), end })
          .press("5")
          .heard()
          .slice(0, -1),
      ),
    ).toBe("That is not valid. Please try again.");
    expect(
      call({ m: menu("press", { "1": "end" }, { onInvalid: { items: [] } }), end })
        .press("5")
        .heard(),
    ).toEqual(["press", "press"]);
  });
  it("hands over to a person when no exit is set, else says sorry and ends", () => {
    const r = call({ m: menu("press", { "1": "end" }, { tries: 1 }), end }).finish();
    expect(r.did("flow.queue")).toHaveLength(1);
    const nobody = call(
      { m: menu("press", { "1": "end" }, { tries: 1 }), end },
      { person: undefined as never, apology: [t("sorry")] },
    ).finish();
    expect(nobody.heard()).toEqual(["press", "sorry"]);
    expect(nobody.did("flow.end")).toEqual([{ do: "flow.end", why: "fault" }]);
  });
  it("keeps keys until its words are over when it can't be interrupted", () => {
    const r = call({ m: menu("listen first", { "1": "end" }, { bargeIn: false }), end }).press("1");
    expect(r.state.wait).toMatchObject({ kind: "ask" });
    r.listen();
    expect(r.state.wait.kind).toBe("over");
  });
});

describe("person and back", () => {
  const tree = {
    top: menu("top", { "1": "mid" }),
    mid: menu("mid", { "1": "low" }),
    low: menu("low", { "1": "say" }),
    say: prompt("talk talk", "low"),
    end,
  };
  it("reaches a person from every menu and prompt", () => {
    for (const keys of ["", "1", "11", "111"]) {
      const r = call(tree).press(`${keys}0`);
      expect(r.did("flow.queue")).toEqual([{ do: "flow.queue", token: expect.any(String), queue: "hotline", priority: 0 }]);
    }
  });
  it("goes back level by level and stays at the first", () => {
    const r = call(tree).press("111").press("*");
    expect(last(r.heard())).toBe("low");
    expect(last(r.press("*").heard())).toBe("mid");
    expect(last(r.press("*").heard())).toBe("top");
    expect(last(r.press("*").heard())).toBe("top");
    expect(notes(r)).toContain("this is the first menu already");
    expect(last(r.press("1").heard())).toBe("mid");
  });
  it("doesn't grow its way when a menu is visited again", () => {
    const loop = { top: menu("top", { "1": "mid" }), mid: menu("mid", { "1": "top", "2": "mid" }) };
    const r = call(loop).press("1122".repeat(40));
    expect(r.state.frames[0]!.places.length).toBeLessThanOrEqual(2);
  });
  it("can be forbidden by a node, and the key may mean something else there", () => {
    const r = call({ a: menu("closed", { "1": "end" }, { person: false, back: false }), end }).press("0");
    expect(r.did("flow.queue")).toHaveLength(0);
    expect(notes(r)).toContain("pressed 0, which is no choice here (2 tries left)");
    expect(notes(r.press("*"))).toContain("pressed *, which is no choice here (1 try left)");
    const own = call({ a: menu("own", { "0": "end" }), end }).press("0");
    expect(own.did("flow.end")[0]?.why).toBe("finished");
  });
  it("reaches a person while something is looked up or a greeting can't be interrupted, unless forbidden", () => {
    const lookup: FlowNode = {
      type: "lookup",
      connector: "c",
      request: {},
      timeoutMs: 5000,
      results: {},
      ok: "end",
      failed: "end",
    };
    expect(call({ l: lookup, end }).press("0").did("flow.queue")).toHaveLength(1);
    expect(
      call({ a: prompt("notice", "end", { bargeIn: false }), end })
        .press("0")
        .did("flow.queue"),
    ).toHaveLength(1);
    const r = call({ a: prompt("notice", "m", { bargeIn: false, person: false }), m: menu("m", { "1": "end" }), end }).press("0");
    expect(r.did("flow.queue")).toHaveLength(0);
    expect(r.listen().did("flow.queue")).toHaveLength(1);
  });
});

describe("collect", () => {
  it("takes digits to the terminator and shows them at once", () => {
    const r = call({ c: collect("number?", "p"), p: prompt("{{meter|digits}}", "end"), end }).press("0042#");
    expect(r.did("flow.variable")).toEqual([
      { do: "flow.variable", name: "meter", label: { zh: "水表", en: "Meter" }, value: "0042", sensitive: false },
    ]);
    expect(last(r.heard())).toBe("zero zero four two");
  });
  it("takes a full or finished input without a terminator", () => {
    expect(
      call({ c: collect("?", "end"), end })
        .press("123456")
        .did("flow.variable")[0]!.value,
    ).toBe("123456");
    const r = call({ c: collect("?", "end"), end }).press("1234");
    r.pass(2999);
    expect(r.did("flow.variable")).toHaveLength(0);
    expect(r.pass(1).did("flow.variable")[0]!.value).toBe("1234");
  });
  it("swallows the terminator after a full input, but not for ever", () => {
    const nodes = { c: collect("?", "m"), m: menu("m", { "#": "end", "1": "end" }), end };
    expect(call(nodes).press("123456#").state.wait.kind).toBe("ask");
    expect(call(nodes).press("123456").pass(3000).press("#").state.wait.kind).toBe("over");
    expect(call(nodes).press("1234561").state.wait.kind).toBe("over");
  });
  it("refuses what is too short or not valid, and leaves after the last try", () => {
    const r = call({
      c: collect("?", "p", { onInvalid: { items: [t("no")], next: "bad" } }),
      p: prompt("ok", "end"),
      bad: prompt("bad", "end"),
      end,
    })
      .press("12#")
      .press("#")
      .finish();
    expect(r.heard()).toEqual(["?", "no", "?", "bad"]);
    expect(notes(r)).toContain("not valid: fewer than 3 digits (1 try left)");
  });
  it("waits longer for the first digit, and asks again", () => {
    const r = call({ c: collect("?", "end"), end }).listen();
    expect(last(r.did("flow.timer"))!.inMs).toBe(6000);
    r.press("1");
    expect(last(r.did("flow.timer"))!.inMs).toBe(3000);
    expect(
      call({ c: collect("?", "end", { onTimeout: { next: "late" } }), late: prompt("late", "end"), end })
        .finish()
        .heard(),
    ).toEqual(["?", "?", "late"]);
  });
  it("clears with the back key, and goes back when there is nothing to clear", () => {
    const nodes = { m: menu("m", { "1": "c" }), c: collect("?", "end"), end };
    const r = call(nodes).press("1").press("12*").press("345#");
    expect(r.did("flow.variable")[0]!.value).toBe("345");
    expect(last(call(nodes).press("1*").heard())).toBe("m");
  });
  it("takes the person's key alone for a person, inside a number for a digit", () => {
    expect(
      call({ c: collect("?", "end"), end })
        .press("0#")
        .did("flow.queue"),
    ).toHaveLength(1);
    expect(
      call({ c: collect("?", "end"), end })
        .press("0")
        .pass(3000)
        .did("flow.queue"),
    ).toHaveLength(1);
    expect(
      call({ c: collect("?", "end"), end })
        .press("000#")
        .did("flow.variable")[0]!.value,
    ).toBe("000");
    expect(
      call({ c: collect("?", "end", { minLength: 1 }), end })
        .press("0#")
        .did("flow.variable")[0]!.value,
    ).toBe("0");
    expect(
      call({ c: collect("?", "end", { person: false }), end })
        .press("0#")
        .did("flow.queue"),
    ).toHaveLength(0);
  });
  it("masks what is sensitive in the trace and in decisions", () => {
    const r = call({
      c: collect("?", "b", { sensitive: true }),
      b: { type: "branch", cases: [{ when: `meter == "4711"`, next: "end" }], else: "end" },
      end,
    }).press("4711#");
    expect(r.did("flow.variable")[0]).toMatchObject({ value: "4711", sensitive: true });
    expect(JSON.stringify(r.did("flow.note"))).not.toContain('= "4711');
    expect(notes(r)).toContain("typed ••• (4 digits)");
    expect(notes(r)).toContain(`meter == "4711": yes (meter = •••)`);
  });
  it.each([
    [{ kind: "luhn" }, "18", "19"],
    [{ kind: "range", min: 10, max: 50 }, "050", "051"],
    [{ kind: "date", form: "yyyymmdd" }, "20240229", "20230229"],
    [{ kind: "date", form: "yymmdd" }, "240229", "230229"],
    [{ kind: "date", form: "mmdd" }, "0229", "0230"],
    [{ kind: "pattern", pattern: "1[3-9]d{2}|99d{0,3}" }, "1890", "1290"],
    [{ kind: "pattern", pattern: "1[3-9]d{2}|99d{0,3}" }, "99123", "991234"],
  ] as const)("checks %j: %s but not %s", (check, good, bad) => {
    const nodes = { c: collect("?", "end", { check, minLength: 2, maxLength: 12 }), end };
    expect(call(nodes).press(`${good}#`).did("flow.variable")[0]?.value).toBe(good);
    expect(call(nodes).press(`${bad}#`).did("flow.variable")).toEqual([]);
  });
});

describe("typing ahead", () => {
  it("goes through menus and inputs without hearing them", () => {
    const r = call({
      notice: prompt("notice", "m", { bargeIn: false, person: false }),
      m: menu("m", { "1": "intro" }),
      intro: prompt("intro", "c"),
      c: collect("?", "n"),
      n: menu("n", { "2": "end" }),
      end,
    }).press("10012#2", 10);
    expect(r.heard()).toEqual(["notice"]);
    r.finish();
    expect(r.heard()).toEqual(["notice"]);
    expect(r.did("flow.variable")[0]!.value).toBe("0012");
    expect(r.did("flow.end")[0]?.why).toBe("finished");
  });
  it("waits for the rest of a number that was begun ahead", () => {
    const r = call({ a: prompt("a", "c", { bargeIn: false, person: false }), c: collect("?", "end"), end })
      .press("12")
      .listen();
    expect(last(r.did("flow.timer"))!.inMs).toBe(3000);
    expect(r.press("3#").did("flow.variable")[0]!.value).toBe("123");
  });
  it("is forgotten after a mistake, and bounded", () => {
    const r = call({ a: prompt("a", "m", { bargeIn: false, person: false }), m: menu("m", { "1": "end" }), end })
      .press("91", 10)
      .listen();
    expect(r.state.wait.kind).toBe("ask");
    const flood = call({ a: prompt("a", "end", { bargeIn: false, person: false }), end })
      .press("1".repeat(30), 1)
      .press("2".repeat(30), 1);
    expect(flood.state.typed).toHaveLength(32);
  });
  it("speaks after all when a key typed ahead means nothing", () => {
    const r = call(
      { a: prompt("a long notice", "c", { bargeIn: false, person: false }), c: collect("?", "end", { back: false }), end },
      { back: undefined as never },
    )
      .press("*")
      .listen();
    expect(r.heard()).toEqual(["a long notice", "?"]);
    expect(r.state.wait).toMatchObject({ kind: "ask", timer: expect.any(String) });
  });
  it("keeps keys pressed during a lookup for the next question", () => {
    const lookup: FlowNode = {
      type: "lookup",
      connector: "c",
      request: {},
      timeoutMs: 5000,
      results: {},
      items: [t("wait")],
      ok: "say",
      failed: "end",
    };
    const r = call(
      { l: lookup, say: prompt("answer", "m"), m: menu("m", { "1": "end" }), end },
      {},
      { lookup: () => ({ outcome: "ok", values: {}, afterMs: 1000 }) },
    )
      .press("1")
      .pass(1000);
    expect(r.heard()).toEqual(["wait"]);
    expect(r.state.wait.kind).toBe("over");
  });
});

describe("record", () => {
  const record = (more: Partial<Extract<FlowNode, { type: "record" }>> = {}): FlowNode => ({
    type: "record",
    items: [t("speak")],
    variable: "message",
    label: { zh: "留言", en: "Message" },
    maxMs: 20_000,
    silenceMs: 3000,
    terminator: "#",
    next: "thanks",
    onEmpty: "nothing",
    ...more,
  });
  const rest = { thanks: prompt("thanks", "end"), nothing: prompt("nothing", "end"), end };
  it("records until it is quiet", () => {
    const r = call({ r: record(), ...rest }).finish();
    expect(r.did("flow.record")).toEqual([
      { do: "flow.record", token: expect.any(String), variable: "message", maxMs: 20_000, silenceMs: 3000, beep: true },
    ]);
    expect(r.did("flow.variable")[0]).toMatchObject({ name: "message", value: expect.stringMatching(/^recording-/) });
    expect(last(r.heard())).toBe("thanks");
  });
  it("stops at the terminator or the limit", () => {
    const byKey = call({ r: record({ silenceMs: 0 }), ...rest })
      .pass(2000)
      .press("5#");
    expect(byKey.did("flow.stopRecord")).toHaveLength(1);
    expect(last(byKey.finish().heard())).toBe("thanks");
    const byTime = call({ r: record({ silenceMs: 0 }), ...rest }).finish();
    expect(notes(byTime)).toContain("the recording reached its limit");
    expect(last(byTime.heard())).toBe("thanks");
  });
  it("takes the other exit when nothing was said or kept", () => {
    expect(
      last(
        call({ r: record(), ...rest }, {}, { speaksMs: 0 })
          .finish()
          .heard(),
      ),
    ).toBe("nothing");
    const r = call({ r: record(), ...rest }).pass(2000);
    const { token } = r.did("flow.record")[0]!;
    r.hear({ on: "recorded", token, how: "failed", durationMs: 0 });
    expect(last(r.heard())).toBe("nothing");
  });
  it("goes on when nobody closes the recording", () => {
    const library = { flows: [flow({ r: record({ items: [] }), ...rest })] };
    const context = { nowMs: monday, timeZone: "UTC", calendars: [], queues: {} };
    let { state, effects } = stepFlow(library, startFlow(library, "test", facts), { on: "started" }, context);
    const timerToken = () => effects.flatMap((e) => (e.do === "flow.timer" ? [e.token] : []))[0]!;
    for (let i = 0; i < 2; i++) ({ state, effects } = stepFlow(library, state, { on: "timer", token: timerToken() }, context));
    expect(state.frames[0]!.node).toBe("nothing");
  });
});

describe("branch and set", () => {
  const branch = (when: string): Record<string, FlowNode> => ({
    b: { type: "branch", cases: [{ when, next: "yes", title: { en: "the case" } }], else: "no" },
    yes: prompt("yes", "end"),
    no: prompt("no", "end"),
    end,
  });
  it.each([
    [`caller startsWith "138" and called == "96100"`, "yes"],
    [`open("office")`, "yes"],
    [`holiday("office")`, "no"],
    [`hour == 10 and minute == 30 and weekday == "mon" and date == "2026-03-02" and time == "10:30"`, "yes"],
    [`waiting("hotline") >= 3 and agentsReady("hotline") == 0 and expectedWaitSec("hotline") > 120`, "yes"],
    [`language == "en" and line == "trunk"`, "yes"],
    [`open("nowhere")`, "no"],
    [`waiting("nowhere") == 0`, "no"],
    [`constructor == ""`, "yes"],
  ])("%s: %s", (when, heard) => expect(call(branch(when)).heard()).toEqual([heard]));
  it("tells why it decided, and that it couldn't", () => {
    expect(notes(call(branch(`open("office")`)))).toContain("the case: yes (open(office): Monday 10:30, within 09:00–17:00)");
    expect(notes(call(branch(`caller > 5 and vars.x * 2 > 1`)))).toContain(
      `"caller > 5 and vars.x * 2 > 1" can't be decided: "" is not a number`,
    );
  });
  it("sets variables one after the other; what can't be computed is empty", () => {
    const r = call({
      s: {
        type: "set",
        set: [
          { variable: "a", value: "2 + 3", label: { en: "A" } },
          { variable: "b", value: `text(a) + "!"` },
          { variable: "c", value: "1 / 0" },
        ],
        next: "p",
      },
      p: prompt("{{a}} {{b}} [{{c}}]", "end"),
      end,
    });
    expect(r.heard()).toEqual(["5 5! []"]);
    expect(r.did("flow.variable")).toEqual([
      { do: "flow.variable", name: "a", label: { zh: "A", en: "A" }, value: "5", sensitive: false },
    ]);
    expect(notes(r)).toContain("c can't be computed: division by zero");
  });
});

describe("lookup", () => {
  const nodes: Record<string, FlowNode> = {
    l: {
      type: "lookup",
      connector: "billing",
      request: { meter: "{{vars.meter}}", who: "{{caller}}" },
      timeoutMs: 3000,
      items: [t("one moment")],
      results: {
        balance: { from: "account.balance", label: { zh: "欠费", en: "Due" } },
        first: { from: "bills.0.month" },
        note: { from: "note", optional: true },
      },
      ok: "ok",
      notFound: "none",
      failed: "dead",
    },
    ok: prompt("due {{balance|money}} for {{first}}{{note}}", "end"),
    none: prompt("none", "end"),
    dead: prompt("dead", "end"),
    end,
  };
  const ask = (lookup: RehearsalWorld["lookup"]) => call(nodes, {}, lookup ? { lookup } : {}).finish();
  it("asks with values and takes them out of a nested or flat answer", () => {
    const nested = ask(() => ({ outcome: "ok", values: { account: { balance: 205.3 }, bills: [{ month: "May" }] } }));
    expect(nested.did("flow.lookup")[0]).toMatchObject({
      connector: "billing",
      parameters: { meter: "", who: "13800138000" },
      timeoutMs: 3000,
    });
    expect(nested.heard()).toEqual(["one moment", "due two hundred and five yuan thirty for May"]);
    expect(nested.did("flow.variable")).toEqual([
      { do: "flow.variable", name: "balance", label: { zh: "欠费", en: "Due" }, value: "205.3", sensitive: false },
    ]);
    expect(
      last(ask(() => ({ outcome: "ok", values: { "account.balance": "2", "bills.0.month": "June", note: "!" } })).heard()),
    ).toBe("due two yuan for June!");
  });
  it.each([
    ["not found", () => ({ outcome: "not-found" as const, values: {} }), "none"],
    ["failed", () => ({ outcome: "failed" as const, values: {} }), "dead"],
    ["never answered", () => undefined, "dead"],
    ["answered too late", () => ({ outcome: "ok" as const, values: {}, afterMs: 60_000 }), "dead"],
    ["answered without what is needed", () => ({ outcome: "ok" as const, values: { account: {}, bills: "x" } }), "dead"],
    [
      "answered with the wrong kind",
      () => ({ outcome: "ok" as const, values: { account: { balance: {} }, bills: [{ month: null }] } }),
      "dead",
    ],
  ])("serves the caller when it is %s", (_, lookup, heard) => {
    const r = ask(lookup);
    expect(last(r.heard())).toBe(heard);
    expect(r.did("flow.variable")).toEqual([]);
  });
  it("lets the sentence be heard to its end before it goes on", () => {
    const r = call(nodes, {}, { lookup: () => ({ outcome: "not-found", values: {}, afterMs: 10 }) }).pass(20);
    expect(r.heard()).toEqual(["one moment"]);
    expect(r.listen().heard()).toContain("none");
  });
  it("leaves by failed when there is no exit for not found", () => {
    const { notFound: _, ...rest } = nodes.l as Extract<FlowNode, { type: "lookup" }>;
    expect(
      last(
        call({ ...nodes, l: rest }, {}, { lookup: () => ({ outcome: "not-found", values: {} }) })
          .finish()
          .heard(),
      ),
    ).toBe("dead");
  });
});

describe("queue, transfer and voicemail", () => {
  const exits = {
    onOverflow: "full",
    onTimeout: "late",
    onNoAgent: "nobody",
    onClosed: "closed",
    onLeft: "left",
    onServed: "served",
  };
  const said = Object.fromEntries(Object.values(exits).map((name) => [name, prompt(name, "end")]));
  it.each([
    ["overflow", "full"],
    ["timeout", "late"],
    ["no-agent", "nobody"],
    ["closed", "closed"],
    ["left", "left"],
    ["served", "served"],
    ["failed", "closed"],
  ] as const)("comes back from the queue: %s", (outcome, heard) => {
    const r = call({ q: { type: "queue", queue: "hotline", priority: 5, ...exits }, ...said, end });
    expect(r.did("flow.queue")).toEqual([{ do: "flow.queue", token: "t1", queue: "hotline", priority: 5 }]);
    expect(r.press("1").state.wait).toEqual({ kind: "away", token: "t1", at: "queue" });
    expect(r.back(outcome).heard()).toEqual([heard]);
  });
  it("without exits: ends when served, says sorry otherwise and doesn't queue again", () => {
    const served = call({ q: { type: "queue", queue: "hotline" } }).back("served");
    expect(served.did("flow.end")).toEqual([{ do: "flow.end", why: "served" }]);
    const full = call({ q: { type: "queue", queue: "hotline" } })
      .back("overflow")
      .finish();
    expect(full.did("flow.queue")).toHaveLength(1);
    expect(full.heard()[0]).toMatch(/sorry/);
    expect(full.did("flow.end")[0]?.why).toBe("fault");
  });
  it.each([
    ["busy", "b"],
    ["no-answer", "n"],
    ["failed", "f"],
    ["served", "s"],
  ] as const)("comes back from a transfer: %s", (outcome, heard) => {
    const to = {
      type: "transfer" as const,
      to: { kind: "phone" as const, phone: "8001" },
      ringMs: 20_000,
      onBusy: "b",
      onNoAnswer: "n",
      onFailed: "f",
      onServed: "s",
    };
    const r = call({ t: to, b: prompt("b", "end"), n: prompt("n", "end"), f: prompt("f", "end"), s: prompt("s", "end"), end });
    expect(r.did("flow.transfer")[0]).toEqual({
      do: "flow.transfer",
      token: "t1",
      to: { kind: "phone", phone: "8001" },
      ringMs: 20_000,
    });
    expect(r.back(outcome).heard()).toEqual([heard]);
  });
  it("dials only numbers", () => {
    const nodes = (number: string): Record<string, FlowNode> => ({
      t: { type: "transfer", to: { kind: "number", number }, ringMs: 20_000, onFailed: "f" },
      f: prompt("f", "end"),
      end,
    });
    expect(call(nodes("0-10 {{caller}}")).did("flow.transfer")[0]!.to).toEqual({ kind: "number", number: "01013800138000" });
    expect(call(nodes("sip:evil@{{caller}}")).heard()).toEqual(["f"]);
    expect(call(nodes("{{unset}}")).heard()).toEqual(["f"]);
  });
  it("leaves a message in a box", () => {
    const r = call({ v: { type: "voicemail", box: "office", next: "p" }, p: prompt("bye", "end"), end });
    expect(r.did("flow.voicemail")).toEqual([{ do: "flow.voicemail", token: "t1", box: "office" }]);
    expect(r.back("left").heard()).toEqual(["bye"]);
    expect(
      call({ v: { type: "voicemail", box: "office" } })
        .back("left")
        .did("flow.end")[0]?.why,
    ).toBe("finished");
  });
});

describe("sub-flows", () => {
  const sub: FlowDocument = {
    id: "sub",
    name: "Sub",
    languageDefault: "zh",
    start: "s",
    nodes: { s: menu("sub", { "1": "r", "2": "deep" }), deep: menu("deep", { "1": "r" }), r: { type: "return" } },
  };
  const nodes: Record<string, FlowNode> = {
    m: menu("top", { "1": "call" }),
    call: { type: "subflow", flow: "sub", next: "after" },
    after: menu("after", { "1": "end" }),
    end,
  };
  it("runs and returns, keeping the language", () => {
    const r = call(nodes, {}, {}, [sub]).press("1").press("1");
    expect(r.heard()).toEqual(["top", "sub", "after"]);
    expect(r.state.frames).toHaveLength(1);
  });
  it("uses its caller's back and person", () => {
    const r = call(nodes, {}, {}, [sub]).press("12");
    expect(last(r.press("*").heard())).toBe("sub");
    expect(last(r.press("*").heard())).toBe("top");
    expect(r.state.frames).toHaveLength(1);
    const person = call(nodes, {}, {}, [sub]).press("120");
    expect(person.did("flow.queue")).toHaveLength(1);
    expect(person.state.frames).toEqual([{ flow: "test", node: "person", places: ["m"] }]);
  });
  it("goes back over it to the caller's menu once it has returned", () => {
    expect(last(call(nodes, {}, {}, [sub]).press("11*").heard())).toBe("top");
  });
  it("doesn't break on a flow that is gone or on itself", () => {
    expect(call(nodes).press("1").did("flow.queue")).toHaveLength(1);
    const self = call({ a: { type: "subflow", flow: "test", next: "end" }, end });
    expect(self.did("flow.queue")).toHaveLength(1);
    expect(notes(self)).toContain("sub-flows are nested too deeply");
  });
});

describe("language", () => {
  const nodes: Record<string, FlowNode> = {
    l: {
      type: "language",
      how: {
        kind: "choose",
        items: [
          { kind: "text", language: "zh", text: { zh: "中文按一" } },
          { kind: "text", language: "en", text: { en: "English two" } },
        ],
        keys: { "1": "zh", "2": "en" },
        timeoutMs: 4000,
        tries: 1,
      },
      next: "p",
    },
    p: { type: "prompt", items: [t("你好", "hello")], next: "end" },
    end,
  };
  it("is chosen by key, or stays", () => {
    const r = call(nodes).press("1");
    expect(r.heard()).toEqual(["中文按一", "English two", "你好"]);
    expect(r.did("flow.language")).toEqual([{ do: "flow.language", language: "zh" }]);
    expect(last(call(nodes).listen().pass(4000).heard())).toBe("hello");
  });
  it("can be set", () => {
    expect(call({ l: { type: "language", how: { kind: "set", language: "zh" }, next: "p" }, p: nodes.p!, end }).heard()).toEqual([
      "你好",
    ]);
  });
});

describe("the end", () => {
  it("says goodbye first; a person can still be asked for", () => {
    const bye: Record<string, FlowNode> = { h: { type: "hangup", items: [t("goodbye")] } };
    const r = call(bye);
    expect(r.state.wait.kind).toBe("play");
    expect(r.finish().did("flow.end")[0]?.why).toBe("finished");
    expect(call(bye).press("0").did("flow.queue")).toHaveLength(1);
    expect(call(bye).press("5").heard()).toEqual(["goodbye"]);
  });
  it("stops everything when the caller hangs up, and hears nothing afterwards", () => {
    const r = call({ m: menu("m", { "1": "end" }), end });
    r.hear({ on: "gone" });
    expect(r.lines.slice(-3).map((l) => ("effect" in l ? l.effect.do : ""))).toEqual(["flow.note", "flow.stopPlay", "flow.end"]);
    const count = r.lines.length;
    r.hear({ on: "digit", digit: "1" });
    r.hear({ on: "started" });
    expect(r.lines).toHaveLength(count);
  });
});

describe("robustness", () => {
  it("ignores stale tokens and foreign keys", () => {
    const r = call({ m: menu("m", { "1": "end" }), end }).listen();
    const before = JSON.stringify(r.state);
    for (const event of [
      { on: "played", token: "t1", how: "finished" },
      { on: "timer", token: "t1" },
      { on: "lookedUp", token: "t1", outcome: "ok", values: {} },
      { on: "recorded", token: "t1", how: "silence", durationMs: 1 },
      { on: "returned", token: "t1", outcome: "served" },
      { on: "digit", digit: "x" },
      { on: "digit", digit: "11" },
      { on: "started" },
    ] satisfies FlowEvent[])
      r.hear(event);
    expect(JSON.stringify(r.state)).toBe(before);
  });
  it("ends loops that never wait with a person, or sorry", () => {
    const r = call({ a: { type: "set", set: [{ variable: "x", value: "1" }], next: "a" } });
    expect(r.did("flow.queue")).toHaveLength(1);
    expect(notes(r)).toContain("the flow runs in circles");
    const hopeless = call(
      { a: { type: "set", set: [{ variable: "x", value: "1" }], next: "a" } },
      { person: { key: "0", next: "a" } },
    );
    expect(hopeless.finish().did("flow.end")[0]?.why).toBe("fault");
  });
  it("ends a loop of words that nobody answers", () => {
    const r = call({ a: prompt("la", "b"), b: prompt("lu", "a") }).finish();
    expect(r.did("flow.end")[0]?.why).toBe("fault");
    expect(r.heard().length).toBeLessThan(300);
  });
  it("serves on when the document changes under the caller's feet", () => {
    const before = flow({ m: menu("m", { "1": "p" }), p: prompt("p", "end"), end });
    const after = flow({ m: prompt("m", "end"), end });
    const context = { nowMs: monday, timeZone: "UTC", calendars: [], queues: {} };
    const { state } = stepFlow({ flows: [before] }, startFlow({ flows: [before] }, "test", facts), { on: "started" }, context);
    const changed = stepFlow({ flows: [after] }, state, { on: "digit", digit: "1" }, context);
    expect(changed.state.wait).toMatchObject({ kind: "away", at: "queue" });
    const gone = stepFlow({ flows: [] }, state, { on: "digit", digit: "1" }, context);
    expect(gone.effects.some((e) => e.do === "flow.play")).toBe(true);
    expect(gone.state.wait).toMatchObject({ kind: "play", why: "fault" });
  });
  it("says sorry for a flow that isn't there", () => {
    const r = new Rehearsal({ flows: [] }, "nowhere", facts, world).finish();
    expect(r.heard()).toHaveLength(1);
    expect(r.did("flow.end")[0]?.why).toBe("fault");
  });
  it("takes up again what was under way after the box was away", () => {
    const r = call({ m: menu("m", { "1": "c" }), c: collect("?", "end"), end })
      .press("1")
      .press("12");
    const copy = JSON.parse(JSON.stringify(r.state));
    expect(copy).toEqual(r.state);
    r.hear({ on: "resumed" });
    expect(last(r.heard())).toBe("?");
    expect(r.press("123#").did("flow.variable")[0]!.value).toBe("123");
    const away = call({ q: { type: "queue", queue: "hotline" } });
    const count = away.lines.length;
    away.hear({ on: "resumed" });
    expect(away.lines).toHaveLength(count);
  });
  it("begins at a node, in a language and with variables given", () => {
    const library = {
      flows: [flow({ a: prompt("a", "b"), b: { type: "prompt", items: [t("{{name}}好", "hello {{name}}")], next: "end" }, end })],
    };
    const r = new Rehearsal(library, "test", facts, world, { node: "b", language: "zh", variables: { name: "李" } });
    expect(r.heard()).toEqual(["李好"]);
  });
  it("leaves the state it was given as it was", () => {
    const library = { flows: [flow({ m: menu("m", { "1": "c" }), c: collect("?", "end"), end })] };
    const context = { nowMs: monday, timeZone: "UTC", calendars: [], queues: {} };
    let state = stepFlow(library, startFlow(library, "test", facts), { on: "started" }, context).state;
    for (const digit of "112#") {
      const before = JSON.stringify(state);
      const next = stepFlow(library, state, { on: "digit", digit }, context).state;
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  });
});
