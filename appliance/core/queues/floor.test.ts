import { describe, expect, it } from "vitest";
import { type AgentSettings, defaultNotReadyReasons } from "../../contract/agent.ts";
import { defaultQueueSettings, type QueueSettings } from "../../contract/queue.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { rosterOf } from "../agents/roster.ts";
import type { Decision } from "./decision.ts";
import { durationWords } from "./duration-words.ts";
import { expectedWait } from "./expected-wait.ts";
import { explainIdle, explainNotHim, explainWaiting } from "./explain.ts";
import { type FloorEffect, type FloorEvent, newFloor, stepFloor } from "./floor.ts";
import { planOf } from "./queue-plan.ts";
import { queueView } from "./queue-view.ts";
import { entryOf } from "./queues-state.ts";
import { decisionWords } from "./words.ts";

const calm: Partial<QueueSettings> = {
  announce: { position: false, expectedWait: false, everyMs: 0, firstAfterMs: 0 },
  missedPolicy: { afterMissed: 0, reason: "missed-call" },
  overflow: { to: { kind: "flow-return" } },
  wrapUpMs: 0,
};
const queue = (id: string, more: Partial<QueueSettings> = {}): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as QueueId,
  name: { zh: `${id}队`, en: id },
  ...calm,
  ...more,
});
const person = (id: string, queues: Record<string, number> = { water: 1 }): AgentSettings => ({
  id: id as AgentId,
  name: id.toUpperCase(),
  queues: Object.entries(queues).map(([q, level]) => ({ queue: q as QueueId, level })),
  languages: [],
});

/** A floor with a clock and timers; events in few words. */
function floor(queues: QueueSettings[], agents: AgentSettings[]) {
  const state = newFloor();
  const timers = new Map<string, number>();
  let atMs = 1_000_000;
  let settings = { roster: rosterOf(agents, defaultNotReadyReasons), plan: planOf(queues, agents) };
  const send = (event: FloorEvent): FloorEffect[] => {
    const effects = stepFloor(state, event, { atMs, ...settings });
    for (const e of effects) {
      if (e.do === "timer.set") timers.set(e.key, e.atMs);
      if (e.do === "timer.clear") timers.delete(e.key);
    }
    return effects;
  };
  return {
    state,
    send,
    ctx: () => ({ atMs, ...settings, agents: state.agents }),
    configure: (q: QueueSettings[], a: AgentSettings[]) => {
      settings = { roster: rosterOf(a, defaultNotReadyReasons), plan: planOf(q, a) };
      return send({ on: "floor.settingsChanged" });
    },
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
      for (const id of ids) {
        atMs++;
        send({ on: "agent.login", agent: id as AgentId, by: "console", phone: `8${id}` as PhoneId });
      }
    },
    enter: (call: string, q = "water", more: { priority?: number; placedAtMs?: number } = {}) =>
      send({ on: "queue.enter", call: call as CallId, queue: q as QueueId, ...more }),
    leave: (call: string) => send({ on: "queue.leave", call: call as CallId, why: "abandoned" }),
    outcome: (call: string, agent: string, how: "answered" | "missed" | "refused" | "phoneUnreachable" = "answered") =>
      send({ on: "queue.offerOutcome", call: call as CallId, agent: agent as AgentId, how }),
    end: (call: string, agent: string) => send({ on: "agent.talkEnded", agent: agent as AgentId, call: call as CallId }),
    agent: (id: string) => agentLive(state.agents, id as AgentId)!,
    entry: (call: string) => entryOf(state.queues, call as CallId),
  };
}
const all = <D extends FloorEffect["do"]>(effects: FloorEffect[], what: D) =>
  effects.filter((e): e is Extract<FloorEffect, { do: D }> => e.do === what);
const rung = (effects: FloorEffect[]): string[] =>
  all(effects, "queue.offer").flatMap((e) => e.agents.map((a) => `${e.call}→${a}`));
const verdicts = (decision: Decision | undefined) =>
  Object.fromEntries((decision?.considered ?? []).map((c) => [c.agent, c.verdict]));

