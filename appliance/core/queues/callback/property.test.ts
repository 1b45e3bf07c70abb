import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AgentSettings, defaultAgentLimits, defaultNotReadyReasons } from "../../../contract/agent.ts";
import type { CalendarSettings } from "../../../contract/calendar.ts";
import type { AttemptOutcome, CallbackRow } from "../../../contract/callback.ts";
import { defaultQueueSettings, type QueueSettings } from "../../../contract/queue.ts";
import type { CallbackAct, MoveTo } from "../../../contract/waiting.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../../kit/ids.ts";
import { rosterOf } from "../../agents/roster.ts";
import { isOpen } from "../../calendar/opening.ts";
import {
  type FloorContext,
  type FloorEffect,
  type FloorEvent,
  type FloorState,
  newFloor,
  stepFloor,
  timersOf,
} from "../floor.ts";
import { planOf } from "../queue-plan.ts";

/** More days by `CALLBACK_RUNS`, other ones by `CALLBACK_SEED`. */
const env = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process.env;
const runs = Number(env.CALLBACK_RUNS ?? 1_500);
const seed = Number(env.CALLBACK_SEED ?? 7);

const hour = 3_600_000;
const terms = { maxAttempts: 2, retryMs: 60_000, giveUpMs: 30 * hour, liveFirst: 1, askNumber: true };
const day: CalendarSettings = {
  id: "day",
  name: "Day",
  timeZone: "Asia/Shanghai",
  weekly: Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri"].map((d) => [
      d,
      [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "17:00" },
      ],
    ]),
  ),
  holidays: [],
  workdays: [],
};
const queue = (id: string, more: Partial<QueueSettings>): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as QueueId,
  name: { zh: id, en: id },
  overflow: { to: { kind: "flow-return" } },
  ...more,
});
const queues = [
  queue("day", { callback: { ...terms, hours: "day" }, keepPlaceSec: 120 }),
  queue("any", { callback: { ...terms, maxAttempts: 3, liveFirst: 2, afterFailure: true }, wrapUpMs: 0 }),
  queue("all", {
    strategy: "ring-all",
    callback: { ...terms, liveFirst: 0, giveUpMs: 2 * hour },
    overflow: { afterMs: 300_000, to: { kind: "callback" } },
  }),
];
const agent = (n: number, of: string[]): AgentSettings => ({
  id: `a${n}` as AgentId,
  name: `Agent ${n}`,
  queues: of.map((q) => ({ queue: q as QueueId, level: 1 })),
  languages: [],
});
const agents = [agent(1, ["day", "any"]), agent(2, ["day"]), agent(3, ["any", "all"]), agent(4, ["all", "day", "any"])];
const known = {
  roster: rosterOf(agents, defaultNotReadyReasons, { ...defaultAgentLimits, ringingMs: 30_000 }),
  plan: planOf(queues, agents, [day]),
};
const termsOf = (id: QueueId) => queues.find((q) => q.id === id)!.callback!;
const membersOf = (id: QueueId) => agents.filter((a) => a.queues.some((q) => q.queue === id)).map((a) => a.id);
const queuesOf = (id: AgentId) => agents.find((a) => a.id === id)!.queues.map((q) => q.queue);

function must(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`broken: ${promise}`);
}

type Command =
  | { do: "enter"; queue: number; number: number }
  | { do: "ask"; pick: number; number?: number }
  | { do: "leave"; pick: number }
  | { do: "outcome"; pick: number; how: "answered" | "missed" | "refused" | "phoneUnreachable" }
  | { do: "attempt"; pick: number; outcome: AttemptOutcome }
  | { do: "end"; agent: number }
  | { do: "agent"; agent: number; what: "login" | "ready" | "logout" | "pause" | "wrapUpDone" }
  | { do: "act"; pick: number; act: "cancel" | "front" | "now" | "number"; number: number }
  | { do: "move"; pick: number; to: "queue" | "place" | "agent"; n: number }
  | { do: "switch"; queue: number; closed: boolean }
  | { do: "wait"; ms: number }
  | { do: "restart"; downMs: number };

