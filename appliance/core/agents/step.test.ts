import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AgentState, agentStates, boxReasons, defaultNotReadyReasons } from "../../contract/agent.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import type { AgentEffect } from "./agent-effect.ts";
import { type AgentEvent, type AgentEventName, agentEventNames, type OfferTerms } from "./agent-event.ts";
import { type AgentLive, agentLive, maxHistory, newAgents } from "./agent-live.ts";
import { describeTable } from "./describe-table.ts";
import { rosterOf } from "./roster.ts";
import { cellOf, forgetRemovedAgents, stepAgents } from "./step.ts";
import { reasonWords, whyWords } from "./words.ts";

const li = "li" as AgentId;
const wang = "wang" as AgentId;
const a = "call-a" as CallId;
const b = "call-b" as CallId;
const phone = "801" as PhoneId;
const terms: OfferTerms = {
  queue: "water" as QueueId,
  ringMs: 20_000,
  wrapUpMs: 15_000,
  afterMissed: 1,
  missedReason: "missed-call",
};
const person = (id: AgentId) => ({ id, name: id, queues: [], languages: [] });
const roster = rosterOf([person(li), person(wang)], defaultNotReadyReasons);

/** One agent and a clock. */
function desk() {
  const state = newAgents();
  let atMs = 1_000_000;
  const desk = {
    state,
    at: () => atMs,
    later: (ms: number) => {
      atMs += ms;
      return desk;
    },
    do: (event: AgentEvent): AgentEffect[] => stepAgents(state, event, { atMs, roster }),
    li: (): AgentLive => agentLive(state, li)!,
    login: () => desk.do({ on: "agent.login", agent: li, by: "console", phone }),
    offer: (call = a, with_: OfferTerms | undefined = terms) =>
      desk.do({ on: "agent.offered", agent: li, call, ...(with_ ? { terms: with_ } : {}) }),
    ringEnded: (how: Extract<AgentEvent, { on: "agent.offerEnded" }>["how"], call = a) =>
      desk.do({ on: "agent.offerEnded", agent: li, call, how }),
    ended: (call = a) => desk.do({ on: "agent.talkEnded", agent: li, call }),
    limit: () => desk.do({ on: "agent.limitReached", agent: li }),
    on: (on: "agent.phoneGone" | "agent.phoneBack") => desk.do({ on, agent: li }),
  };
  return desk;
}

const loginEvent: AgentEvent = { on: "agent.login", agent: li, by: "console", phone };
const offered: AgentEvent = { on: "agent.offered", agent: li, call: a, terms };
const ownCall: AgentEvent = { on: "agent.offered", agent: li, call: a };
const answered: AgentEvent = { on: "agent.offerEnded", agent: li, call: a, how: "answered" };
const onBreak: AgentEvent = { on: "agent.notReady", agent: li, reason: "break", by: "li" };
const talkStarted: AgentEvent = { on: "agent.talkStarted", agent: li, call: a };
const logoutEvent: AgentEvent = { on: "agent.logout", agent: li, by: "li" };
const talkEndedEvent: AgentEvent = { on: "agent.talkEnded", agent: li, call: a };
const inTalk = [loginEvent, offered, answered];
const inWrapUp = [...inTalk, talkEndedEvent];
const inHold: AgentEvent[] = [...inTalk, { on: "agent.held", agent: li, call: a }];

/** Ways into every state, some by more than one road. */
const roads: Record<AgentState, AgentEvent[][]> = {
  "logged-out": [[loginEvent, logoutEvent]],
  ready: [[loginEvent]],
  "not-ready": [
    [loginEvent, onBreak],
    [loginEvent, { on: "agent.phoneGone", agent: li }],
    [loginEvent, offered, { on: "agent.offerEnded", agent: li, call: a, how: "missed" }],
  ],
  ringing: [
    [loginEvent, offered],
    [loginEvent, ownCall],
    [...inWrapUp, ownCall],
    [loginEvent, onBreak, ownCall],
    [...inTalk, logoutEvent, talkEndedEvent, ownCall],
    [...inWrapUp, { on: "agent.wrapUpExtended", agent: li, byMs: 900_000, by: "li" }, ownCall],
  ],
  talking: [
    inTalk,
    [loginEvent, talkStarted],
    [loginEvent, onBreak, talkStarted],
    [...inTalk, logoutEvent],
    [...inHold, { on: "agent.talkStarted", agent: li, call: b }],
  ],
  hold: [inHold, [loginEvent, talkStarted, { on: "agent.held", agent: li, call: a }, logoutEvent]],
  "wrap-up": [inWrapUp, [...inTalk, logoutEvent, talkEndedEvent]],
};