describe("strategies", () => {
  it("longest idle: who has been free the longest, and says how long the others were", () => {
    const f = floor([queue("water")], [person("a"), person("b"), person("c")]);
    f.login("b");
    f.later(5_000);
    f.login("a");
    const effects = f.enter("c1");
    expect(rung(effects)).toEqual(["c1→b"]);
    expect(verdicts(all(effects, "queue.offer")[0]!.decision)).toEqual({
      a: { kind: "idle-shorter", idleMs: 0, chosenIdleMs: 5_001 },
      b: { kind: "chosen", by: "longest-idle", idleMs: 5_001 },
      c: { kind: "logged-out" },
    });
  });

  it("round robin: everybody in turn, however long they talked", () => {
    const f = floor([queue("water", { strategy: "round-robin" })], [person("a"), person("b"), person("c")]);
    f.login("c", "b", "a");
    const order: string[] = [];
    for (let i = 1; i <= 7; i++) {
      const call = `c${i}`;
      const agent = rung(f.enter(call))[0]!.split("→")[1]!;
      order.push(agent);
      f.outcome(call, agent);
      f.later(i % 2 === 0 ? 90_000 : 3_000);
      f.end(call, agent);
    }
    expect(order).toEqual(["a", "b", "c", "a", "b", "c", "a"]);
    f.send({ on: "agent.notReady", agent: "b" as AgentId, reason: "break", by: "b" });
    expect(rung(f.enter("c8"))).toEqual(["c8→c"]);
  });

  it("ring all: every free phone; the first answer has it, the others lose nothing", () => {
    const f = floor([queue("water", { strategy: "ring-all" })], [person("a"), person("b"), person("c")]);
    f.login("a", "b");
    const idleSinceMs = f.agent("a").idleSinceMs;
    expect(rung(f.enter("c1"))).toEqual(["c1→a", "c1→b"]);
    f.later(4_000);
    f.login("c");
    // Who becomes free while it rings, rings too, for the time that is left.
    expect(f.agent("c")).toMatchObject({ state: "ringing" });
    const effects = f.outcome("c1", "b");
    expect(all(effects, "queue.left")).toEqual([expect.objectContaining({ why: "answered", agent: "b", waitMs: 4_001 })]);
    expect(all(effects, "queue.stopOffer")).toEqual([expect.objectContaining({ agents: ["a", "c"], why: "answered-elsewhere" })]);
    expect(f.agent("a")).toMatchObject({ state: "ready", idleSinceMs, missedInRow: 0 });
    // The second answer came a moment too late.
    expect(f.outcome("c1", "a")).toEqual([{ do: "queue.lateAnswer", call: "c1", agent: "a", why: "left-the-queue" }]);
    expect(f.agent("a").state).toBe("ready");
    expect(f.agent("b").state).toBe("talking");
  });

  it("asks a higher level only when nobody of a lower one is free", () => {
    const f = floor([queue("water")], [person("a", { water: 2 }), person("b", { water: 1 })]);
    f.login("a");
    f.later(60_000);
    f.login("b");
    const first = f.enter("c1");
    expect(rung(first)).toEqual(["c1→b"]);
    expect(verdicts(all(first, "queue.offer")[0]!.decision).a).toEqual({ kind: "later-level", level: 2, chosenLevel: 1 });
    expect(rung(f.enter("c2"))).toEqual(["c2→a"]);
  });

  it("gives equal work to equal people", () => {
    const f = floor(
      [queue("water")],
      ["a", "b", "c", "d", "e"].map((id) => person(id)),
    );
    f.login("a", "b", "c", "d", "e");
    const taken: Record<string, number> = {};
    const busy: { call: string; agent: string; until: number }[] = [];
    for (let i = 0; i < 500; i++) {
      for (const [call, agent] of rung([...f.later(1_000), ...f.enter(`c${i}`)]).map((r) => r.split("→") as [string, string])) {
        f.outcome(call, agent);
        taken[agent] = (taken[agent] ?? 0) + 1;
        busy.push({ call, agent, until: i + 3 });
      }
      for (const b of busy.filter((x) => x.until === i)) f.end(b.call, b.agent);
    }
    for (const n of Object.values(taken)) expect(n).toBe(100);
  });
});