const numbers = ["13800000001", "13800000002", "13800000003", "13800000004", "13800000005", undefined];

type Live = { queue: QueueId; callback?: string; rung: Set<AgentId>; tried: Map<AgentId, number>; keptFor?: AgentId };
type Flight = { callback: string; agent: AgentId; number: string };

/** Everything outside the floor, and what it must never see; counted from the effects alone. */
class World {
  state: FloorState = newFloor();
  /** Monday, 4 November 2024, 08:40 in Shanghai. */
  atMs = Date.UTC(2024, 10, 4, 0, 40);
  calls = 0;
  snapshots = false;
  timers = new Map<string, number>();
  waiting = new Map<CallId, Live>();
  flights = new Map<CallId, Flight>();
  rows = new Map<string, CallbackRow>();
  /** Where each stood when he asked, and where somebody moved him. */
  places = new Map<string, number>();
  pausedUntil = new Map<string, number>();
  /** Queues closed by hand, and until when. */
  shut = new Map<QueueId, number>();
  passed = new Map<QueueId, number>();
  taken = 0;
  moved = new Set<string>();
  log: FloorEffect[] = [];

  send(event: FloorEvent): void {
    if (event.on === "queue.switch") {
      if (event.closed) this.shut.set(event.queue, event.untilMs ?? Number.POSITIVE_INFINITY);
      else this.shut.delete(event.queue);
    }
    if (this.snapshots) this.state = JSON.parse(JSON.stringify(this.state)) as FloorState;
    const ctx: FloorContext = { atMs: this.atMs, ...known };
    for (const effect of stepFloor(this.state, event, ctx)) {
      this.log.push(effect);
      this.hear(effect);
    }
    this.check();
  }

  hear(effect: FloorEffect): void {
    switch (effect.do) {
      case "timer.set":
        this.timers.set(effect.key, effect.atMs);
        return;
      case "timer.clear":
        this.timers.delete(effect.key);
        return;
      case "queue.entered":
        must(!this.waiting.has(effect.call), "enters only once");
        this.waiting.set(effect.call, {
          queue: effect.queue,
          ...(effect.callback ? { callback: effect.callback } : {}),
          rung: new Set(),
          tried: new Map(),
        });
        return;
      case "queue.offer":
        this.offered(effect);
        return;
      case "queue.offerEnded": {
        const one = this.waiting.get(effect.call);
        must(one?.rung.delete(effect.agent) === true, "an offer ends once");
        if (effect.how === "missed" || effect.how === "refused" || effect.how === "phoneUnreachable")
          one.tried.set(effect.agent, this.atMs + 30_000);
        return;
      }
      case "queue.movedBy":
        if ("agent" in effect.to) {
          const one = this.waiting.get(effect.call);
          if (one) one.keptFor = effect.to.agent;
        }
        return;
      case "queue.left":
        this.left(effect);
        return;
      case "queue.callbackTaken":
        this.taken += effect.joined ? 0 : 1;
        must(effect.placedAtMs <= this.atMs, "a place is never in the future");
        return;
      case "queue.callbackOff":
        must(this.flights.delete(effect.call), "only an attempt under way is called off");
        return;
      case "queue.callbackChanged":
        this.rowChanged(effect.row);
        return;
      default:
        return;
    }
  }

  /** Waits on the line, nobody is rung for him, and this agent could be. */
  liveFor(agent: AgentId, queue: QueueId): boolean {
    return [...this.waiting.values()].some(
      (one) =>
        one.queue === queue &&
        !one.callback &&
        one.rung.size === 0 &&
        (one.tried.get(agent) ?? 0) <= this.atMs &&
        (one.keptFor === undefined || one.keptFor === agent),
    );
  }

