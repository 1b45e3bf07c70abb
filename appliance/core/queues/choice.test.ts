import { describe, expect, test } from "vitest";
import { type AgentSettings, defaultNotReadyReasons } from "../../contract/agent.ts";
import { defaultQueueSettings, type QueueSettings } from "../../contract/queue.ts";
import type { AcrossQueues } from "../../contract/queue-choice.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import { rosterOf } from "../agents/roster.ts";
import { checkRule } from "./check-rule.ts";
import type { Decision } from "./decision.ts";
import { type FloorEffect, type FloorEvent, newFloor, stepFloor } from "./floor.ts";
import type { Facts } from "./queue-event.ts";
import { planOf } from "./queue-plan.ts";
import { decisionWords } from "./words.ts";

const queue = (more: Partial<QueueSettings>, id = "water"): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as QueueId,
  name: { zh: id, en: id },
  announce: { position: false, expectedWait: false, everyMs: 0, firstAfterMs: 0 },
  missedPolicy: { afterMissed: 0, reason: "missed-call" },
  overflow: { to: { kind: "flow-return" } },
  wrapUpMs: 0,
  ...more,
});
type Joined = Omit<AgentSettings["queues"][number], "queue">;
const person = (
  id: string,
  more: Partial<AgentSettings> = {},
  joined: Record<string, Joined> = { water: { level: 1 } },
): AgentSettings => ({
  id: id as AgentId,
  name: id.toUpperCase(),
  queues: Object.entries(joined).map(([q, membership]) => ({ queue: q as QueueId, ...membership })),
  languages: [],
  ...more,
});

/** 2026-03-14, 10:00 in Shanghai. */
const morning = Date.parse("2026-03-14T10:00+08:00");

function floor(queues: QueueSettings[], agents: AgentSettings[], acrossQueues?: AcrossQueues) {
  const state = newFloor();
  const timers = new Map<string, number>();
  const context = {
    roster: rosterOf(agents, defaultNotReadyReasons, undefined, "Asia/Shanghai"),
    plan: planOf(queues, agents, [office], { timeZone: "Asia/Shanghai", acrossQueues }),
  };
  let atMs = morning;
  const send = (event: FloorEvent): FloorEffect[] => {
    const effects = stepFloor(state, event, { atMs, ...context });
    for (const e of effects) {
      if (e.do === "timer.set") timers.set(e.key, e.atMs);
      if (e.do === "timer.clear") timers.delete(e.key);
    }
    return effects;
  };
  return {
    state,
    context,
    send,
    later: (ms: number): FloorEffect[] => {
      const until = atMs + ms;
      const effects: FloorEffect[] = [];
      for (;;) {
        const next = [...timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1])[0];
        if (next === undefined) break;
        timers.delete(next[0]);
        atMs = Math.max(atMs, next[1]);
        effects.push(...send({ on: "floor.timer", key: next[0] }));
      }
      atMs = until;
      return effects;
    },
    login: (...ids: string[]) => {
      const effects: FloorEffect[] = [];
      for (const id of ids) {
        atMs++;
        effects.push(...send({ on: "agent.login", agent: id as AgentId, by: "console", phone: `8${id}` as PhoneId }));
      }
      return effects;
    },
    enter: (call: string, facts: Facts = {}, q = "water") =>
      send({ on: "queue.enter", call: call as CallId, queue: q as QueueId, facts }),
    answer: (call: string, agent: string) =>
      send({ on: "queue.offerOutcome", call: call as CallId, agent: agent as AgentId, how: "answered" }),
    miss: (call: string, agent: string) =>
      send({ on: "queue.offerOutcome", call: call as CallId, agent: agent as AgentId, how: "missed" }),
    end: (call: string, agent: string) => send({ on: "agent.talkEnded", agent: agent as AgentId, call: call as CallId }),
  };
}
const office = {
  id: "office",
  name: "Office",
  timeZone: "Asia/Shanghai",
  weekly: { mon: [{ from: "08:00", to: "18:00" }] },
  holidays: [],
  workdays: [],
};
const rung = (effects: FloorEffect[]): string[] =>
  effects.flatMap((e) => (e.do === "queue.offer" ? e.agents.map((a) => `${e.call}→${a}`) : []));
const decisionOf = (effects: FloorEffect[]): Decision => {
  const found = effects.find((e) => e.do === "queue.offer" || e.do === "queue.waits");
  if (found?.do === "queue.offer" || found?.do === "queue.waits") return found.decision;
  throw new Error("no decision");
};
const verdicts = (effects: FloorEffect[]) => Object.fromEntries(decisionOf(effects).considered.map((c) => [c.agent, c.verdict]));