describe("two callers, one agent", () => {
  it("serves the higher priority, then the longer wait, across all his queues, and says whom he left waiting", () => {
    const f = floor([queue("water"), queue("leak")], [person("a", { water: 1, leak: 1 })]);
    f.enter("c1", "water");
    f.later(1_000);
    f.enter("c2", "leak");
    f.later(1_000);
    f.enter("c3", "leak", { priority: 9 });
    const login: FloorEvent = { on: "agent.login", agent: "a" as AgentId, by: "console", phone: "8a" as PhoneId };
    const offer = all(f.send(login), "queue.offer")[0]!;
    expect(offer).toMatchObject({ call: "c3", decision: { before: [{ call: "c1", queue: "water", why: "priority" }] } });
    f.outcome("c3", "a");
    const second = all(f.end("c3", "a"), "queue.offer")[0]!;
    expect(second).toMatchObject({
      call: "c1",
      decision: { before: [{ call: "c2", queue: "leak", why: "waited-longer" }], caller: { waitedMs: 2_000 } },
    });
  });

  it("lets a caller keep an older place", () => {
    const f = floor([queue("water")], [person("a")]);
    f.enter("c1");
    f.enter("c2", "water", { placedAtMs: 500_000 });
    expect(queueView(f.state.queues, f.ctx(), "water" as QueueId).waiting.map((w) => w.call)).toEqual(["c2", "c1"]);
  });
});