  offered({ call, queue, agents: rung, callback }: Extract<FloorEffect, { do: "queue.offer" }>): void {
    const one = this.waiting.get(call);
    must(one !== undefined, "who is rung for waits");
    must((callback !== undefined) === (one.callback !== undefined), "a callback's offer says that it is one");
    if (callback) {
      const { id, number } = callback.row;
      must(![...this.flights.values()].some((f) => f.number === number), "one attempt in flight for a number");
      const { hours } = termsOf(queue);
      const open = hours === undefined || isOpen(day, this.atMs).open || isOpen(day, this.atMs - 1).open;
      must(open, "nobody is called outside the hours");
      must((this.shut.get(queue) ?? 0) <= this.atMs, "nobody is called while the queue is closed by hand");
      must((this.pausedUntil.get(id) ?? 0) <= this.atMs, "nobody is called again before its time");
      // The bound: between two callers of a queue at most so many callbacks go to agents who could have taken one.
      if (!one.keptFor)
        for (const r of new Set(rung.flatMap((a) => queuesOf(a).filter((q) => this.liveFor(a, q))))) {
          const n = (this.passed.get(r) ?? 0) + 1;
          must(n <= termsOf(queue).liveFirst, "callers on the line are not starved");
          this.passed.set(r, n);
        }
    } else this.passed.delete(queue);
    for (const a of rung) one.rung.add(a);
  }

  left({ call, why, agent }: Extract<FloorEffect, { do: "queue.left" }>): void {
    const one = this.waiting.get(call);
    must(one !== undefined, "leaves once");
    this.waiting.delete(call);
    if (!one.callback || why !== "answered") return;
    const row = this.rows.get(one.callback);
    must(row !== undefined && agent !== undefined, "an attempt has a callback and an agent");
    must(![...this.flights.values()].some((f) => f.number === row.number), "one attempt in flight for a number");
    must(![...this.flights.values()].some((f) => f.agent === agent), "every attempt has an agent of its own");
    this.flights.set(call, { callback: one.callback, agent, number: row.number });
  }

  rowChanged(row: CallbackRow): void {
    const before = this.rows.get(row.id);
    must(before?.endedAtMs === undefined, "a callback ends once");
    if (!before) this.places.set(row.id, row.placedAtMs);
    const place = this.places.get(row.id)!;
    if (this.moved.has(row.id)) this.places.set(row.id, row.placedAtMs);
    else must(row.placedAtMs <= place, "never a worse place than the first");
    const counted = row.attempts.filter((a) => a.outcome !== undefined && a.outcome !== "cut-off" && a.outcome !== "withdrawn");
    must(counted.length <= Math.max(...queues.map((q) => q.callback!.maxAttempts)), "no more attempts than wanted");
    if (row.state === "failed")
      must(
        counted.length >= 2 && counted.length === row.attempts.filter((a) => a.outcome !== "cut-off").length,
        "fails only after all attempts",
      );
    this.rows.set(row.id, row);
  }

  check(): void {
    const { queues: floor, agents: people } = this.state;
    const open = Object.values(floor.callbacks ?? {});
    must(new Set(open.map((c) => c.row.number)).size === open.length, "one callback for a number");
    for (const [call, { agent: id, callback }] of this.flights) {
      must(people.agents[id]?.calls.some((c) => c.call === call) === true, "his agent is bound while the customer is called");
      must(floor.callbacks?.[callback]?.row.state === "dialling", "and the callback says so");
    }
    for (const c of open) {
      must(this.rows.get(c.row.id)?.state === c.row.state, "the row is what is");
      const entry = c.entry === undefined ? undefined : floor.entries[c.entry];
      must((c.entry === undefined) === (entry === undefined), "stands where he says");
      if (entry) must(entry.placedAtMs === c.row.placedAtMs && entry.queue === c.row.queue, "in his own place");
      if (!entry && c.row.state !== "dialling") must(c.timerAtMs !== undefined || floor.halted === true, "somebody wakes him");
    }
    for (const { line, callbacks = 0 } of Object.values(floor.queues))
      must(line.filter((call) => floor.entries[call]?.callback).length === callbacks, "callbacks are counted");
    const timers = timersOf(this.state);
    must(
      timers.every((t) => this.timers.get(t.key) === t.atMs),
      "timers can be set again",
    );
    must(timers.length === this.timers.size, "and none is left over");
  }