describe("strategies by load and order", () => {
  test("fewest calls and least talk are today's, and begin anew at the site's midnight", () => {
    const f = floor(
      [queue({ strategy: "fewest-calls" }), queue({ strategy: "least-talk" }, "gas")],
      [person("a", {}, { water: { level: 1 }, gas: { level: 1 } }), person("b", {}, { water: { level: 1 }, gas: { level: 1 } })],
    );
    f.login("a", "b");
    expect(rung(f.enter("c1"))).toEqual(["c1→a"]);
    f.answer("c1", "a");
    f.later(10_000);
    f.end("c1", "a");
    f.later(60_000);
    const second = f.enter("c2");
    expect(rung(second)).toEqual(["c2→b"]);
    expect(verdicts(second)).toMatchObject({
      a: { kind: "more-calls", calls: 1, chosenCalls: 0 },
      b: { kind: "chosen", by: "fewest-calls", value: 0 },
    });
    f.answer("c2", "b");
    f.later(30_000);
    f.end("c2", "b");
    // Equal calls; b has talked longer.
    const third = f.enter("c3", {}, "gas");
    expect(rung(third)).toEqual(["c3→a"]);
    expect(verdicts(third).b).toEqual({ kind: "more-talk", talkMs: 30_000, chosenTalkMs: 10_000 });
    f.answer("c3", "a");
    f.end("c3", "a");
    // Past midnight nobody has had a call yet: who is free the longest.
    f.send({ on: "queue.leave", call: "c3" as CallId, why: "abandoned" });
    f.later(14 * 3_600_000 - 200_000);
    f.send({ on: "agent.forced", agent: "a" as AgentId, by: "boss", to: "ready", why: "x" });
    f.login("a", "b");
    f.later(300_000);
    const next = verdicts(f.enter("c4"));
    expect(Object.values(next).map((v) => (v.kind === "more-calls" ? v.calls : 0))).toEqual([0, 0]);
  });

  test("linear: always the first of the order who is free", () => {
    const f = floor(
      [queue({ strategy: "linear" })],
      [person("a", {}, { water: { level: 1, order: 2 } }), person("b", {}, { water: { level: 1, order: 1 } }), person("c")],
    );
    f.login("c", "a", "b");
    const first = f.enter("c1");
    expect(rung(first)).toEqual(["c1→b"]);
    expect(verdicts(first).c).toEqual({ kind: "later-in-order", after: "b" });
    expect(rung(f.enter("c2"))).toEqual(["c2→a"]);
    expect(rung(f.enter("c3"))).toEqual(["c3→c"]);
  });

  test("weighted random: drawn by share, and the same again out of the same state", () => {
    const agents = [person("a", {}, { water: { level: 1, share: 30 } }), person("b", {}, { water: { level: 1, share: 10 } })];
    const draws = () => {
      const f = floor([queue({ strategy: "weighted-random" })], agents);
      f.login("a", "b");
      return Array.from({ length: 400 }, (_, n) => {
        const agent = rung(f.enter(`c${n}`))[0]!.split("→")[1]!;
        f.answer(`c${n}`, agent);
        f.end(`c${n}`, agent);
        return agent;
      });
    };
    const once = draws();
    const toA = once.filter((agent) => agent === "a").length;
    // Three of four, give or take five standard deviations.
    expect(Math.abs(toA - 300)).toBeLessThan(44);
    expect(draws()).toEqual(once);
  });
});