describe("races", () => {
  const two = () => {
    const f = floor([queue("water", { ringMs: 20_000, retryMs: 30_000 })], [person("a"), person("b")]);
    f.login("a", "b");
    return f;
  };

  it("a missed call rings at the next one, and at the same one only after a while", () => {
    const f = two();
    expect(rung(f.enter("c1"))).toEqual(["c1→a"]);
    const missed = f.later(20_000);
    expect(all(missed, "queue.stopOffer")).toEqual([expect.objectContaining({ agents: ["a"], why: "missed" })]);
    expect(rung(missed)).toEqual(["c1→b"]);
    expect(verdicts(all(missed, "queue.offer")[0]!.decision).a).toEqual({
      kind: "tried",
      how: "missed",
      untilMs: f.ctx().atMs + 30_000,
    });
    // b misses at 40 s, a is asked again at 50 s.
    expect(rung(f.later(20_000))).toEqual([]);
    expect(f.entry("c1")?.offer).toBeUndefined();
    expect(rung(f.later(9_999))).toEqual([]);
    expect(rung(f.later(1))).toEqual(["c1→a"]);
  });

  it("an answer after the ring is turned away, whether he waits or rings elsewhere", () => {
    const f = two();
    f.enter("c1");
    f.later(20_000);
    expect(f.outcome("c1", "a")).toEqual([{ do: "queue.lateAnswer", call: "c1", agent: "a", why: "ring-was-over" }]);
    expect(f.agent("a").state).toBe("ready");
    expect(f.agent("b")).toMatchObject({ state: "ringing", ring: { call: "c1" } });
  });

  it("a caller who hangs up stops the ring; the next caller gets the agent who was longest idle", () => {
    const f = two();
    f.enter("c1");
    const idleSinceMs = f.agent("a").idleSinceMs;
    const effects = f.leave("c1");
    expect(all(effects, "queue.stopOffer")).toEqual([expect.objectContaining({ agents: ["a"], why: "caller-gone" })]);
    expect(all(effects, "queue.left")).toEqual([expect.objectContaining({ why: "abandoned" })]);
    expect(f.agent("a")).toMatchObject({ state: "ready", idleSinceMs });
    expect(f.outcome("c1", "a")).toEqual([expect.objectContaining({ do: "queue.lateAnswer", why: "left-the-queue" })]);
    expect(f.leave("c1")).toEqual([]);
    expect(rung(f.enter("c2"))).toEqual(["c2→a"]);
  });

  it("an agent who refuses, goes away or can't be rung passes the call on at once", () => {
    const away: ((f: ReturnType<typeof two>) => FloorEffect[])[] = [
      (f) => f.outcome("c1", "a", "refused"),
      (f) => f.outcome("c1", "a", "phoneUnreachable"),
      (f) => f.send({ on: "agent.notReady", agent: "a" as AgentId, reason: "break", by: "a" }),
      (f) => f.send({ on: "agent.logout", agent: "a" as AgentId, by: "a" }),
      (f) => f.send({ on: "agent.phoneGone", agent: "a" as AgentId }),
      (f) => f.send({ on: "agent.forced", agent: "a" as AgentId, by: "boss", to: "logged-out", why: "x" }),
      (f) => f.send({ on: "agent.talkStarted", agent: "a" as AgentId, call: "own" as CallId }),
    ];
    for (const go of away) {
      const f = two();
      f.enter("c1");
      expect(rung(go(f))).toEqual(["c1→b"]);
      expect(f.agent("a").state).not.toBe("ringing");
    }
  });

  it("an answer that shows only as a talk counts as the answer", () => {
    const f = two();
    f.enter("c1");
    const effects = f.send({ on: "agent.talkStarted", agent: "a" as AgentId, call: "c1" as CallId });
    expect(all(effects, "queue.left")).toEqual([expect.objectContaining({ why: "answered", agent: "a" })]);
    expect(f.agent("a").calls[0]?.terms?.queue).toBe("water");
  });

  it("after a missed call everybody may be not ready; the caller keeps his place and is served when one comes back", () => {
    const f = floor([queue("water", { missedPolicy: { afterMissed: 1, reason: "missed-call" } })], [person("a")]);
    f.login("a");
    f.enter("c1");
    f.later(20_000);
    expect(f.agent("a")).toMatchObject({ state: "not-ready", reason: "missed-call" });
    expect(verdicts(explainWaiting(f.state.queues, f.ctx(), "c1" as CallId)).a).toMatchObject({
      kind: "not-ready",
      reason: "missed-call",
    });
    expect(rung(f.later(300_000))).toEqual(["c1→a"]);
  });

  it("a call is in one queue at a time", () => {
    const f = two();
    f.enter("c1");
    expect(f.enter("c1")).toEqual([{ do: "queue.refused", call: "c1", queue: "water", why: "already-waiting" }]);
    expect(f.enter("c2", "constructor")).toEqual([
      { do: "queue.refused", call: "c2", queue: "constructor", why: "no-such-queue" },
    ]);
  });
});