  wait(ms: number): void {
    const until = this.atMs + ms;
    for (let n = 0; ; n++) {
      must(n < 50_000, "time goes on");
      const next = [...this.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))[0];
      if (next === undefined) break;
      this.timers.delete(next[0]);
      this.atMs = Math.max(this.atMs, next[1]);
      this.send({ on: "floor.timer", key: next[0] });
    }
    this.atMs = until;
    this.nobodyIdleWhileWaiting();
  }

  /** Live or called back: who may be served now is, when somebody is free. */
  nobodyIdleWhileWaiting(): void {
    for (const [call, one] of this.waiting) {
      if (one.rung.size > 0) continue;
      const free = membersOf(one.queue).filter(
        (id) =>
          this.state.agents.agents[id]?.state === "ready" &&
          (one.tried.get(id) ?? 0) <= this.atMs &&
          (this.state.queues.entries[call]?.reserved === undefined || one.keptFor === id),
      );
      must(free.length === 0, "nobody waits while somebody is free");
    }
  }

  run(command: Command): void {
    switch (command.do) {
      case "wait":
        // No phone rings for longer than a minute.
        if (command.ms > 60_000) while (this.flights.size > 0) this.run({ do: "attempt", pick: 0, outcome: "no-answer" });
        this.wait(command.ms);
        return;
      case "restart":
        this.restart(command.downMs);
        return;
      default: {
        const event = this.eventOf(command);
        if (event) this.send(event);
      }
    }
  }

  /** Cut off: everybody's call is gone, agents and callbacks are not. */
  restart(downMs: number): void {
    const before = Object.values(this.state.queues.callbacks ?? {});
    this.state = JSON.parse(JSON.stringify(this.state)) as FloorState;
    this.send({ on: "queue.halt" });
    for (const [call, one] of [...this.waiting]) if (!one.callback) this.send({ on: "queue.leave", call, why: "cut-off" });
    // An attempt that was cut off is none; its agent is free.
    for (const [call, { agent: id }] of [...this.flights]) {
      this.flights.delete(call);
      this.send({ on: "queue.attemptEnded", callback: this.callbackAt(call), call, outcome: "cut-off" });
      this.send({ on: "agent.talkEnded", agent: id, call, unserved: true });
    }
    this.atMs += downMs;
    this.send({ on: "queue.resume", nowMs: this.atMs });
    for (const { row } of before) {
      const after = this.state.queues.callbacks?.[row.id]?.row;
      must(after !== undefined || row.requestedAtMs + termsOf(row.queue).giveUpMs <= this.atMs, "nothing is lost at a restart");
      // Somebody cut off while he waited may bring it a better place.
      if (after) must(after.placedAtMs <= row.placedAtMs && after.attempts.length === row.attempts.length, "it is as it was");
    }
  }
  callbackAt(call: CallId): string {
    return [...this.rows.values()].find((r) => r.attempts.some((a) => a.call === call))!.id;
  }

  eventOf(command: Exclude<Command, { do: "wait" | "restart" }>): FloorEvent | undefined {
    switch (command.do) {
      case "enter": {
        const number = numbers[command.number];
        const from = { ...(number ? { number } : {}), language: "zh" as const, called: "96100", fields: [] };
        const { id } = queues[command.queue]!;
        return { on: "queue.enter", call: `c${++this.calls}` as CallId, queue: id, from };
      }
      case "ask": {
        const call = pick(this.live(), command.pick);
        const number = command.number === undefined ? undefined : numbers[command.number];
        return call && { on: "queue.callback", call, ...(number ? { number } : {}) };
      }
      case "leave": {
        const call = pick(this.live(), command.pick);
        return call && { on: "queue.leave", call, why: "abandoned" };
      }
      case "outcome": {
        const pairs = [...this.waiting].flatMap(([call, one]) => [...one.rung].map((a) => [call, a] as const));
        const pair = pick(pairs, command.pick);
        return pair && { on: "queue.offerOutcome", call: pair[0], agent: pair[1], how: command.how };
      }
      case "attempt":
        return this.attemptEnds(command);
      case "end": {
        const live = this.state.agents.agents[agents[command.agent]!.id];
        const call = live?.calls[0]?.call;
        return live && call && !this.flights.has(call) ? { on: "agent.talkEnded", agent: live.agent, call } : undefined;
      }
      case "agent":
        return agentEvent(agents[command.agent]!.id, command);
      case "act":
        return this.acts(command);
      case "move":
        return this.moves(command);
      case "switch":
        return {
          on: "queue.switch",
          queue: queues[command.queue]!.id,
          closed: command.closed,
          untilMs: this.atMs + 120_000,
          by: "boss",
        };
    }
  }

  live(): CallId[] {
    return [...this.waiting].filter(([, one]) => !one.callback).map(([call]) => call);
  }

  attemptEnds({ pick: at, outcome }: Extract<Command, { do: "attempt" }>): FloorEvent | undefined {
    const flight = pick([...this.flights], at);
    if (!flight) return undefined;
    const [call, { callback, agent: id }] = flight;
    this.flights.delete(call);
    if (outcome !== "answered") {
      const counted = outcome !== "cut-off" && outcome !== "withdrawn";
      if (counted) this.pausedUntil.set(callback, this.atMs + terms.retryMs);
      this.send({ on: "agent.talkEnded", agent: id, call, unserved: true });
      // Freed at once: nothing to write up after a call that never was.
      must(this.state.agents.agents[id]?.state !== "wrap-up", "the agent is free at once");
    }
    return { on: "queue.attemptEnded", callback, call, outcome };
  }

  acts(command: Extract<Command, { do: "act" }>): FloorEvent | undefined {
    const open = Object.values(this.state.queues.callbacks ?? {});
    const id = pick(open, command.pick)?.row.id;
    const act: CallbackAct =
      command.act === "number" ? { act: "number", number: numbers[command.number] ?? "13800000009" } : { act: command.act };
    if (id && command.act === "now") this.pausedUntil.delete(id);
    return id === undefined ? undefined : { on: "queue.callbackAct", callback: id, act, by: "boss" };
  }

  moves({ pick: at, to, n }: Extract<Command, { do: "move" }>): FloorEvent | undefined {
    const call = pick([...this.waiting.keys()], at);
    const one = call && this.waiting.get(call);
    if (!call || !one) return undefined;
    if (one.callback) this.moved.add(one.callback);
    const where: MoveTo =
      to === "queue"
        ? { queue: queues[n % queues.length]!.id }
        : to === "place"
          ? { place: 1 + (n % 4) }
          : { agent: agents[n % agents.length]!.id };
    return { on: "queue.move", call, to: where, by: "boss" };
  }
}