describe("who fits the caller", () => {
  const skilled = (id: string, meter: number, more: Partial<AgentSettings> = {}) =>
    person(id, { skills: [{ skill: "meter", grade: meter }], ...more });

  test("the best graded of those who can; less is asked while he waits", () => {
    const f = floor(
      [
        queue({
          strategy: "skills",
          skills: [{ skill: "meter", grade: 5 }],
          widen: [{ afterMs: 20_000, skill: "meter", grade: 2 }, { afterMs: 60_000 }],
        }),
      ],
      [skilled("a", 2), skilled("b", 9), skilled("c", 6), person("d")],
    );
    f.login("a", "b", "c", "d");
    const first = f.enter("c1");
    expect(rung(first)).toEqual(["c1→b"]);
    expect(verdicts(first)).toMatchObject({
      a: { kind: "unskilled", skill: "meter", grade: 5, has: 2, untilMs: morning + 4 + 20_000 },
      b: { kind: "chosen", by: "best-skilled", value: 9 },
      c: { kind: "less-skilled", points: 6, chosenPoints: 9 },
    });
    f.answer("c1", "b");
    f.answer("c2", rung(f.enter("c2"))[0]!.split("→")[1]!);
    expect(rung(f.enter("c3"))).toEqual([]);
    expect(rung(f.later(19_999))).toEqual([]);
    expect(rung(f.later(1))).toEqual(["c3→a"]);
    f.answer("c3", "a");
    f.enter("c4");
    expect(rung(f.later(59_000))).toEqual([]);
    expect(rung(f.later(1_000))).toEqual(["c4→d"]);
  });

  test("who becomes free takes the first caller he fits, past those he doesn't", () => {
    const f = floor([queue({})], [skilled("a", 3), person("b")]);
    f.enter("c1", { skills: "meter:5" });
    f.enter("c2", { skills: "meter:3" });
    f.enter("c3");
    expect(rung(f.login("b"))).toEqual(["c3→b"]);
    expect(rung(f.login("a"))).toEqual(["c2→a"]);
  });

  test("management grade is a scale of its own (B4)", () => {
    const f = floor([queue({ managementGrade: 4 })], [skilled("a", 9), person("b", { managementGrade: 5 })]);
    f.login("a", "b");
    const effects = f.enter("c1");
    expect(rung(effects)).toEqual(["c1→b"]);
    expect(verdicts(effects).a).toEqual({ kind: "grade-too-low", grade: 4, has: 0 });
  });

  test("his language first, others later; 0: others at once", () => {
    const people = [person("a", { languages: ["zh"] }), person("b", { languages: ["en", "zh"] })];
    const f = floor([queue({ callerLanguageMs: 30_000 }), queue({ callerLanguageMs: 0 }, "gas")], people);
    f.login("a", "b");
    expect(rung(f.enter("c1", { language: "en" }))).toEqual(["c1→b"]);
    f.answer("c1", "b");
    expect(rung(f.enter("c2", { language: "en" }))).toEqual([]);
    expect(rung(f.later(30_000))).toEqual(["c2→a"]);
    const g = floor([queue({ callerLanguageMs: 0 })], people);
    g.login("a", "b");
    const first = g.enter("c1", { language: "en" });
    expect(verdicts(first)).toMatchObject({ a: { kind: "other-language", language: "en" }, b: { kind: "chosen" } });
    expect(rung(g.enter("c2", { language: "en" }))).toEqual(["c2→a"]);
  });

  test("kept for his own agent while that one is at work, then for anybody", () => {
    const f = floor([queue({ ownAgentMs: 15_000 })], [person("a"), person("b")]);
    f.login("a", "b");
    const own = f.enter("c1", { agent: "b" });
    expect(rung(own)).toEqual(["c1→b"]);
    expect(verdicts(own)).toMatchObject({ a: { kind: "kept-for", agent: "b" }, b: { kind: "chosen", by: "own-agent" } });
    f.answer("c1", "b");
    expect(rung(f.enter("c2", { agent: "b" }))).toEqual([]);
    expect(rung(f.later(15_000))).toEqual(["c2→a"]);
    f.answer("c2", "a");
    f.end("c2", "a");
    // He does not take it, or goes away: it is anybody's at once.
    expect(rung(f.enter("c3", { agent: "b" }))).toEqual([]);
    expect(rung(f.end("c1", "b"))).toEqual(["c3→b"]);
    expect(rung(f.miss("c3", "b"))).toEqual(["c3→a"]);
    f.answer("c3", "a");
    expect(rung(f.enter("c4"))).toEqual(["c4→b"]);
    f.answer("c4", "b");
    f.end("c3", "a");
    expect(rung(f.enter("c5", { agent: "b" }))).toEqual([]);
    f.send({ on: "agent.forced", agent: "b" as AgentId, by: "boss", to: "not-ready", why: "home" });
    expect(f.state.queues.offers).toEqual({ a: "c5" });
  });
});