describe("overflow", () => {
  const overflowed = (effects: FloorEffect[]) =>
    all(effects, "queue.overflow").map((e) => `${e.call} ${e.queue} ${e.why} ${e.to.kind}`);

  it("by time, but a phone that rings is let ring", () => {
    const f = floor([queue("water", { overflow: { afterMs: 30_000, to: { kind: "hangup" } } })], [person("a")]);
    f.enter("c1");
    f.later(20_000);
    f.login("a");
    expect(overflowed(f.later(19_998))).toEqual([]);
    expect(overflowed(f.later(10))).toEqual(["c1 water time hangup"]);
    expect(f.agent("a").state).toBe("ready");
    f.send({ on: "agent.logout", agent: "a" as AgentId, by: "a" });
    f.enter("c2");
    expect(overflowed(f.later(29_999))).toEqual([]);
    expect(overflowed(f.later(1))).toEqual(["c2 water time hangup"]);
  });

  it("by length, but not past a free agent", () => {
    const f = floor([queue("water", { overflow: { length: 0, to: { kind: "flow-return" } } })], [person("a")]);
    f.login("a");
    expect(overflowed(f.enter("c1"))).toEqual([]);
    const second = f.enter("c2");
    expect(overflowed(second)).toEqual(["c2 water length flow-return"]);
    expect(all(second, "queue.left")).toEqual([expect.objectContaining({ call: "c2", why: "overflow", waitMs: 0 })]);
  });

  it("when nobody is logged in, and when the last one leaves", () => {
    const f = floor([queue("water", { overflow: { noAgents: true, to: { kind: "flow-return" } } })], [person("a"), person("b")]);
    expect(overflowed(f.enter("c1"))).toEqual(["c1 water no-agents flow-return"]);
    f.login("a", "b");
    for (const id of ["a", "b"]) f.send({ on: "agent.notReady", agent: id as AgentId, reason: "break", by: id });
    expect(overflowed(f.enter("c2"))).toEqual([]);
    expect(overflowed(f.send({ on: "agent.logout", agent: "a" as AgentId, by: "a" }))).toEqual([]);
    expect(overflowed(f.send({ on: "agent.logout", agent: "b" as AgentId, by: "b" }))).toEqual([
      "c2 water no-agents flow-return",
    ]);
  });

  it("to another queue keeps the place, and never goes in a circle", () => {
    const f = floor(
      [
        queue("water", { overflow: { afterMs: 10_000, to: { kind: "queue", queue: "second" as QueueId } } }),
        queue("second", { overflow: { afterMs: 10_000, to: { kind: "queue", queue: "water" as QueueId } } }),
      ],
      [person("a", { second: 1 })],
    );
    f.enter("c1");
    f.later(5_000);
    f.enter("c2", "second");
    const moved = f.later(5_000);
    expect(overflowed(moved)).toEqual(["c1 water time queue"]);
    expect(all(moved, "queue.entered")).toEqual([{ do: "queue.entered", call: "c1", queue: "second", priority: 0, position: 1 }]);
    expect(overflowed(f.later(10_000))).toEqual(["c2 second time queue", "c1 second time flow-return"]);
  });

  it("has a ceiling of two hours, and one of people", () => {
    const f = floor([queue("water", { maxWaiting: 2 })], [person("a")]);
    f.enter("c1");
    f.enter("c2");
    expect(overflowed(f.enter("c3"))).toEqual(["c3 water full flow-return"]);
    expect(overflowed(f.later(7_200_000))).toEqual(["c1 water time flow-return", "c2 water time flow-return"]);
  });

  it("when the queue is taken out of the settings", () => {
    const f = floor([queue("water"), queue("leak")], [person("a", { leak: 1 })]);
    f.enter("c1");
    f.login("a");
    f.enter("c2", "leak");
    expect(f.agent("a").state).toBe("ringing");
    expect(overflowed(f.configure([queue("leak")], [person("b")]))).toEqual(["c1 water queue-gone flow-return"]);
    // The agent went with the settings; his ring is withdrawn and the caller waits.
    expect(f.entry("c2")).toMatchObject({ queue: "leak" });
    expect(f.entry("c2")?.offer).toBeUndefined();
    expect(agentLive(f.state.agents, "a" as AgentId)).toBeUndefined();
  });
});

describe("what a caller is told", () => {
  const announced = (effects: FloorEffect[]) => all(effects, "queue.announce").map(({ do: _, queue: __, ...rest }) => rest);

  it("his position, first and again, and an honest unknown", () => {
    const f = floor(
      [queue("water", { announce: { position: true, expectedWait: true, everyMs: 30_000, firstAfterMs: 5_000 } })],
      [person("a")],
    );
    f.enter("c1");
    f.enter("c2");
    expect(announced(f.later(5_000))).toEqual([
      { call: "c1", position: 1, expectedWaitMs: "unknown", first: true },
      { call: "c2", position: 2, expectedWaitMs: "unknown", first: true },
    ]);
    expect(announced(f.later(29_999))).toEqual([]);
    f.leave("c1");
    expect(announced(f.later(1))).toEqual([{ call: "c2", position: 1, expectedWaitMs: "unknown", first: false }]);
  });

  it("an expectation from the latest calls: position × handling time ÷ people at work", () => {
    const f = floor(
      [queue("water", { wrapUpMs: 10_000 }), queue("leak")],
      [person("a", { water: 1, leak: 1 }), person("b"), person("c")],
    );
    f.login("a", "b");
    for (let i = 0; i < 6; i++) {
      const agent = rung(f.enter(`c${i}`))[0]!.split("→")[1]!;
      f.outcome(`c${i}`, agent);
      f.later(50_000);
      f.end(`c${i}`, agent);
      f.later(10_000);
    }
    // One to come, 60 s each, two at work.
    expect(queueView(f.state.queues, f.ctx(), "water" as QueueId).expectedWaitMs).toBe(30_000);
    expect(expectedWait(f.state.queues, f.ctx(), "water" as QueueId, 3)).toBe(90_000);
    // With a caller in his other queue only half of one of them is ours.
    f.send({ on: "agent.talkStarted", agent: "a" as AgentId, call: "own" as CallId });
    f.enter("c9", "leak");
    expect(expectedWait(f.state.queues, f.ctx(), "water" as QueueId, 3)).toBe(120_000);
    f.later(3 * 3_600_000);
    expect(queueView(f.state.queues, f.ctx(), "water" as QueueId).expectedWaitMs).toBe("unknown");
  });
});