/** Variants of every event. */
const events: { [Name in AgentEventName]: Extract<AgentEvent, { on: Name }>[] } = {
  "agent.login": [
    { on: "agent.login", agent: li, by: "phone", phone },
    { on: "agent.login", agent: li, by: "console", phone: "802" as PhoneId, phoneUp: false },
  ],
  "agent.logout": [{ on: "agent.logout", agent: li, by: "li" }],
  "agent.ready": [{ on: "agent.ready", agent: li, by: "li" }],
  "agent.notReady": [{ on: "agent.notReady", agent: li, reason: "lunch", by: "li" }],
  "agent.offered": [
    { on: "agent.offered", agent: li, call: b, terms },
    { on: "agent.offered", agent: li, call: b },
  ],
  "agent.offerEnded": (
    ["answered", "missed", "refused", "phoneUnreachable", "callGone", "answeredElsewhere", "withdrawn"] as const
  ).flatMap((how) => [a, b].map((call) => ({ on: "agent.offerEnded" as const, agent: li, call, how }))),
  "agent.talkStarted": [a, b].map((call) => ({ on: "agent.talkStarted", agent: li, call })),
  "agent.held": [a, b].map((call) => ({ on: "agent.held", agent: li, call })),
  "agent.resumed": [a, b].map((call) => ({ on: "agent.resumed", agent: li, call })),
  "agent.talkEnded": [a, b].map((call) => ({ on: "agent.talkEnded", agent: li, call })),
  "agent.wrapUpDone": [{ on: "agent.wrapUpDone", agent: li, by: "li" }],
  "agent.wrapUpExtended": [
    { on: "agent.wrapUpExtended", agent: li, byMs: 600_000, by: "li" },
    { on: "agent.wrapUpExtended", agent: li, byMs: -30_000, by: "li" },
  ],
  "agent.limitReached": [{ on: "agent.limitReached", agent: li }],
  "agent.phoneGone": [{ on: "agent.phoneGone", agent: li }],
  "agent.phoneBack": [{ on: "agent.phoneBack", agent: li }],
  "agent.forced": (["ready", "not-ready", "logged-out"] as const).map((to) => ({
    on: "agent.forced",
    agent: li,
    by: "boss",
    to,
    why: "test",
  })),
};

/** What must be true of an agent at every moment. */
function sound(live: AgentLive): void {
  expect(live.limitAtMs === undefined).toBe(live.state === "logged-out");
  expect(live.reason === undefined).toBe(live.state !== "not-ready");
  expect(live.ring !== undefined).toBe(live.state === "ringing");
  expect(live.calls.length > 0).toBe(live.state === "talking" || live.state === "hold");
  if (live.state === "hold") expect(live.calls.every((c) => c.held)).toBe(true);
  if (live.state === "ready") expect(live.phoneUp).toBe(true);
  if (live.state === "wrap-up") expect(live.limitAtMs).toBe(live.owed?.endsAtMs);
  expect(live.history.length).toBeLessThanOrEqual(maxHistory);
}

describe("the table", () => {
  for (const from of agentStates)
    for (const on of agentEventNames)
      it(`${from} × ${on}`, () => {
        const cell = cellOf(from, on);
        for (const road of roads[from])
          for (const event of events[on]) {
            const d = desk();
            for (const step of road) d.do(step);
            expect(d.li().state).toBe(from);
            // A limit strikes when it is due, all else a second later.
            const due = d.li().limitAtMs;
            d.later(on === "agent.limitReached" && due !== undefined ? due - d.at() : 1_000);
            const before = structuredClone(d.li());
            const effects = d.do(event);
            sound(d.li());
            if ("act" in cell) expect(cell.to).toContain(d.li().state);
            else expect(d.li()).toEqual(before);
            if ("refused" in cell) expect(effects).toEqual([expect.objectContaining({ do: "agent.refused", why: cell.refused })]);
            if ("ignored" in cell) expect(effects).toEqual([]);
            // Every change is announced, kept in the history and guarded by the timer.
            if (d.li().state !== from) {
              expect(effects.filter((e) => e.do === "agent.changed")).toHaveLength(1);
              expect(d.li().history.at(-1)).toMatchObject({ from, to: d.li().state, atMs: d.at() });
              const key = "agent:li";
              const limit = d.li().limitAtMs;
              expect(effects).toContainEqual(
                limit === undefined ? { do: "timer.clear", key } : { do: "timer.set", key, atMs: limit },
              );
            }
          }
      });

  it("is the diagram in the README", () => {
    const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
    expect(readme).toContain(`\`\`\`mermaid\n${describeTable()}\n\`\`\``);
  });
});

