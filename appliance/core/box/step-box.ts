import type { BoxEvent, DeskEvent, Effect, Stamped } from "../../contract/effects.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../kit/ids.ts";
import { type AgentEffect, agentTimerKey } from "../agents/agent-effect.ts";
import type { AgentEvent } from "../agents/agent-event.ts";
import { agentAtPhone, agentLive } from "../agents/agent-live.ts";
import { forgetRemovedAgents, stepAgents } from "../agents/step.ts";
import { reasonWords } from "../agents/words.ts";
import type { CallContext, CallOut } from "../calls/scene.ts";
import { type CallsEvent, stepCalls } from "../calls/step.ts";
import type { QueueFacts } from "../flows/flow-context.ts";
import { noteLine } from "../lines/lines-state.ts";
import { type QueueEffect, queueTimerKey } from "../queues/queue-effect.ts";
import type { QueueEvent } from "../queues/queue-event.ts";
import { queueView } from "../queues/queue-view.ts";
import { stepQueues } from "../queues/step.ts";
import { clearAlarm, raiseAlarm } from "./alarms.ts";
import type { BoxState } from "./box-state.ts";
import { knownOf } from "./known.ts";

/** What one capability says to another, worked off in order within one event. */
type Inner = { to: "calls"; event: CallsEvent } | { to: "queues"; event: QueueEvent } | { to: "agents"; event: AgentEvent };

/** Far more than any single event can set off; beyond it something chases its own tail. */
const mostInner = 100_000;

/**
 * The one brancher: hands the event to whom it concerns, carries words between calls, queues and agents until all is said,
 * and returns what the edges are to do. It decides nothing itself. Changes `box` in place.
 */
export function stepBox(box: BoxState, stamped: Stamped): Effect[] {
  const work = new Work(box, stamped.atMs);
  work.hear(stamped.event);
  work.settle();
  return work.effects;
}

class Work {
  readonly effects: Effect[] = [];
  readonly #box: BoxState;
  readonly #atMs: number;
  #inner: Inner[] = [];
  #callContext: CallContext | undefined;

  constructor(box: BoxState, atMs: number) {
    this.#box = box;
    this.#atMs = atMs;
  }

