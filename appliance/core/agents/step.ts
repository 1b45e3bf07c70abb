import type { AgentState } from "../../contract/agent.ts";
import { type AgentEffect, agentTimerKey } from "./agent-effect.ts";
import type { AgentEvent, AgentEventName } from "./agent-event.ts";
import { type AgentLive, type AgentsState, agentAtPhone, agentLive, newAgentLive } from "./agent-live.ts";
import { agentTable, type Cell } from "./agent-table.ts";
import { dropCalls, type Scene, toResting } from "./moves.ts";
import type { AgentContext } from "./roster.ts";

/** What the table says, for the general event. */
export const cellOf = (state: AgentState, on: AgentEventName): Cell<AgentEventName> =>
  agentTable[state][on] as Cell<AgentEventName>;

/** Changes `state` in place and returns what is to be done. Same state and event, same result. */
export function stepAgents(state: AgentsState, event: AgentEvent, ctx: AgentContext): AgentEffect[] {
  const out: AgentEffect[] = [];
  const call = "call" in event ? { call: event.call } : {};
  const refused = (why: Extract<AgentEffect, { do: "agent.refused" }>["why"]): AgentEffect[] => {
    out.push({ do: "agent.refused", agent: event.agent, on: event.on, why, ...call });
    return out;
  };
  if (!ctx.roster.agents.has(event.agent)) return refused("unknown-agent");
  const live = liveOf(state, event, ctx.atMs);
  if (event.on === "agent.limitReached" && live.limitAtMs !== undefined && ctx.atMs < live.limitAtMs) {
    out.push({ do: "timer.set", key: agentTimerKey(live.agent), atMs: live.limitAtMs });
    return out;
  }
  const cell = cellOf(live.state, event.on);
  if ("refused" in cell) return refused(cell.refused);
  if ("ignored" in cell) return out;
  if (event.on === "agent.login" && !freePhone(state, event, ctx, out)) return refused("phone-in-use");
  cell.act({ live, ctx, out }, event as never);
  return out;
}

/** Only a login makes somebody known; all others see a logged-out agent that is not kept. */
function liveOf(state: AgentsState, event: AgentEvent, atMs: number): AgentLive {
  const known = agentLive(state, event.agent);
  if (known) return known;
  const live = newAgentLive(event.agent, atMs);
  if (event.on === "agent.login") state.agents[event.agent] = live;
  return live;
}

/** One phone, one agent: who forgot to log out at the end of his shift makes room, unless he is on a call there. */
function freePhone(
  state: AgentsState,
  event: Extract<AgentEvent, { on: "agent.login" }>,
  ctx: AgentContext,
  out: AgentEffect[],
): boolean {
  const holder = agentAtPhone(state, event.phone);
  if (holder === undefined || holder.agent === event.agent) return true;
  if (holder.state === "ringing" || holder.state === "talking" || holder.state === "hold") return false;
  const scene: Scene = { live: holder, ctx, out };
  dropCalls(scene);
  toResting(scene, "logged-out", { kind: "phone-taken", by: event.agent });
  return true;
}

/** After a change of settings: who is no longer in the roster is logged out and forgotten. */
export function forgetRemovedAgents(state: AgentsState, ctx: AgentContext): AgentEffect[] {
  const out: AgentEffect[] = [];
  for (const live of Object.values(state.agents)) {
    if (ctx.roster.agents.has(live.agent)) continue;
    const scene: Scene = { live, ctx, out };
    dropCalls(scene);
    if (live.state !== "logged-out") toResting(scene, "logged-out", { kind: "removed" });
    delete state.agents[live.agent];
  }
  return out;
}
