import type { AgentState } from "../../contract/agent.ts";
import { type AgentEffect, agentTimerKey } from "./agent-effect.ts";
import type { RestingState, Why } from "./agent-event.ts";
import { type AgentCall, type AgentLive, maxHistory } from "./agent-live.ts";
import { dayCount } from "./day-count.ts";
import type { AgentContext } from "./roster.ts";

/** What every act works with: the agent, the moment and where its effects go. */
export type Scene = { live: AgentLive; ctx: AgentContext; out: AgentEffect[] };

/** The only place where a state changes: history, timer and announcement can't be forgotten. */
export function enter(scene: Scene, to: AgentState, why: Why, limitAtMs: number | undefined, reason?: string): void {
  const { live, ctx, out } = scene;
  const { atMs } = ctx;
  const from = live.state;
  const fromSinceMs = live.sinceMs;
  live.state = to;
  live.sinceMs = atMs;
  live.why = why;
  live.limitAtMs = limitAtMs;
  live.reason = reason;
  live.history.push({ atMs, from, to, why, ...(reason === undefined ? {} : { reason }) });
  if (live.history.length > maxHistory) live.history.shift();
  if (limitAtMs === undefined) out.push({ do: "timer.clear", key: agentTimerKey(live.agent) });
  else out.push({ do: "timer.set", key: agentTimerKey(live.agent), atMs: limitAtMs });
  out.push({
    do: "agent.changed",
    agent: live.agent,
    from,
    fromSinceMs,
    to,
    why,
    ...(reason === undefined ? {} : { reason }),
    ...(to === "logged-out" && live.loginAtMs !== undefined ? { loggedInAtMs: live.loginAtMs } : {}),
    atMs,
  });
  if (to === "logged-out") live.loginAtMs = undefined;
}

/** Goes to rest. Ready without a phone is not ready: a call offered to nowhere helps nobody. */
export function toResting(scene: Scene, to: RestingState, why: Why, reason?: string, limitAtMs?: number): void {
  const { live, ctx } = scene;
  const { atMs, roster } = ctx;
  live.rest = undefined;
  live.after = undefined;
  if (to === "logged-out") {
    live.phone = undefined;
    live.loginBy = undefined;
    live.phoneUp = false;
    live.missedInRow = 0;
    enter(scene, "logged-out", why, undefined);
    return;
  }
  if (to === "ready" && live.phoneUp) {
    if (live.state === "not-ready") live.missedInRow = 0;
    live.idleSinceMs = atMs;
    enter(scene, "ready", why, atMs + roster.limits.readyMs);
    return;
  }
  const wanted = to === "ready" ? "phone-gone" : (reason ?? "unspecified");
  const code = roster.reasons.has(wanted) ? wanted : "unspecified";
  const limitMs = roster.reasons.get(code)?.limitMs ?? roster.limits.notReadyMs;
  enter(scene, "not-ready", why, limitAtMs ?? atMs + limitMs, code);
}

/** Remembers what a ring or a call interrupts; a second interruption changes nothing. A wrap-up's clock runs on. */
export function interrupt(scene: Scene): void {
  const { live, ctx } = scene;
  if (live.state === "wrap-up" && live.owed) live.owed.spentMs += ctx.atMs - live.sinceMs;
  if (live.rest !== undefined) return;
  live.rest =
    live.state === "not-ready"
      ? { state: "not-ready", reason: live.reason ?? "unspecified", limitAtMs: live.limitAtMs ?? ctx.atMs }
      : { state: "ready" };
}

/** The queue's call is over for him: its figures leave. */
export function payOwed(scene: Scene): void {
  const { live, ctx, out } = scene;
  const owed = live.owed;
  if (owed === undefined) return;
  const wrapMs = owed.spentMs + (live.state === "wrap-up" ? ctx.atMs - live.sinceMs : 0);
  const { call, queue, talkMs, holdMs, reached } = owed;
  const parts = { talkMs, holdMs, wrapMs, ...(reached ? { reached } : {}) };
  out.push({ do: "agent.handled", agent: live.agent, call, queue, ...parts, atMs: ctx.atMs });
  live.owed = undefined;
}

/** A call is over for him and no wrap-up follows. */
export function handled({ live, ctx, out }: Scene, { call, terms, talkMs, holdMs, reached }: AgentCall): void {
  const queue = terms ? { queue: terms.queue } : {};
  const parts = { talkMs, holdMs, wrapMs: 0, ...(reached ? { reached } : {}) };
  out.push({ do: "agent.handled", agent: live.agent, call, ...queue, ...parts, atMs: ctx.atMs });
}

/** After the last ring or call: wrap-up if he is owed one, else what he asked for, else what was interrupted. */
export function goOn(scene: Scene, why: Why, keepIdle = false): void {
  const { live, ctx } = scene;
  const owed = live.owed;
  if (owed && owed.endsAtMs === undefined && owed.wrapUpMs > 0) {
    owed.startedAtMs = ctx.atMs;
    owed.endsAtMs = ctx.atMs + owed.wrapUpMs;
  }
  if (owed?.endsAtMs !== undefined && owed.endsAtMs > ctx.atMs && live.state !== "wrap-up") {
    enter(scene, "wrap-up", why, owed.endsAtMs);
    return;
  }
  payOwed(scene);
  const { after, rest } = live;
  if (after) toResting(scene, after.to, { kind: "asked-earlier", by: after.by }, after.reason);
  else if (rest?.state === "not-ready") toResting(scene, "not-ready", why, rest.reason, rest.limitAtMs);
  else {
    const idleSinceMs = live.idleSinceMs;
    toResting(scene, "ready", why);
    if (keepIdle) live.idleSinceMs = idleSinceMs;
  }
}

/** He is taken off ring and calls although they may still exist; what was measured so far is kept. */
export function dropCalls(scene: Scene): void {
  const { live, ctx } = scene;
  live.ring = undefined;
  for (const call of live.calls) {
    const spentMs = ctx.atMs - call.sinceMs;
    const talkMs = call.talkMs + (call.held ? 0 : spentMs);
    const holdMs = call.holdMs + (call.held ? spentMs : 0);
    if (call.terms) dayCount(live, ctx).talkMs += talkMs + holdMs;
    handled(scene, { ...call, talkMs, holdMs });
  }
  live.calls = [];
  payOwed(scene);
}