describe("a rule of the customer's own (B2)", () => {
  test("the highest score is rung, false is left out, and both are said", () => {
    const rule = 'if(class == "hospital", grade("hospital") * 100 - callsToday, level == 1)';
    const f = floor(
      [queue({ strategy: "rule", rule })],
      [
        person("a", { skills: [{ skill: "hospital", grade: 2 }] }),
        person("b", { skills: [{ skill: "hospital", grade: 7 }] }, { water: { level: 2 } }),
      ],
    );
    f.login("a", "b");
    const first = f.enter("c1", { class: "hospital" });
    expect(verdicts(first)).toMatchObject({
      a: { kind: "lower-score", score: 200, chosenScore: 700 },
      b: { kind: "chosen", by: "highest-score", value: 700 },
    });
    const second = f.enter("c2");
    expect(rung(second)).toEqual(["c2→a"]);
    f.answer("c1", "b");
    f.end("c1", "b");
    const third = f.enter("c3");
    expect(verdicts(third).b).toEqual({ kind: "rule-says-no" });
    const { lines } = decisionWords(decisionOf(third), f.context);
    expect(lines.find((l) => l.agent === "b")?.words).toEqual({ zh: "规则不选他", en: "the rule leaves him out" });
  });

  test("one that speaks of the wait is asked again by itself", () => {
    const f = floor([queue({ strategy: "rule", rule: "waitedSec >= 12" })], [person("a")]);
    f.login("a");
    expect(rung(f.enter("c1"))).toEqual([]);
    expect(rung(f.later(11_999))).toEqual([]);
    expect(rung(f.later(5_001))).toEqual(["c1→a"]);
  });

  test("is checked with the place of what is wrong", () => {
    expect(checkRule('grade("meter") * 10 - callsToday')).toEqual([]);
    expect(checkRule("idleSec +")).toEqual([expect.objectContaining({ at: 9 })]);
    expect(checkRule("nope(1)")).toEqual([expect.objectContaining({ at: 0 })]);
    expect(checkRule('agent + "x"')).toEqual([expect.objectContaining({ at: 0 })]);
  });
});

describe("callers", () => {
  test("classes and numbers give priority and a head start (B14, B15)", () => {
    const f = floor(
      [
        queue({
          classes: [
            { class: "complaint", priority: 9 },
            { class: "old", headStartMs: 60_000 },
          ],
        }),
      ],
      [person("a")],
    );
    f.enter("plain");
    f.later(10_000);
    f.enter("old", { class: "old" });
    f.enter("vip", { vip: "true" });
    const entered = f.enter("complaint", { class: "complaint" }).find((e) => e.do === "queue.entered");
    expect(entered).toMatchObject({ priority: 9, position: 2, because: { en: "priority 9 (class complaint)" } });
    f.enter("number", { priority: "50", headStartMs: "5000" });
    expect(f.state.queues.queues.water?.line).toEqual(["number", "vip", "complaint", "old", "plain"]);
  });

  test("of several queues: by priority, by who came first, or by weight", () => {
    const serve = (acrossQueues: AcrossQueues) => {
      const f = floor(
        [queue({ priority: 5 }, "high"), queue({}, "low"), queue({}, "heavy")],
        [person("a", {}, { high: { level: 1 }, low: { level: 1 }, heavy: { level: 1, weight: 100 } })],
        acrossQueues,
      );
      f.enter("first", {}, "low");
      f.later(10_000);
      f.enter("second", {}, "heavy");
      f.later(10_000);
      f.enter("third", {}, "high");
      f.later(1_000);
      const effects = f.login("a");
      return [rung(effects)[0], decisionOf(effects).before.map((b) => `${b.call} ${b.why}`)];
    };
    expect(serve("priority")).toEqual(["third→a", ["first priority", "second priority"]]);
    expect(serve("longest-waiting")).toEqual(["first→a", ["second waited-longer", "third waited-longer"]]);
    expect(serve("weights")).toEqual(["second→a", ["first weighs-more", "third weighs-more"]]);
  });
});

describe("days and hours", () => {
  test("outside its hours a queue lets nobody in, and says when it is open", () => {
    const f = floor([queue({ hours: "office" })], [person("a")]);
    f.login("a");
    // A Saturday.
    const [refused] = f.enter("c1");
    expect(refused).toMatchObject({ do: "queue.refused", why: "closed", because: { en: "Saturday, closed all day" } });
    f.later(2 * 86_400_000);
    f.send({ on: "agent.login", agent: "a" as AgentId, by: "console", phone: "8a" as PhoneId });
    expect(rung(f.enter("c2"))).toEqual(["c2→a"]);
  });

  test("leaders take calls on the announced day, and only then (A26)", () => {
    const guests = [{ agent: "boss" as AgentId, from: "2026-03-14T11:00", to: "2026-03-14T12:00", level: 1 }];
    const f = floor([queue({ guests })], [person("a"), person("boss", {}, {})]);
    f.login("boss");
    const early = f.enter("c1");
    expect(rung(early)).toEqual([]);
    expect(decisionOf(early).considered.map((c) => c.agent)).toEqual(["a"]);
    expect(rung(f.later(3_600_000 - 2))).toEqual([]);
    expect(rung(f.later(1))).toEqual(["c1→boss"]);
    f.answer("c1", "boss");
    f.end("c1", "boss");
    f.later(3_600_000);
    expect(rung(f.enter("c2"))).toEqual([]);
  });
});