  hear(event: BoxEvent): void {
    const box = this.#box;
    switch (event.on) {
      case "timer.due":
        delete box.timers[event.key];
        return this.#timer(event.key);
      case "line.state":
        noteLine(box.lines, event, this.#atMs);
        return this.#push("lines", event.line);
      case "phone.state":
        return this.#phone(event);
      case "settings.applied":
        return this.#settings(event);
      case "alarm.raised":
        return this.#out(raiseAlarm(box.alarms, event, this.#atMs));
      case "alarm.cleared":
        return this.#out(clearAlarm(box.alarms, event, this.#atMs));
      case "box.started":
        return this.#started(event);
      case "desk.hangup":
        return this.#tell({ to: "calls", event });
      case "desk.login":
      case "desk.logout":
      case "desk.ready":
      case "desk.notReady":
      case "desk.wrapUpDone":
        return this.#desk(event);
      case "desk.hold":
      case "desk.resume":
        return;
      default:
        return this.#tell({ to: "calls", event });
    }
  }

  /** Works off what the capabilities say to each other. */
  settle(): void {
    for (let n = 0; this.#inner.length > 0; n++) {
      if (n > mostInner) throw new Error("one event set off too much");
      const next = this.#inner.shift()!;
      if (next.to === "calls") this.#fromCalls(stepCalls(this.#box.calls, next.event, this.#context()));
      else if (next.to === "queues") this.#fromQueues(stepQueues(this.#box.queues, next.event, this.#queueContext()));
      else this.#fromAgents(stepAgents(this.#box.agents, next.event, this.#agentContext()));
    }
  }

  #tell(inner: Inner): void {
    this.#inner.push(inner);
  }
  #out(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.do === "timer.set") this.#box.timers[effect.key] = effect.atMs;
      else if (effect.do === "timer.clear") delete this.#box.timers[effect.key];
      this.effects.push(effect);
    }
  }
  #push(topic: Extract<Effect, { do: "push" }>["topic"], id: string): void {
    this.effects.push({ do: "push", topic, id });
  }

  #timer(key: string): void {
    if (key.startsWith(agentTimerKey("" as AgentId))) return this.#tell({ to: "agents", event: { on: "agent.limitReached", agent: key.slice(agentTimerKey("" as AgentId).length) as AgentId } });
    if (key.startsWith(queueTimerKey("" as CallId))) return this.#tell({ to: "queues", event: { on: "queue.timer", call: key.slice(queueTimerKey("" as CallId).length) as CallId } });
    this.#tell({ to: "calls", event: { on: "timer.due", key } });
  }

  #phone(event: Extract<BoxEvent, { on: "phone.state" }>): void {
    const changed = noteLine(this.#box.lines, event, this.#atMs);
    this.#push("phones", event.phone);
    const agent = changed ? agentAtPhone(this.#box.agents, event.phone) : undefined;
    if (agent) this.#tell({ to: "agents", event: { on: event.contacts.length > 0 ? "agent.phoneBack" : "agent.phoneGone", agent: agent.agent } });
  }

  #settings(event: Extract<BoxEvent, { on: "settings.applied" }>): void {
    this.#box.settings = event.settings;
    this.#callContext = undefined;
    this.#fromAgents(forgetRemovedAgents(this.#box.agents, this.#agentContext()));
    this.#tell({ to: "queues", event: { on: "queue.planChanged" } });
    for (const { id } of event.settings.agents) this.#push("agents", id);
    for (const { id } of event.settings.queues) this.#push("queues", id);
    for (const { id } of event.settings.trunks) this.#push("lines", id);
  }

  /** After a restart the lines tell anew what they are; calls that were up are over. */
  #started(event: Extract<BoxEvent, { on: "box.started" }>): void {
    for (const line of Object.values(this.#box.lines.lines)) line.state = "down";
    for (const entry of Object.values(this.#box.queues.entries)) {
      this.effects.push({ do: "store", change: { put: "queue", row: { call: entry.call, queue: entry.queue, enteredAtMs: entry.enteredAtMs, leftAtMs: event.lastAliveMs, outcome: "cut-off" } } });
      this.#tell({ to: "queues", event: { on: "queue.leave", call: entry.call, why: "returned" } });
    }
    for (const agent of Object.values(this.#box.agents.agents)) {
      for (const { call } of agent.calls) this.#tell({ to: "agents", event: { on: "agent.talkEnded", agent: agent.agent, call } });
      if (agent.ring) this.#tell({ to: "agents", event: { on: "agent.offerEnded", agent: agent.agent, call: agent.ring.call, how: "callGone" } });
    }
    this.#tell({ to: "calls", event });
  }

  #desk(event: Exclude<DeskEvent, { on: "desk.hangup" | "desk.hold" | "desk.resume" }>): void {
    const agent = event.agent as AgentId;
    switch (event.on) {
      case "desk.login": {
        const phone = event.phone as PhoneId;
        return this.#tell({ to: "agents", event: { on: "agent.login", agent, by: event.by, phone, phoneUp: this.#box.lines.phones[phone] !== undefined } });
      }
      case "desk.logout":
        return this.#tell({ to: "agents", event: { on: "agent.logout", agent, by: event.by } });
      case "desk.ready":
        return this.#tell({ to: "agents", event: { on: "agent.ready", agent, by: event.by } });
      case "desk.notReady":
        return this.#tell({ to: "agents", event: { on: "agent.notReady", agent, reason: event.reason, by: event.by } });
      case "desk.wrapUpDone":
        return this.#tell({ to: "agents", event: { on: "agent.wrapUpDone", agent, by: event.by } });
    }
  }

  #fromCalls(out: CallOut[]): void {
    for (const item of out) {
      if ("tell" in item) this.#tell(item.tell === "queues" ? { to: "queues", event: item.event } : { to: "agents", event: item.event });
      else this.#out([item]);
    }
  }

  #fromQueues(effects: QueueEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "timer.set" || effect.do === "timer.clear") {
        this.#out([effect]);
        continue;
      }
      if (effect.do === "queue.offer") for (const agent of effect.agents) this.#agentsNow({ on: "agent.offered", agent, call: effect.call, terms: effect.terms });
      if (effect.do === "queue.offerEnded") {
        this.#agentsNow({ on: "agent.offerEnded", agent: effect.agent, call: effect.call, how: effect.how });
        if (effect.how === "answered") this.#agentsNow({ on: "agent.talkStarted", agent: effect.agent, call: effect.call });
      }
      if ("queue" in effect) this.#push("queues", effect.queue);
      this.#tell({ to: "calls", event: { on: "queue", effect } });
    }
  }

  /** An offer must stand in the agent's state before the queue decides again. */
  #agentsNow(event: AgentEvent): void {
    this.#fromAgents(stepAgents(this.#box.agents, event, this.#agentContext()));
  }

  #fromAgents(effects: AgentEffect[]): void {
    for (const effect of effects) {
      switch (effect.do) {
        case "timer.set":
        case "timer.clear":
          this.#out([effect]);
          break;
        case "agent.changed":
          this.#keepState(effect);
          this.#tell({ to: "queues", event: { on: "queue.agentChanged", agent: effect.agent } });
          break;
        case "agent.moved":
          this.#push("agents", effect.agent);
          this.#tell({ to: "queues", event: { on: "queue.agentChanged", agent: effect.agent } });
          break;
        case "agent.handled":
          this.#tell({ to: "queues", event: { on: "queue.handled", queue: effect.queue, handleMs: effect.talkMs + effect.holdMs + effect.wrapMs } });
          break;
        case "agent.refused":
          break;
      }
    }
  }

  #keepState(effect: Extract<AgentEffect, { do: "agent.changed" }>): void {
    const { agent, from, fromSinceMs, to, reason, atMs } = effect;
    const told = reason === undefined ? {} : { reason: reasonWords(reason, this.#agentContext().roster).zh };
    if (atMs > fromSinceMs && from !== "logged-out") this.effects.push({ do: "store", change: { put: "agent-state", row: { agent, state: from, fromMs: fromSinceMs, toMs: atMs } } });
    this.effects.push({ do: "store", change: { put: "agent-state", row: { agent, state: to, ...told, fromMs: atMs } } });
    this.#push("agents", agent);
    for (const { queue } of knownOf(this.#box.settings).plan.memberships.get(agent) ?? []) this.#push("queues", queue);
  }

  #agentContext() {
    return { atMs: this.#atMs, roster: knownOf(this.#box.settings).roster };
  }
  #queueContext() {
    return { atMs: this.#atMs, ...knownOf(this.#box.settings), agents: this.#box.agents };
  }

  #context(): CallContext {
    this.#callContext ??= makeCallContext(this.#box, this.#atMs);
    return this.#callContext;
  }
}

function makeCallContext(box: BoxState, atMs: number): CallContext {
  const { settings } = box;
  const known = knownOf(settings);
  const queueContext = { atMs, ...known, agents: box.agents };
  // Flows ask for a queue's figures by name; most calls never do, so they are worked out when asked.
  const queues = new Proxy({} as Record<string, QueueFacts>, {
    get: (_, id) => (typeof id === "string" && known.plan.queues.has(id as QueueId) ? factsOf(id as QueueId) : undefined),
    has: (_, id) => typeof id === "string" && known.plan.queues.has(id as QueueId),
    getOwnPropertyDescriptor: (_, id) => (typeof id === "string" && known.plan.queues.has(id as QueueId) ? { enumerable: true, configurable: true, value: factsOf(id as QueueId) } : undefined),
  });
  const factsOf = (id: QueueId): QueueFacts => {
    const view = queueView(box.queues, queueContext, id, 0);
    const { agents, expectedWaitMs } = view;
    const all = Object.values(agents).reduce((sum, n) => sum + n, 0);
    return { waiting: view.length, agentsReady: agents.ready, agentsLoggedIn: all - agents["logged-out"], expectedWaitSec: expectedWaitMs === "unknown" ? 0 : Math.round(expectedWaitMs / 1000) };
  };
  return {
    atMs,
    settings,
    library: settings,
    flowContext: { nowMs: atMs, timeZone: settings.site.timeZone, currency: settings.site.currency, calendars: settings.calendars, queues },
    names: known,
    agentName: (agent) => known.roster.agents.get(agent)?.name ?? agent,
    agentAt: (phone) => agentAtPhone(box.agents, phone)?.agent,
    phoneOf: (agent) => agentLive(box.agents, agent)?.phone,
    callsOnLine: (line) => Object.values(box.calls.calls).filter((c) => c.record.line === line && !c.ending).length,
  };
}
