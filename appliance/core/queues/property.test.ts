import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AgentSettings, defaultAgentLimits, defaultNotReadyReasons } from "../../contract/agent.ts";
import { defaultQueueSettings, type QueueSettings } from "../../contract/queue.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import { rosterOf } from "../agents/roster.ts";
import type { Decision } from "./decision.ts";
import { type FloorContext, type FloorEffect, type FloorEvent, type FloorState, newFloor, stepFloor, timersOf } from "./floor.ts";
import { planOf } from "./queue-plan.ts";
import type { Entry } from "./queues-state.ts";
import { decisionWords } from "./words.ts";

const queue = (id: string, more: Partial<QueueSettings>): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as QueueId,
  name: { zh: id, en: id },
  ...more,
});
const agent = (n: number, queues: [string, number][]): AgentSettings => ({
  id: `a${n}` as AgentId,
  name: `Agent ${n}`,
  queues: queues.map(([q, level]) => ({ queue: q as QueueId, level })),
  languages: [],
});

/** Two settings the site changes between: strategies, levels, overflow in a circle, queues and people that come and go. */
const sites: { queues: QueueSettings[]; agents: AgentSettings[] }[] = [
  {
    queues: [
      queue("idle", {
        missedPolicy: { afterMissed: 2, reason: "missed-call" },
        overflow: { afterMs: 90_000, to: { kind: "queue", queue: "all" as QueueId } },
      }),
      queue("turn", {
        strategy: "round-robin",
        wrapUpMs: 0,
        missedPolicy: { afterMissed: 0, reason: "missed-call" },
        overflow: { length: 3, afterMs: 200_000, to: { kind: "flow-return" } },
      }),
      queue("all", {
        strategy: "ring-all",
        overflow: { noAgents: true, afterMs: 60_000, to: { kind: "queue", queue: "idle" as QueueId } },
        maxWaiting: 5,
      }),
    ],
    agents: [
      agent(1, [
        ["idle", 1],
        ["all", 1],
      ]),
      agent(2, [
        ["idle", 1],
        ["turn", 1],
      ]),
      agent(3, [
        ["turn", 1],
        ["all", 2],
        ["idle", 2],
      ]),
      agent(4, [
        ["all", 1],
        ["turn", 2],
      ]),
      agent(5, []),
    ],
  },
  {
    queues: [
      queue("idle", { strategy: "ring-all", ringMs: 10_000 }),
      queue("all", { strategy: "longest-idle", overflow: { afterMs: 200_000, to: { kind: "hangup" } } }),
    ],
    agents: [
      agent(1, [["idle", 1]]),
      agent(2, [
        ["idle", 2],
        ["all", 1],
      ]),
      agent(3, [
        ["all", 1],
        ["idle", 1],
      ]),
      agent(5, [["all", 3]]),
    ],
  },
  // Skills that widen, languages, own agents, a rule, a guest, draws and today's load.
  {
    queues: [
      queue("idle", {
        strategy: "skills",
        skills: [{ skill: "meter", grade: 3 }],
        widen: [{ afterMs: 20_000, skill: "meter", grade: 1 }, { afterMs: 50_000 }],
        callerLanguageMs: 30_000,
        ownAgentMs: 12_000,
        overflow: { afterMs: 90_000, to: { kind: "queue", queue: "draw" as QueueId } },
      }),
      queue("turn", { strategy: "rule", rule: 'grade("meter") > 3 or waitedSec > 30', wrapUpMs: 0 }),
      queue("all", {
        strategy: "fewest-calls",
        guests: [{ agent: "a5" as AgentId, from: "1970-01-01T00:20", to: "1970-01-01T05:00", level: 1 }],
        classes: [{ class: "complaint", priority: 9, headStartMs: 60_000 }],
      }),
      queue("draw", { strategy: "weighted-random", managementGrade: 2, ringMs: 10_000 }),
    ],
    agents: [
      { ...agent(1, [["idle", 1]]), skills: [{ skill: "meter", grade: 2 }], languages: ["zh" as const] },
      {
        ...agent(2, [
          ["idle", 1],
          ["turn", 1],
          ["draw", 1],
        ]),
        skills: [{ skill: "meter", grade: 8 }],
        managementGrade: 3,
        languages: ["zh" as const, "en" as const],
      },
      agent(3, [
        ["all", 1],
        ["idle", 2],
        ["turn", 1],
        ["draw", 1],
      ]),
      {
        ...agent(4, [
          ["all", 1],
          ["draw", 1],
        ]),
        managementGrade: 2,
      },
      agent(5, []),
    ],
  },
];