function agentEvent(id: AgentId, { agent: n, what }: Extract<Command, { do: "agent" }>): FloorEvent {
  switch (what) {
    case "login":
      return { on: "agent.login", agent: id, by: "console", phone: `80${n + 1}` as PhoneId };
    case "ready":
      return { on: "agent.ready", agent: id, by: "x" };
    case "logout":
      return { on: "agent.logout", agent: id, by: "x" };
    case "pause":
      return { on: "agent.notReady", agent: id, reason: "break", by: "x" };
    case "wrapUpDone":
      return { on: "agent.wrapUpDone", agent: id, by: "x" };
  }
}

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)];
const one = <T extends string>(...texts: T[]) => fc.constantFrom(...texts);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary });
const anyOutcome = one<AttemptOutcome>("answered", "busy", "no-answer", "no-answer", "failed", "agent-gone");
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  weighted(8, fc.record({ do: fc.constant("enter" as const), queue: fc.nat(2), number: fc.nat(5) })),
  weighted(
    7,
    fc.record({
      do: fc.constant("ask" as const),
      pick: fc.nat(9),
      number: fc.option(fc.nat(4), { nil: undefined, freq: 3 }),
    }) as fc.Arbitrary<Command>,
  ),
  weighted(2, fc.record({ do: fc.constant("leave" as const), pick: fc.nat(9) })),
  weighted(
    9,
    fc.record({
      do: fc.constant("outcome" as const),
      pick: fc.nat(9),
      how: one("answered", "answered", "answered", "missed", "refused", "phoneUnreachable"),
    }),
  ),
  weighted(7, fc.record({ do: fc.constant("attempt" as const), pick: fc.nat(9), outcome: anyOutcome })),
  weighted(6, fc.record({ do: fc.constant("end" as const), agent: fc.nat(3) })),
  weighted(
    7,
    fc.record({
      do: fc.constant("agent" as const),
      agent: fc.nat(3),
      what: one("login", "login", "ready", "ready", "logout", "pause", "wrapUpDone"),
    }),
  ),
  weighted(
    2,
    fc.record({
      do: fc.constant("act" as const),
      pick: fc.nat(9),
      act: one("cancel", "front", "now", "number"),
      number: fc.nat(4),
    }),
  ),
  weighted(2, fc.record({ do: fc.constant("move" as const), pick: fc.nat(9), to: one("queue", "place", "agent"), n: fc.nat(9) })),
  weighted(1, fc.record({ do: fc.constant("switch" as const), queue: fc.nat(2), closed: fc.boolean() })),
  weighted(
    5,
    fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(0, 1, 5_000, 31_000, 61_000, 20 * 60_000, 3 * hour, 14 * hour),
    }),
  ),
  weighted(1, fc.record({ do: fc.constant("restart" as const), downMs: fc.constantFrom(0, 60_000, hour) })),
);
const anyDay = fc.tuple(fc.subarray([0, 1, 2, 3]), fc.array(anyCommand, { maxLength: 80, size: "max" }));