describe("any sequence of events", () => {
  const anyEvent = fc.constantFrom(...Object.values(events).flat());
  const anyStep = fc.tuple(fc.constantFrom(0, 1, 1_000, 14_000, 60_000, 200_000, 20_000_000), anyEvent);
  const anyRoad = fc.constantFrom(...Object.values(roads).flat());

  it("keeps him sound, reaches every target the table names and no other, and is repeatable", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyRoad, fc.array(anyStep, { maxLength: 25 }), (road, steps) => {
        const play = (): string => {
          const d = desk();
          for (const event of road) d.do(event);
          const all: AgentEffect[] = [];
          for (const [ms, event] of steps) {
            passTime(d, ms, all, seen);
            const from = d.li().state;
            const cell = cellOf(from, event.on);
            all.push(...d.do(event));
            sound(d.li());
            const to = d.li().state;
            // passTime let the due ones strike, so this one comes too early.
            expect("act" in cell && event.on !== "agent.limitReached" ? cell.to : [from]).toContain(to);
            if (event.on !== "agent.limitReached") seen.add(`${from} ${event.on} ${to}`);
          }
          return JSON.stringify([d.state, all]);
        };
        expect(play()).toBe(play());
      }),
      { numRuns: 6_000, seed: 7 },
    );
    const missing: string[] = [];
    for (const from of agentStates)
      for (const on of agentEventNames) {
        const cell = cellOf(from, on);
        if ("act" in cell) for (const to of cell.to) if (!seen.has(`${from} ${on} ${to}`)) missing.push(`${from} ${on} ${to}`);
      }
    expect(missing).toEqual([]);
  }, 120_000);

  /** Lets the timers strike that fall due: nobody is ever found in a state past its limit. */
  function passTime(d: ReturnType<typeof desk>, ms: number, all: AgentEffect[], seen: Set<string>): void {
    const until = d.at() + ms;
    for (let n = 0; ; n++) {
      const due = d.li().limitAtMs;
      if (due === undefined || due > until) break;
      expect(n).toBeLessThan(1_000);
      d.later(Math.max(0, due - d.at()));
      const from = d.li().state;
      all.push(...d.limit());
      sound(d.li());
      seen.add(`${from} agent.limitReached ${d.li().state}`);
    }
    d.later(until - d.at());
  }
});