/** What callers bring along; all of them may be false. */
const anyFacts = [
  {},
  {},
  { language: "en" },
  { agent: "a1", language: "zh" },
  { agent: "a3" },
  { skills: "gas:2" },
  { class: "complaint" },
  { vip: "true" },
] as const;

type Command =
  | { do: "enter"; queue: number; priority: number; placedBackMs: number; facts: number }
  | { do: "leave"; pick: number; why: "abandoned" | "moved" | "returned" }
  | { do: "outcome"; pick: number; how: "answered" | "missed" | "refused" | "phoneUnreachable" }
  /** Answers that come too late, or to somebody who was never asked. */
  | { do: "stray"; call: number; agent: number; how: "answered" | "missed" }
  | {
      do: "agent";
      agent: number;
      what: FloorEvent extends infer E ? (E extends { agent: AgentId } ? Omit<E, "agent"> : never) : never;
    }
  | { do: "end"; agent: number }
  | { do: "hold"; agent: number; on: "agent.held" | "agent.resumed" }
  | { do: "wait"; ms: number }
  | { do: "settings"; site: number };

/** Checked millions of times: no more than a comparison when it holds. */
function must(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`broken: ${promise}`);
}
const indexed = sites.map(({ queues, agents }) => ({
  roster: rosterOf(agents, defaultNotReadyReasons, { ...defaultAgentLimits, ringingMs: 30_000 }),
  plan: planOf(queues, agents),
}));

/** Everything outside the floor: a clock, timers, phones that ring, callers who come and go; and what must always be true. */
class World {
  state: FloorState = newFloor();
  atMs = 1_000_000;
  site = 0;
  calls = 0;
  timers = new Map<string, number>();
  /** What rings, as the effects said. */
  ringing = new Map<AgentId, CallId>();
  inQueue = new Map<CallId, string>();
  tried = new Map<string, number>();
  log: FloorEffect[] = [];

  send(event: FloorEvent): void {
    const ctx: FloorContext = { atMs: this.atMs, ...indexed[this.site]! };
    const effects = stepFloor(this.state, event, ctx);
    for (const effect of effects) {
      this.log.push(effect);
      this.hear(effect, ctx);
    }
    this.check();
  }

  hear(effect: FloorEffect, ctx: FloorContext): void {
    switch (effect.do) {
      case "timer.set":
        this.timers.set(effect.key, effect.atMs);
        return;
      case "timer.clear":
        this.timers.delete(effect.key);
        return;
      case "queue.entered":
        must(!this.inQueue.has(effect.call), "enters only once");
        this.inQueue.set(effect.call, effect.queue);
        return;
      case "queue.left":
        must(this.inQueue.get(effect.call) === effect.queue, "leaves what he entered, once");
        this.inQueue.delete(effect.call);
        return;
      case "queue.offer":
        this.rings(effect, ctx);
        return;
      case "queue.waits":
        must(effect.decision.chosen.length === 0, "waits only when nobody is chosen");
        this.checkDecision(effect.decision, ctx);
        return;
      case "queue.stopOffer":
        for (const agent of effect.agents) must(this.ringing.get(agent) === effect.call, "stops only what rings");
        return;
      case "queue.offerEnded": {
        must(this.ringing.get(effect.agent) === effect.call, "an offer ends once");
        this.ringing.delete(effect.agent);
        const notTaken = effect.how === "missed" || effect.how === "refused" || effect.how === "phoneUnreachable";
        if (notTaken) this.tried.set(`${effect.call} ${effect.agent} ${effect.queue}`, this.atMs + 30_000);
        return;
      }
      default:
        return;
    }
  }

