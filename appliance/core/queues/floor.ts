import type { CallId, QueueId } from "../../kit/ids.ts";
import { type AgentEffect, agentTimerKey } from "../agents/agent-effect.ts";
import type { AgentEvent } from "../agents/agent-event.ts";
import { type AgentsState, newAgents } from "../agents/agent-live.ts";
import type { Roster } from "../agents/roster.ts";
import { forgetRemovedAgents, stepAgents } from "../agents/step.ts";
import { allCallbacks, queueCallbackTimerKey } from "./callback/callback.ts";
import { lookTimerKey } from "./look.ts";
import { type QueueEffect, queueTimerKey } from "./queue-effect.ts";
import type { QueueEvent } from "./queue-event.ts";
import type { QueuePlan } from "./queue-plan.ts";
import { newQueues, type QueuesState } from "./queues-state.ts";
import { stepQueues } from "./step.ts";
import { switchTimerKey } from "./switches.ts";

/** Queues and agents together: what one of them decides the other hears at once, so that no one else need carry it. */
export type FloorState = { agents: AgentsState; queues: QueuesState };
export type FloorContext = { atMs: number; roster: Roster; plan: QueuePlan };
type InsideEvent =
  | "queue.agentChanged"
  | "queue.handled"
  | "queue.timer"
  | "queue.callbackTimer"
  | "queue.switchTimer"
  | "queue.look"
  | "queue.planChanged";
export type FloorEvent =
  | AgentEvent
  /** `queue.agentChanged` and `queue.handled` arise inside. */
  | Exclude<QueueEvent, { on: InsideEvent }>
  /** A timer that an effect of this room set; keys of others are passed over. */
  | { on: "floor.timer"; key: string }
  /** Roster and plan in the context are new ones. */
  | { on: "floor.settingsChanged" };
export type FloorEffect = AgentEffect | QueueEffect;

export const newFloor = (): FloorState => ({ agents: newAgents(), queues: newQueues() });

/** Every timer that ought to be running, for setting them again after a restart. */
export function timersOf(state: FloorState): { key: string; atMs: number }[] {
  const timers: { key: string; atMs: number }[] = [];
  for (const { agent, limitAtMs } of Object.values(state.agents.agents)) {
    if (limitAtMs !== undefined) timers.push({ key: agentTimerKey(agent), atMs: limitAtMs });
  }
  for (const { call, timerAtMs } of Object.values(state.queues.entries)) {
    if (timerAtMs !== undefined) timers.push({ key: queueTimerKey(call), atMs: timerAtMs });
  }
  for (const { row, timerAtMs } of allCallbacks(state.queues)) {
    if (timerAtMs !== undefined) timers.push({ key: queueCallbackTimerKey(row.id), atMs: timerAtMs });
  }
  for (const [queue, { untilMs }] of Object.entries(state.queues.switches ?? {})) {
    if (untilMs !== undefined) timers.push({ key: switchTimerKey(queue as QueueId), atMs: untilMs });
  }
  for (const [queue, { lookAtMs }] of Object.entries(state.queues.queues)) {
    if (lookAtMs !== undefined) timers.push({ key: lookTimerKey(queue as QueueId), atMs: lookAtMs });
  }
  return timers;
}

/** What is still to be told to whom. Agents hear first: a queue never decides on a state that is about to change. */
type Inbox = { agents: AgentEvent[]; queues: QueueEvent[] };

/** Changes `state` in place and returns everything that is to be done, in order. */
export function stepFloor(state: FloorState, event: FloorEvent, ctx: FloorContext): FloorEffect[] {
  const out: FloorEffect[] = [];
  const inbox: Inbox = { agents: [], queues: [] };
  const tell = (effects: readonly FloorEffect[]): void => {
    for (const effect of effects) {
      out.push(effect);
      passOn(effect, inbox);
    }
  };
  open(state, event, ctx, inbox, tell);
  for (;;) {
    const forAgent = inbox.agents.shift();
    if (forAgent) {
      tell(stepAgents(state.agents, forAgent, ctx));
      continue;
    }
    const forQueue = inbox.queues.shift();
    if (forQueue === undefined) return out;
    tell(stepQueues(state.queues, forQueue, { ...ctx, agents: state.agents }));
  }
}

function open(
  state: FloorState,
  event: FloorEvent,
  ctx: FloorContext,
  inbox: Inbox,
  tell: (effects: FloorEffect[]) => void,
): void {
  switch (event.on) {
    case "floor.timer": {
      const [kind, id] = [event.key.slice(0, event.key.indexOf(":")), event.key.slice(event.key.indexOf(":") + 1)];
      if (kind === "agent") inbox.agents.push({ on: "agent.limitReached", agent: id as AgentEvent["agent"] });
      else if (kind === "queue") inbox.queues.push({ on: "queue.timer", call: id as CallId });
      else if (kind === "callback") inbox.queues.push({ on: "queue.callbackTimer", callback: id });
      else if (kind === "switch") inbox.queues.push({ on: "queue.switchTimer", queue: id as QueueId });
      else if (kind === "look") inbox.queues.push({ on: "queue.look", queue: id as QueueId });
      return;
    }
    case "floor.settingsChanged":
      tell(forgetRemovedAgents(state.agents, ctx));
      inbox.queues.push({ on: "queue.planChanged" });
      return;
    case "queue.enter":
    case "queue.leave":
    case "queue.offerOutcome":
    case "queue.callback":
    case "queue.callbackAct":
    case "queue.attemptEnded":
    case "queue.halt":
    case "queue.resume":
    case "queue.move":
    case "queue.switch":
      inbox.queues.push(event);
      return;
    default:
      inbox.agents.push(event);
  }
}

/** What an effect of one half means to the other. */
function passOn(effect: FloorEffect, inbox: Inbox): void {
  switch (effect.do) {
    case "agent.changed":
      inbox.queues.push({ on: "queue.agentChanged", agent: effect.agent });
      return;
    case "agent.handled":
      if (effect.queue === undefined) return;
      inbox.queues.push({ on: "queue.handled", queue: effect.queue, handleMs: effect.talkMs + effect.holdMs + effect.wrapMs });
      return;
    case "agent.refused":
      // Not seen to happen; if it does, the call goes to the next one and does not hang.
      if (effect.on === "agent.offered" && effect.call) {
        inbox.queues.push({ on: "queue.offerOutcome", call: effect.call, agent: effect.agent, how: "refused" });
      }
      return;
    case "queue.offer":
      for (const agent of effect.agents)
        inbox.agents.push({ on: "agent.offered", agent, call: effect.call, terms: effect.terms });
      return;
    case "queue.offerEnded":
      inbox.agents.push({ on: "agent.offerEnded", agent: effect.agent, call: effect.call, how: effect.how });
      return;
    default:
      return;
  }
}