describe("wrap-up", () => {
  const inWrap = () => {
    const d = desk();
    for (const event of inTalk) d.do(event);
    d.later(60_000);
    d.ended();
    return { d, endsAtMs: d.at() + 15_000 };
  };

  it("ends exactly when it was said to, whatever else happens", () => {
    const { d, endsAtMs } = inWrap();
    expect(d.li()).toMatchObject({ state: "wrap-up", limitAtMs: endsAtMs });
    d.later(5_000);
    d.do({ on: "agent.ready", agent: li, by: "li" });
    d.do({ on: "agent.talkEnded", agent: li, call: a });
    d.do({ on: "agent.held", agent: li, call: a });
    d.on("agent.phoneGone");
    d.on("agent.phoneBack");
    expect(d.li()).toMatchObject({ state: "wrap-up", limitAtMs: endsAtMs });
    expect(d.limit()).toEqual([{ do: "timer.set", key: "agent:li", atMs: endsAtMs }]);
    d.later(10_000);
    const effects = d.limit();
    expect(d.li().state).toBe("ready");
    expect(effects).toContainEqual(
      expect.objectContaining({
        do: "agent.handled",
        agent: li,
        call: a,
        queue: "water",
        talkMs: 60_000,
        holdMs: 0,
        wrapMs: 15_000,
      }),
    );
  });

  it("goes on after a direct call with its old end, and counts only its own time", () => {
    const { d, endsAtMs } = inWrap();
    d.later(4_000);
    d.do({ on: "agent.talkStarted", agent: li, call: b });
    expect(d.li().state).toBe("talking");
    d.later(6_000);
    d.ended(b);
    expect(d.li()).toMatchObject({ state: "wrap-up", limitAtMs: endsAtMs });
    d.later(5_000);
    expect(d.limit()).toContainEqual(expect.objectContaining({ do: "agent.handled", wrapMs: 9_000 }));
  });

  it("is over when a direct call outlasts it", () => {
    const { d } = inWrap();
    d.do({ on: "agent.talkStarted", agent: li, call: b });
    d.later(20_000);
    expect(d.ended(b)).toContainEqual(expect.objectContaining({ do: "agent.handled", call: a, wrapMs: 0 }));
    expect(d.li().state).toBe("ready");
  });

  it("is lengthened up to the limit, never shortened, and ended only by himself", () => {
    const { d, endsAtMs } = inWrap();
    d.do({ on: "agent.wrapUpExtended", agent: li, byMs: 30_000, by: "li" });
    expect(d.li().limitAtMs).toBe(endsAtMs + 30_000);
    d.do({ on: "agent.wrapUpExtended", agent: li, byMs: -40_000, by: "li" });
    expect(d.li().limitAtMs).toBe(endsAtMs + 30_000);
    d.do({ on: "agent.wrapUpExtended", agent: li, byMs: 99_000_000, by: "li" });
    expect(d.li().limitAtMs).toBe(endsAtMs - 15_000 + roster.limits.wrapUpMs);
    d.do({ on: "agent.wrapUpDone", agent: li, by: "li" });
    expect(d.li().state).toBe("ready");
  });

  it("takes the agent's own length before the queue's, and comes after the last of two calls", () => {
    const own = rosterOf([{ ...person(li), wrapUpMs: 3_000 }], []);
    const state = newAgents();
    const at = (atMs: number, event: AgentEvent) => stepAgents(state, event, { atMs, roster: own });
    for (const event of inHold) at(0, event);
    at(1_000, { on: "agent.talkStarted", agent: li, call: b });
    at(5_000, { on: "agent.talkEnded", agent: li, call: a });
    expect(agentLive(state, li)).toMatchObject({ state: "talking" });
    at(6_000, { on: "agent.talkEnded", agent: li, call: b });
    expect(agentLive(state, li)).toMatchObject({ state: "wrap-up", limitAtMs: 9_000, owed: { call: a, holdMs: 5_000 } });
  });
});

describe("a missed ring", () => {
  it("makes him not ready with a reason, and ready again by itself", () => {
    const d = desk();
    d.login();
    d.offer();
    d.later(20_000);
    d.ringEnded("missed");
    expect(d.li()).toMatchObject({
      state: "not-ready",
      reason: "missed-call",
      why: { kind: "ring-ended", how: "missed", inRow: 1 },
    });
    expect(reasonWords(d.li().reason!, roster)).toEqual({ zh: "漏接来电", en: "missed a call" });
    expect(whyWords(d.li().why).en).toBe("missed a call (1 in a row)");
    d.later(boxReasons["missed-call"].limitMs);
    d.limit();
    expect(d.li()).toMatchObject({ state: "ready", missedInRow: 0 });
  });

  it("counts only misses in a row, when the queue allows some", () => {
    const d = desk();
    const lenient = { ...terms, afterMissed: 2 };
    d.login();
    d.offer(a, lenient);
    d.ringEnded("missed");
    expect(d.li().state).toBe("ready");
    d.offer(b, lenient);
    d.ringEnded("answered", b);
    d.ended(b);
    d.do({ on: "agent.wrapUpDone", agent: li, by: "li" });
    d.offer(a, lenient);
    d.ringEnded("refused");
    expect(d.li()).toMatchObject({ state: "ready", missedInRow: 1 });
    d.offer(a, lenient);
    d.ringEnded("missed");
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "missed-call" });
  });

  it("costs nothing when the caller left or somebody else was quicker", () => {
    for (const how of ["callGone", "answeredElsewhere", "withdrawn"] as const) {
      const d = desk();
      d.login();
      const idleSinceMs = d.at();
      d.later(5_000);
      d.offer();
      d.later(5_000);
      d.ringEnded(how);
      expect(d.li()).toMatchObject({ state: "ready", missedInRow: 0, idleSinceMs });
    }
  });

  it("is assumed when the end of the ring never came", () => {
    const d = desk();
    d.login();
    d.offer();
    d.later(25_000);
    d.limit();
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "missed-call" });
  });
});