  rings(offer: Extract<FloorEffect, { do: "queue.offer" }>, ctx: FloorContext): void {
    if (ctx.plan.queues.get(offer.queue)?.strategy !== "ring-all") {
      must(offer.agents.length === 1, "one phone unless ring all");
      for (const call of this.ringing.values()) must(call !== offer.call, "a call rings at one agent only");
    }
    for (const agent of offer.agents) {
      must(!this.ringing.has(agent), "never two offers at one agent");
      this.ringing.set(agent, offer.call);
      must(
        (this.tried.get(`${offer.call} ${agent} ${offer.queue}`) ?? 0) <= this.atMs,
        "left in peace with a call he did not take",
      );
    }
    must(offer.agents.join() === offer.decision.chosen.join(), "rings who was chosen");
    this.checkDecision(offer.decision, ctx);
  }

  /** Every member is named exactly once, with a reason that can be said in both languages. */
  checkDecision(decision: Decision, ctx: FloorContext): void {
    const members = this.membersOf(decision.queue, decision.atMs);
    must(decision.considered.map((c) => c.agent).join() === members.join(), "names every member");
    const chosen = decision.considered.filter((c) => c.verdict.kind === "chosen").map((c) => c.agent);
    must(chosen.join() === decision.chosen.join(), "says who was chosen");
    this.checkReasons(decision);
    for (const { words } of decisionWords(decision, ctx).lines) must(words.zh !== "" && words.en !== "", "says why");
  }

  membersOf(queue: string, ...moments: number[]): AgentId[] {
    const { agents, queues } = sites[this.site]!;
    const guests = (queues.find((q) => q.id === queue)?.guests ?? []).filter(({ from, to }) =>
      moments.every((atMs) => Date.parse(`${from}Z`) <= atMs && atMs < Date.parse(`${to}Z`)),
    );
    return agents.filter((a) => a.queues.some((q) => q.queue === queue) || guests.some((g) => g.agent === a.id)).map((a) => a.id);
  }

  /** What is said of each agent is so, by the settings and his own count. */
  checkReasons({ considered }: Decision): void {
    const best = considered.find((c) => c.verdict.kind === "chosen")?.verdict;
    for (const { agent: id, verdict } of considered) {
      const calls = this.state.agents.agents[id]?.today?.calls ?? 0;
      const grade = (skill: string) => settingsOf(this.site, id)?.skills?.find((s) => s.skill === skill)?.grade ?? 0;
      if (verdict.kind === "unskilled")
        must(verdict.has === grade(verdict.skill) && verdict.has < verdict.grade, "lacks the skill that is said");
      if (verdict.kind === "grade-too-low")
        must(verdict.has === (settingsOf(this.site, id)?.managementGrade ?? 0), "has the grade that is said");
      if (verdict.kind === "more-calls")
        must(verdict.calls === calls && calls > verdict.chosenCalls, "had more calls, as is said");
      if (verdict.kind === "less-skilled") must(verdict.points < verdict.chosenPoints, "knows less, as is said");
      if (verdict.kind === "idle-shorter") must(verdict.idleMs <= verdict.chosenIdleMs, "was free for less long");
      if (verdict.kind === "chosen" && best?.kind === "chosen" && best.by === "fewest-calls")
        must(best.value === calls, "had as many calls as is said");
    }
  }

  /** `instantOver`: every timer of this very moment has struck. */
  check(instantOver = false): void {
    for (const live of Object.values(this.state.agents.agents)) {
      must((live.limitAtMs === undefined) === (live.state === "logged-out"), "every state has a limit");
      must(live.limitAtMs === this.timers.get(`agent:${live.agent}`), "and a timer for it");
      must((live.state === "ringing") === (live.ring !== undefined), "rings in ringing");
      must((live.state === "talking" || live.state === "hold") === live.calls.length > 0, "has calls while talking");
      if (live.ring?.terms) must(this.ringing.get(live.agent) === live.ring.call, "his ring is the queue's offer");
    }
    this.checkOffers();
    this.checkLines(instantOver);
    const timers = timersOf(this.state);
    must(timers.length === this.timers.size && timers.every((t) => this.timers.get(t.key) === t.atMs), "timers can be set again");
  }