describe("asking why", () => {
  it("names every reason in both languages", () => {
    const ids = ["a", "b", "c", "d", "e", "g", "h"];
    const f = floor([queue("water", { wrapUpMs: 20_000 })], [...ids.map((id) => person(id)), person("x", {})]);
    f.login("a", "b", "c", "d");
    f.outcome("c1", rung(f.enter("c1"))[0]!.split("→")[1]!);
    f.outcome("c2", rung(f.enter("c2"))[0]!.split("→")[1]!);
    f.end("c2", "b");
    f.send({ on: "agent.notReady", agent: "c" as AgentId, reason: "lunch", by: "c" });
    f.enter("c3");
    f.login("e");
    f.send({ on: "agent.phoneGone", agent: "e" as AgentId });
    f.login("g");
    f.enter("c4");
    f.outcome("c4", "g", "refused");
    f.later(4_000);
    const decision = explainWaiting(f.state.queues, f.ctx(), "c4" as CallId)!;
    expect(verdicts(decision)).toMatchObject({
      a: { kind: "talking" },
      b: { kind: "wrap-up" },
      c: { kind: "not-ready", reason: "lunch" },
      d: { kind: "ringing", call: "c3" },
      e: { kind: "phone-unregistered" },
      g: { kind: "tried", how: "refused" },
      h: { kind: "logged-out" },
    });
    const words = decisionWords(decision, f.ctx());
    expect(words.summary).toEqual({
      en: "queue “water”: nobody is free (7 agents), the caller is number 2",
      zh: "队列“water队”：暂无可用坐席（共7人），主叫排在第2位",
    });
    expect(words.lines.map((l) => `${l.name}: ${l.words.en}`)).toEqual([
      "A: talking, for 4 s",
      "B: in wrap-up, 16 s left",
      "C: not ready: lunch, for 4 s",
      "D: another call rings there",
      "E: the phone is not registered",
      "G: did not take this call just now (refused), asked again in 26 s",
      "H: not logged in",
    ]);
    expect(words.lines[2]?.words.zh).toBe("未就绪：用餐，已4秒");
    expect(explainNotHim(f.state.queues, f.ctx(), "c4" as CallId, "x" as AgentId)).toEqual({ kind: "not-a-member" });
    expect(explainIdle(f.state.queues, f.ctx(), "g" as AgentId)).toEqual([
      { queue: "water", waiting: 2, why: "tried", verdict: expect.objectContaining({ kind: "tried" }) },
    ]);
    f.leave("c4");
    expect(explainIdle(f.state.queues, f.ctx(), "g" as AgentId)).toEqual([
      { queue: "water", waiting: 1, why: "callers-rung-for" },
    ]);
  });

  it("says why it was he", () => {
    const f = floor([queue("water")], [person("a"), person("b")]);
    f.login("a");
    f.later(200_000);
    f.login("b");
    const words = decisionWords(all(f.enter("c1"), "queue.offer")[0]!.decision, f.ctx());
    expect(words.summary.en).toBe("queue “water” rings A: free the longest; the caller waited 0 s");
    expect(words.lines.map((l) => l.words.zh)).toEqual(["选中：空闲最久（已空闲3分20秒）", "空闲0秒，不及选中者的3分20秒"]);
    expect(durationWords(7_800_000)).toEqual({ zh: "2小时10分", en: "2 h 10 min" });
  });
});