describe("requests during a call", () => {
  it("are kept for after it; the last one counts", () => {
    const d = desk();
    for (const event of inTalk) d.do(event);
    d.do(logoutEvent);
    d.do(onBreak);
    expect(d.li()).toMatchObject({ state: "talking", after: { to: "not-ready", reason: "break" } });
    d.ended();
    expect(d.li().state).toBe("wrap-up");
    d.later(15_000);
    d.limit();
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "break", why: { kind: "asked-earlier", by: "li" } });
    expect(d.li().after).toBeUndefined();
  });

  it("a break interrupted by his own call is a break again, with its old limit", () => {
    const d = desk();
    d.login();
    d.do(onBreak);
    const limitAtMs = d.li().limitAtMs;
    d.later(60_000);
    d.do(talkStarted);
    d.later(60_000);
    d.ended();
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "break", limitAtMs });
  });
});

describe("phones", () => {
  it("gone means not ready, back means ready; a talk is not touched", () => {
    const d = desk();
    d.login();
    d.on("agent.phoneGone");
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "phone-gone" });
    expect(d.do({ on: "agent.ready", agent: li, by: "li" })).toEqual([
      { do: "agent.refused", agent: li, on: "agent.ready", why: "phone-gone" },
    ]);
    d.on("agent.phoneBack");
    expect(d.li().state).toBe("ready");
    d.offer();
    d.ringEnded("answered");
    d.on("agent.phoneGone");
    expect(d.li().state).toBe("talking");
    d.ended();
    d.later(15_000);
    d.limit();
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "phone-gone" });
  });

  it("a phone that can't be rung is tried again by itself", () => {
    const d = desk();
    d.login();
    d.offer();
    d.ringEnded("phoneUnreachable");
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "phone-unreachable", missedInRow: 0 });
    d.later(boxReasons["phone-unreachable"].limitMs);
    d.limit();
    expect(d.li().state).toBe("ready");
  });

  it("belong to one agent: the next shift takes over, but not during a call", () => {
    const d = desk();
    d.login();
    const other = (): AgentEffect[] => d.do({ on: "agent.login", agent: wang, by: "phone", phone });
    const refused = [{ do: "agent.refused", agent: wang, on: "agent.login", why: "phone-in-use" }];
    d.offer();
    expect(other()).toEqual(refused);
    d.ringEnded("callGone");
    d.do(talkStarted);
    expect(other()).toEqual(refused);
    d.do({ on: "agent.held", agent: li, call: a });
    expect(other()).toEqual(refused);
    d.ended();
    other();
    expect(d.li()).toMatchObject({ state: "logged-out", why: { kind: "phone-taken", by: wang } });
    expect(agentLive(d.state, wang)).toMatchObject({ state: "ready", phone });
  });
});

describe("ways out", () => {
  it("the supervisor gets him out of every state, and his figures are kept", () => {
    const d = desk();
    for (const event of inTalk) d.do(event);
    d.later(10_000);
    const effects = d.do({ on: "agent.forced", agent: li, by: "boss", to: "logged-out", why: "forgotten" });
    expect(d.li()).toMatchObject({ state: "logged-out", why: { kind: "forced", by: "boss", text: "forgotten" } });
    expect(effects).toContainEqual(
      expect.objectContaining({
        do: "agent.handled",
        agent: li,
        call: a,
        queue: "water",
        talkMs: 10_000,
        holdMs: 0,
        wrapMs: 0,
      }),
    );
  });

  it("a talk without end gives him up as not ready, and his later call makes him busy again", () => {
    const d = desk();
    for (const event of inTalk) d.do(event);
    d.later(roster.limits.talkingMs);
    d.limit();
    expect(d.li()).toMatchObject({ state: "not-ready", reason: "over-limit", why: { kind: "limit", of: "talking" } });
    expect(d.ended()).toEqual([]);
    d.do({ on: "agent.resumed", agent: li, call: a });
    expect(d.li().state).toBe("talking");
  });

  it("who is removed from the settings is logged out and forgotten; an unknown agent is refused", () => {
    const d = desk();
    d.login();
    const effects = forgetRemovedAgents(d.state, { atMs: d.at(), roster: rosterOf([], []) });
    expect(effects).toContainEqual(expect.objectContaining({ do: "agent.changed", to: "logged-out", why: { kind: "removed" } }));
    expect(d.state.agents).toEqual({});
    const unknown = "constructor" as AgentId;
    expect(d.do({ on: "agent.logout", agent: unknown, by: "x" })).toEqual([
      expect.objectContaining({ do: "agent.refused", why: "unknown-agent" }),
    ]);
  });
});
