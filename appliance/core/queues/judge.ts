import type { AgentState } from "../../contract/agent.ts";
import type { AgentId } from "../../kit/ids.ts";
import { type AgentLive, agentLive } from "../agents/agent-live.ts";
import type { Verdict } from "./decision.ts";
import { gradeOf, membersAt, type QueueContext, speaks } from "./queue-plan.ts";
import { type Entry, type Fit, offerAt, type QueuesState } from "./queues-state.ts";
import { scoreOf } from "./rule.ts";

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
  reserved && reserved.agent !== live.agent && reserved.untilMs > ctx.atMs && isThere(ctx, reserved.agent)
    ? { kind: "reserved", agent: reserved.agent, untilMs: reserved.untilMs }
    : undefined;

/** Whom a supervisor has chosen for the caller needs nothing else. */
const isChosenByHand = (live: AgentLive, { reserved }: Entry, ctx: QueueContext): boolean =>
  reserved?.agent === live.agent && reserved.untilMs > ctx.atMs;

const fits: Test = (live, entry, _state, ctx) =>
  isChosenByHand(live, entry, ctx) ? undefined : fitObstacle(ctx, live.agent, entry);

const rulePermits: Test = (live, entry, state, ctx) => {
  if (ctx.plan.queues.get(entry.queue)?.strategy !== "rule") return undefined;
  if (entry.fit?.agent === live.agent || isChosenByHand(live, entry, ctx)) return undefined;
  const rule = ctx.plan.rules.get(entry.queue);
  const scored = rule ? scoreOf(state, ctx, rule, live, entry) : { none: true as const };
  if ("score" in scored) return undefined;
  return scored.why ? { kind: "rule-says-no", why: scored.why } : { kind: "rule-says-no" };
};

/** In the order in which the reasons are worth telling. */
const tests: readonly Test[] = [isAtWork, wasNotAskedJustNow, isNotRinging, isNotKeptForAnother, fits, rulePermits];

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

/** What the call asks and he hasn't got. The same for everybody of a lane; the caller's own agent is asked for nothing. */
export function fitObstacle(ctx: QueueContext, agent: AgentId, { fit, fitUntilMs, queue }: Entry): Verdict | undefined {
  if (fit === undefined || fit.agent === agent) return undefined;
  const until = fitUntilMs === undefined ? {} : { untilMs: fitUntilMs };
  if (isKeptForOwn(ctx, queue, fit)) return { kind: "kept-for", agent: fit.agent!, ...until };
  if (fit.skills.length === 0 && fit.managementGrade === undefined && fit.language === undefined) return undefined;
  const person = ctx.plan.people.get(agent);
  for (const { skill, grade } of fit.skills) {
    const has = gradeOf(person, skill);
    if (has < grade) return { kind: "unskilled", skill, grade, has, ...until };
  }
  const has = person?.managementGrade ?? 0;
  if (fit.managementGrade !== undefined && has < fit.managementGrade)
    return { kind: "grade-too-low", grade: fit.managementGrade, has };
  if (fit.language !== undefined && !speaks(person, fit.language))
    return { kind: "other-language", language: fit.language, ...until };
  return undefined;
}

const atWork: readonly AgentState[] = ["ready", "ringing", "talking", "hold", "wrap-up"];
/** Nobody is kept waiting for somebody who is away. */
function isThere(ctx: QueueContext, agent: AgentId): boolean {
  const live = agentLive(ctx.agents, agent);
  return live !== undefined && atWork.includes(live.state);
}
/** Who is away, or does not serve the queue, has nothing kept for him. */
function isKeptForOwn(ctx: QueueContext, queue: Entry["queue"], { agent }: Fit): boolean {
  return agent !== undefined && isThere(ctx, agent) && membersAt(ctx.plan, queue, ctx.atMs).some((m) => m.agent === agent);
}