  checkOffers(): void {
    const { agents, queues } = this.state;
    for (const [id, call] of this.ringing) {
      must(agents.agents[id]?.ring?.call === call && queues.offers[id] === call, "both sides know the offer");
      must(queues.entries[call]?.offer?.agents.includes(id) === true, "the caller's offer names him");
    }
    must(Object.keys(queues.offers).length === this.ringing.size, "no offer without a ring");
  }

  checkLines(instantOver: boolean): void {
    const { queues } = this.state;
    const entries = Object.values(queues.entries);
    must(
      entries.length === this.inQueue.size && entries.every((e) => this.inQueue.get(e.call) === e.queue),
      "in the queue he entered",
    );
    let standing = 0;
    for (const [id, { line }] of Object.entries(queues.queues)) {
      standing += line.length;
      const members = line.map((call) => queues.entries[call]!);
      must(
        members.every((e) => e.queue === id),
        "stands in his own queue",
      );
      for (let i = 1; i < members.length; i++) must(inOrder(members[i - 1]!, members[i]!), "priority, then who came first");
    }
    must(standing === entries.length, "stands in one line");
    for (const entry of entries) {
      must(
        entry.timerAtMs !== undefined && this.timers.get(`queue:${entry.call}`) === entry.timerAtMs,
        "somebody wakes the caller",
      );
      must(entry.offer === undefined || entry.offer.agents.length > 0, "an offer rings somewhere");
      if (!entry.offer) must(this.whoCould(entry, instantOver).length === 0, "nobody waits while somebody is free");
    }
  }

  /** Who is free for a waiting caller, from settings and states alone. */
  whoCould(entry: Entry, instantOver: boolean): AgentId[] {
    const nowMs = instantOver ? this.atMs : this.atMs - 1;
    return this.membersOf(entry.queue, nowMs, this.atMs)
      .filter((id) => this.fitsNow(entry, id, nowMs))
      .filter((id) => this.state.agents.agents[id]?.state === "ready")
      .filter((id) => (this.tried.get(`${entry.call} ${id} ${entry.queue}`) ?? 0) <= nowMs);
  }

  /** Skills, language, own agent and rule, reckoned here from the settings alone. A rule is asked again every five seconds. */
  fitsNow(entry: Entry, id: AgentId, nowMs: number): boolean {
    const { queues } = sites[this.site]!;
    const settings = queues.find((q) => q.id === entry.queue);
    const person = settingsOf(this.site, id);
    if (!settings || !person) return false;
    const waitedMs = nowMs - entry.enteredAtMs;
    const { agent: own, language, skills } = entry.facts;
    const ownState = own ? this.state.agents.agents[own]?.state : undefined;
    const passed = [...this.tried.keys()].some((key) => key === `${entry.call} ${own} ${entry.queue}`);
    const kept =
      own !== undefined &&
      !passed &&
      waitedMs < (settings.ownAgentMs ?? 20_000) &&
      ownState !== undefined &&
      !["logged-out", "not-ready"].includes(ownState) &&
      this.membersOf(entry.queue, nowMs, this.atMs).includes(own as AgentId);
    if (kept) return own === id;
    const grade = (skill: string) => person.skills?.find((s) => s.skill === skill)?.grade ?? 0;
    const meter = settings.skills ? (waitedMs < 20_000 ? 3 : waitedMs < 50_000 ? 1 : 0) : 0;
    const gas = skills && !(settings.widen && waitedMs >= 50_000) ? 2 : 0;
    const speaksIt = person.languages.length === 0 || person.languages.some((l) => l === language);
    const asksLanguage = language !== undefined && waitedMs < (settings.callerLanguageMs ?? 0);
    if (grade("meter") < meter || grade("gas") < gas || (asksLanguage && !speaksIt)) return false;
    if ((person.managementGrade ?? 0) < (settings.managementGrade ?? 0)) return false;
    return settings.strategy !== "rule" || grade("meter") > 3 || nowMs - 6_000 - entry.placedAtMs >= 31_000;
  }