describe("a caller given to one agent", () => {
  const busyWith = (call: string) => {
    const f = floor([queue("water")], [person("a"), person("b")]);
    f.login("a", "b");
    for (const other of ["x1", "x2"]) for (const [c, who] of rung(f.enter(other)).map((r) => r.split("→"))) f.outcome(c!, who!);
    f.enter(call);
    f.send({ on: "queue.move", call: call as CallId, to: { agent: "a" as AgentId }, by: "boss" });
    return { f, callOf: (agent: string) => f.agent(agent).calls[0]!.call };
  };
  const pause = (agent: string): FloorEvent => ({ on: "agent.notReady", agent: agent as AgentId, reason: "break", by: agent });

  it("waits for him while he is busy, and nobody else has him", () => {
    const { f, callOf } = busyWith("c1");
    expect(rung(f.end(callOf("b"), "b"))).toEqual([]);
    expect(rung(f.end(callOf("a"), "a"))).toEqual(["c1→a"]);
  });
  it("is anybody's as soon as that one goes away", () => {
    const { f, callOf } = busyWith("c1");
    f.end(callOf("b"), "b");
    f.send(pause("a"));
    expect(rung(f.end(callOf("a"), "a"))).toEqual(["c1→b"]);
  });
  it("is anybody's when that one is away already, or no longer employed", () => {
    const away = busyWith("c1");
    away.f.send(pause("a"));
    away.f.end(away.callOf("a"), "a");
    expect(rung(away.f.end(away.callOf("b"), "b"))).toEqual(["c1→b"]);
    const gone = busyWith("c1");
    gone.f.end(gone.callOf("b"), "b");
    expect(rung(gone.f.configure([queue("water")], [person("b")]))).toEqual(["c1→b"]);
  });
});

describe("the live view", () => {
  it("shows the line with ages, who rings for whom, and the people by state", () => {
    const f = floor([queue("water")], [person("a"), person("b"), person("c")]);
    f.login("a");
    f.enter("c1");
    f.later(3_000);
    f.enter("c2");
    f.later(2_000);
    const view = queueView(f.state.queues, f.ctx(), "water" as QueueId, 1);
    expect(view).toMatchObject({ length: 2, longestWaitMs: 5_000, agents: { ringing: 1, "logged-out": 2, ready: 0 } });
    expect(view.waiting).toEqual([expect.objectContaining({ call: "c1", position: 1, ageMs: 5_000, offeredTo: ["a"] })]);
  });
});

describe("a bad day", () => {
  it("10 000 callers and 200 people: everybody is served, in order", () => {
    const people = Array.from({ length: 200 }, (_, i) => person(`p${i}`, { water: 1 + (i % 3), leak: 1 }));
    const f = floor([queue("water", { maxWaiting: 10_000 }), queue("leak", { maxWaiting: 10_000 })], people);
    for (let i = 0; i < 10_000; i++) f.enter(`c${i}`, i % 4 === 0 ? "leak" : "water");
    const served: number[] = [];
    const take = (effects: FloorEffect[]): void => {
      for (const [call, agent] of rung(effects).map((r) => r.split("→") as [string, string])) {
        served.push(Number(call.slice(1)));
        f.outcome(call, agent);
      }
    };
    for (const p of people) take(f.send({ on: "agent.login", agent: p.id, by: "console", phone: `8${p.id}` as PhoneId }));
    for (let n = 0; served.length < 10_000; n++) {
      const live = f.agent(`p${n % 200}`);
      take(f.end(live.calls[0]!.call, live.agent));
    }
    expect(served).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });
});
