import type { AgentId } from "../../kit/ids.ts";
import { type AgentLive, agentLive } from "../agents/agent-live.ts";
import type { Verdict } from "./decision.ts";
import type { QueueContext } from "./queue-plan.ts";
import { type Entry, offerAt, type QueuesState } from "./queues-state.ts";

/** A test an agent must pass to be rung for a caller; the reason when he doesn't. */
type Test = (live: AgentLive, entry: Entry, state: QueuesState, ctx: QueueContext) => Verdict | undefined;

const isAtWork: Test = (live) => {
  switch (live.state) {
    case "logged-out":
      return { kind: "logged-out" };
    case "not-ready":
      return live.reason === "phone-gone"
        ? { kind: "phone-unregistered" }
        : { kind: "not-ready", reason: live.reason ?? "unspecified", sinceMs: live.sinceMs };
    case "talking":
    case "hold":
      return { kind: "talking", held: live.state === "hold", sinceMs: live.sinceMs };
    case "wrap-up":
      return { kind: "wrap-up", untilMs: live.limitAtMs ?? live.sinceMs };
    case "ready":
    case "ringing":
      return undefined;
  }
};

const wasNotAskedJustNow: Test = (live, entry, _state, ctx) => {
  if (entry.tried.length === 0) return undefined;
  const tried = entry.tried.find((t) => t.agent === live.agent && t.untilMs > ctx.atMs);
  return tried && { kind: "tried", how: tried.how, untilMs: tried.untilMs };
};

const isNotRinging: Test = (live, _entry, state) => {
  const call = offerAt(state, live.agent) ?? live.ring?.call;
  return call === undefined ? undefined : { kind: "ringing", call };
};

const isNotKeptForAnother: Test = (live, { reserved }, _state, ctx) =>
  reserved && reserved.agent !== live.agent && reserved.untilMs > ctx.atMs
    ? { kind: "reserved", agent: reserved.agent, untilMs: reserved.untilMs }
    : undefined;

/** In the order in which the reasons are worth telling. Skills will be one more row. */
const tests: readonly Test[] = [isAtWork, wasNotAskedJustNow, isNotRinging, isNotKeptForAnother];

/** Why the agent can't be rung for the caller now; undefined: he can. Whether he is a member is not asked. */
export function obstacle(state: QueuesState, ctx: QueueContext, agent: AgentId, entry: Entry): Verdict | undefined {
  const live = agentLive(ctx.agents, agent);
  if (live === undefined) return { kind: "logged-out" };
  for (const test of tests) {
    const verdict = test(live, entry, state, ctx);
    if (verdict) return verdict;
  }
  return undefined;
}