  /** Nothing that falls due is left: neither an agent's limit nor a caller's. */
  wait(ms: number): void {
    const until = this.atMs + ms;
    for (let n = 0; ; n++) {
      must(n < 20_000, "time goes on");
      const next = [...this.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))[0];
      if (next === undefined) break;
      this.timers.delete(next[0]);
      this.atMs = Math.max(this.atMs, next[1]);
      this.send({ on: "floor.timer", key: next[0] });
    }
    this.atMs = until;
    for (const live of Object.values(this.state.agents.agents))
      must((live.limitAtMs ?? until + 1) > until, "nobody past his limit");
    this.check(true);
  }

  run(command: Command): void {
    if (command.do === "wait") this.wait(command.ms);
    if (command.do === "settings") this.site = command.site;
    const event = this.eventOf(command);
    if (event) this.send(event);
  }

  eventOf(command: Command): FloorEvent | undefined {
    const agents = sites[0]!.agents;
    switch (command.do) {
      case "enter": {
        const { queues } = sites[this.site]!;
        const queue = queues[command.queue % queues.length]!.id;
        const placedAtMs = this.atMs - command.placedBackMs;
        const facts = anyFacts[command.facts]!;
        return { on: "queue.enter", call: `c${++this.calls}` as CallId, queue, priority: command.priority, placedAtMs, facts };
      }
      case "leave": {
        const call = pick([...this.inQueue.keys()], command.pick);
        return call && { on: "queue.leave", call, why: command.why };
      }
      case "outcome": {
        const pair = pick([...this.ringing], command.pick);
        return pair && { on: "queue.offerOutcome", agent: pair[0], call: pair[1], how: command.how };
      }
      case "stray":
        return {
          on: "queue.offerOutcome",
          agent: agents[command.agent]!.id,
          call: `c${command.call}` as CallId,
          how: command.how,
        };
      case "agent":
        return { ...command.what, agent: agents[command.agent]!.id } as FloorEvent;
      case "end":
      case "hold": {
        const live = this.state.agents.agents[agents[command.agent]!.id];
        const call = live?.calls[0]?.call;
        return live && call && { on: command.do === "end" ? "agent.talkEnded" : command.on, agent: live.agent, call };
      }
      case "wait":
        return undefined;
      case "settings":
        return { on: "floor.settingsChanged" };
    }
  }
}

const settingsOf = (site: number, id: string): AgentSettings | undefined =>
  (sites[site]!.agents as AgentSettings[]).find((a) => a.id === id);
const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)];
const inOrder = (a: Entry, b: Entry): boolean =>
  a.priority !== b.priority
    ? a.priority > b.priority
    : a.placedAtMs !== b.placedAtMs
      ? a.placedAtMs < b.placedAtMs
      : a.seq < b.seq;