function play([logins, commands]: [number[], Command[]], snapshots = false): World {
  const world = new World();
  world.snapshots = snapshots;
  for (const n of logins) world.run({ do: "agent", agent: n, what: "login" });
  for (const command of commands) world.run(command);
  return world;
}

describe("callbacks over random days", () => {
  it("keep every promise, and end exactly once", () => {
    let [taken, done, failed, withdrawn, expired] = [0, 0, 0, 0, 0];
    fc.assert(
      fc.property(anyDay, (anyone) => {
        const world = play(anyone);
        // Nobody answers for a fortnight: attempts are answered for or given up, the rest expires.
        while (world.flights.size > 0) world.run({ do: "attempt", pick: 0, outcome: "no-answer" });
        for (const { id } of agents) world.send({ on: "agent.forced", agent: id, by: "boss", to: "logged-out", why: "night" });
        world.wait(15 * 24 * hour);
        const rows = [...world.rows.values()];
        expect(world.state.queues.callbacks ?? {}).toEqual({});
        expect(world.waiting.size).toBe(0);
        expect(rows.every((r) => r.endedAtMs !== undefined)).toBe(true);
        expect(rows).toHaveLength(world.taken);
        taken += rows.length;
        done += rows.filter((r) => r.state === "done").length;
        failed += rows.filter((r) => r.state === "failed").length;
        withdrawn += rows.filter((r) => r.state === "withdrawn").length;
        expired += rows.filter((r) => r.state === "expired").length;
      }),
      { numRuns: runs, seed },
    );
    // The days were worth the trouble: every end of a callback was reached.
    for (const n of [taken, done, failed, withdrawn, expired]) expect(n).toBeGreaterThan(0);
  }, 1_800_000);

  it("go the same way twice, also out of a snapshot at every step", () => {
    fc.assert(
      fc.property(anyDay, (anyone) => {
        const once = play(anyone);
        const twice = play(anyone, true);
        expect(twice.log).toEqual(JSON.parse(JSON.stringify(once.log)));
        expect(JSON.parse(JSON.stringify(twice.state))).toEqual(JSON.parse(JSON.stringify(once.state)));
      }),
      { numRuns: Math.ceil(runs / 8), seed: seed + 1 },
    );
  }, 1_800_000);
});