const anyAgent = fc.nat(4);
const direct = "direct" as CallId;
const anyWhat: fc.Arbitrary<Extract<Command, { do: "agent" }>["what"]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      on: fc.constant("agent.login" as const),
      by: fc.constant("console" as const),
      phone: fc.constantFrom("801", "802", "803", "804", "805").map((p) => p as PhoneId),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ on: "agent.ready" as const, by: "x" }) },
  { weight: 3, arbitrary: fc.constant({ on: "agent.wrapUpDone" as const, by: "x" }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { on: "agent.notReady" as const, reason: "break", by: "x" },
      { on: "agent.logout" as const, by: "x" },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      { on: "agent.talkStarted" as const, call: direct },
      { on: "agent.offered" as const, call: direct },
      { on: "agent.offerEnded" as const, call: direct, how: "callGone" as const },
      { on: "agent.phoneGone" as const },
      { on: "agent.phoneBack" as const },
      { on: "agent.wrapUpExtended" as const, byMs: 20_000, by: "x" },
      { on: "agent.limitReached" as const },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("ready", "not-ready", "logged-out")
      .map((to) => ({ on: "agent.forced" as const, by: "boss", to: to as "ready", why: "x" })),
  },
);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("enter" as const),
      queue: fc.nat(3),
      facts: fc.nat(anyFacts.length - 1),
      priority: fc.constantFrom(0, 0, 0, 5),
      placedBackMs: fc.constantFrom(0, 0, 40_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("outcome" as const),
      pick: fc.nat(9),
      how: fc.constantFrom("answered", "answered", "answered", "missed", "refused", "phoneUnreachable"),
    }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("agent" as const), agent: anyAgent, what: anyWhat }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("end" as const), agent: anyAgent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("leave" as const),
      pick: fc.nat(9),
      why: fc.constantFrom("abandoned", "moved", "returned"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("hold" as const),
      agent: anyAgent,
      on: fc.constantFrom("agent.held", "agent.resumed"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("stray" as const),
      call: fc.integer({ min: 1, max: 12 }),
      agent: anyAgent,
      how: fc.constantFrom("answered", "missed"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(0, 1, 3_000, 20_000, 31_000, 400_000, 15_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settings" as const), site: fc.nat(2) }) },
) as fc.Arbitrary<Command>;
/** A day begins with some people at their desks, under one of the settings. */
const anyDay = fc.tuple(
  fc.subarray([0, 1, 2, 3, 4]),
  fc.array(anyCommand, { maxLength: 60, size: "max" }),
  fc.nat(sites.length - 1),
);

const begin = (world: World, logins: number[], site: number): void => {
  world.site = site;
  for (const n of logins)
    world.run({ do: "agent", agent: n, what: { on: "agent.login", by: "console", phone: `80${n + 1}` as PhoneId } });
};

describe("any day on the floor", () => {
  it("breaks no promise, and ends with everybody gone exactly once", () => {
    let offers = 0;
    let answers = 0;
    const said = new Set<string>();
    fc.assert(
      fc.property(anyDay, ([logins, commands, site]) => {
        const world = new World();
        begin(world, logins, site);
        for (const command of commands) world.run(command);
        for (const e of world.log)
          if (e.do === "queue.offer" || e.do === "queue.waits") for (const c of e.decision.considered) said.add(c.verdict.kind);
        // The lights go out: in a day every wait has ended by itself.
        world.wait(24 * 3_600_000);
        expect(world.inQueue.size).toBe(0);
        expect(world.ringing.size).toBe(0);
        const count = (what: FloorEffect["do"]): number => world.log.filter((e) => e.do === what).length;
        expect(count("queue.entered")).toBe(count("queue.left"));
        offers += count("queue.offer");
        answers += world.log.filter((e) => e.do === "queue.left" && e.why === "answered").length;
      }),
      { numRuns: 3_000, seed: 11 },
    );
    // The days were worth the trouble.
    expect(offers).toBeGreaterThan(5_000);
    expect(answers).toBeGreaterThan(1_000);
    for (const kind of [
      "unskilled",
      "less-skilled",
      "other-language",
      "kept-for",
      "rule-says-no",
      "more-calls",
      "not-drawn",
      "grade-too-low",
    ])
      expect(said, kind).toContain(kind);
  }, 120_000);

  it("goes the same way twice, also out of a snapshot", () => {
    fc.assert(
      fc.property(anyDay, ([logins, commands, site]) => {
        const play = (snapshots: boolean): string => {
          const world = new World();
          begin(world, logins, site);
          for (const command of commands) {
            if (snapshots) world.state = JSON.parse(JSON.stringify(world.state)) as FloorState;
            world.run(command);
          }
          return JSON.stringify([world.log, world.state]);
        };
        const once = play(false);
        expect(play(false)).toBe(once);
        expect(JSON.parse(play(true))).toEqual(JSON.parse(once));
      }),
      { numRuns: 300, seed: 12 },
    );
  }, 120_000);
});
