import type { CallId } from "../../kit/ids.ts";
import type { OfferTerms, Why } from "./agent-event.ts";
import { type AgentCall, maxCallsPerAgent } from "./agent-live.ts";
import { dayCount } from "./day-count.ts";
import { type EventOf, refuse } from "./desk-acts.ts";
import { dropCalls, enter, goOn, handled, interrupt, payOwed, type Scene, toResting } from "./moves.ts";

/** The queue ends a ring by its own timer; ours strikes only when that got lost. */
const ringGraceMs = 5_000;

export function ring(scene: Scene, event: EventOf<"agent.offered">): void {
  const { live, ctx } = scene;
  if (event.terms && live.state !== "ready") {
    refuse(scene, event, "not-free");
    return;
  }
  interrupt(scene);
  live.ring = { call: event.call, ...(event.terms ? { terms: event.terms } : {}) };
  const { ringingMs } = ctx.roster.limits;
  const limitMs = event.terms ? Math.min(ringingMs, event.terms.ringMs + ringGraceMs) : ringingMs;
  const queue = event.terms ? { queue: event.terms.queue } : {};
  enter(scene, "ringing", { kind: "offered", call: event.call, ...queue }, ctx.atMs + limitMs);
}

/** The bell goes on for another call: who called him has handed his own caller on to him. */
export function ringsOn(scene: Scene, event: EventOf<"agent.offered">): void {
  const { live } = scene;
  if (event.insteadOf === undefined || live.ring?.call !== event.insteadOf || live.ring.terms) refuse(scene, event, "not-free");
  else live.ring = { call: event.call };
}

export function ringEnded(scene: Scene, event: EventOf<"agent.offerEnded">): void {
  const { live } = scene;
  const ring = live.ring;
  if (ring?.call !== event.call) return;
  if (event.how === "answered") {
    if (ring.terms) live.missedInRow = 0;
    join(scene, event.call, ring.terms);
    return;
  }
  live.ring = undefined;
  const why = { kind: "ring-ended", call: event.call, how: event.how } as const;
  if (ring.terms && (event.how === "missed" || event.how === "refused")) missed(scene, ring.terms, why);
  // A phone that can't be rung is tried again later, by the reason's own limit.
  else if (ring.terms && event.how === "phoneUnreachable") toResting(scene, "not-ready", why, "phone-unreachable");
  else goOn(scene, why, true);
}

/** Not ready with a reason that can be read and that ends by itself; never a silent log-out. */
function missed(scene: Scene, terms: OfferTerms, why: Extract<Why, { kind: "ring-ended" }>): void {
  const inRow = ++scene.live.missedInRow;
  if (terms.afterMissed > 0 && inRow >= terms.afterMissed) toResting(scene, "not-ready", { ...why, inRow }, terms.missedReason);
  else goOn(scene, { ...why, inRow });
}

/** He is on the call from now: taken from the queue, made or taken by himself, or handed to him. */
function join(scene: Scene, call: CallId, terms: OfferTerms | undefined): void {
  const { live, ctx } = scene;
  const ringMs = live.state === "ringing" ? ctx.atMs - live.sinceMs : 0;
  const reached = { offeredAtMs: terms?.enteredAtMs ?? ctx.atMs - ringMs, ringMs, talkFromMs: ctx.atMs };
  interrupt(scene);
  live.ring = undefined;
  if (terms) dayCount(live, ctx).calls++;
  live.calls.push({ call, ...(terms ? { terms } : {}), held: false, sinceMs: ctx.atMs, talkMs: 0, holdMs: 0, reached });
  if (live.state !== "talking") enter(scene, "talking", { kind: "talk", call }, ctx.atMs + ctx.roster.limits.talkingMs);
}

export function talk(scene: Scene, event: EventOf<"agent.talkStarted" | "agent.resumed">): void {
  const { live } = scene;
  const known = live.calls.find((call) => call.call === event.call);
  if (known) {
    if (event.on === "agent.talkStarted" && event.terms && !known.terms) takes(scene, known, event.terms);
    unhold(scene, known);
    return;
  }
  if (live.calls.length >= maxCallsPerAgent) {
    refuse(scene, event, "too-many-calls");
    return;
  }
  const ringing = live.ring?.call === event.call ? live.ring : undefined;
  if (ringing?.terms) live.missedInRow = 0;
  join(scene, event.call, ringing?.terms ?? (event.on === "agent.talkStarted" ? event.terms : undefined));
}

/** What he talks on turns out to be a queue's call: he has picked it up. */
function takes({ live, ctx }: Scene, call: AgentCall, terms: OfferTerms): void {
  call.terms = terms;
  if (call.reached && terms.enteredAtMs !== undefined) call.reached = { ...call.reached, offeredAtMs: terms.enteredAtMs };
  dayCount(live, ctx).calls++;
}

function unhold(scene: Scene, call: AgentCall): void {
  const { live, ctx } = scene;
  if (!call.held) return;
  account(call, ctx.atMs);
  call.held = false;
  if (live.state === "hold")
    enter(scene, "talking", { kind: "resumed", call: call.call }, ctx.atMs + ctx.roster.limits.talkingMs);
}

export function hold(scene: Scene, event: EventOf<"agent.held">): void {
  const { live, ctx } = scene;
  const call = live.calls.find((c) => c.call === event.call);
  if (call === undefined || call.held) return;
  account(call, ctx.atMs);
  call.held = true;
  if (live.calls.every((c) => c.held))
    enter(scene, "hold", { kind: "held", call: event.call }, ctx.atMs + ctx.roster.limits.holdMs);
}

/** Books the time since the last change to talk or hold. */
function account(call: AgentCall, atMs: number): void {
  if (call.held) call.holdMs += atMs - call.sinceMs;
  else call.talkMs += atMs - call.sinceMs;
  call.sinceMs = atMs;
}

export function talkEnded(scene: Scene, event: EventOf<"agent.talkEnded">): void {
  const { live, ctx } = scene;
  const at = live.calls.findIndex((call) => call.call === event.call);
  const call = live.calls[at];
  if (call === undefined) return;
  live.calls.splice(at, 1);
  account(call, ctx.atMs);
  if (call.terms && !event.unserved) {
    dayCount(live, ctx).talkMs += call.talkMs + call.holdMs;
    payOwed(scene);
    const wrapUpMs = ctx.roster.agents.get(live.agent)?.wrapUpMs ?? call.terms.wrapUpMs;
    const { talkMs, holdMs, reached } = call;
    live.owed = {
      call: call.call,
      queue: call.terms.queue,
      talkMs,
      holdMs,
      wrapUpMs,
      spentMs: 0,
      ...(reached ? { reached } : {}),
    };
  } else {
    // Who was bound for nothing has had no call.
    if (call.terms) dayCount(live, ctx).calls = Math.max(0, dayCount(live, ctx).calls - 1);
    handled(scene, call);
  }
  if (live.calls.length === 0) {
    goOn(scene, { kind: "call-ended", call: event.call });
    return;
  }
  const allHeld = live.calls.every((c) => c.held);
  if (allHeld && live.state === "talking") {
    enter(scene, "hold", { kind: "call-ended", call: event.call }, ctx.atMs + ctx.roster.limits.holdMs);
  }
}

export function wrapUpDone(scene: Scene, event: EventOf<"agent.wrapUpDone">): void {
  goOn(scene, { kind: "asked", by: event.by });
}

/** Longer, but not beyond the site's limit counted from its beginning; never shorter. */
export function wrapUpExtended(scene: Scene, event: EventOf<"agent.wrapUpExtended">): void {
  const { live, ctx, out } = scene;
  const owed = live.owed;
  if (owed?.endsAtMs === undefined || owed.startedAtMs === undefined) return;
  const latestMs = owed.startedAtMs + ctx.roster.limits.wrapUpMs;
  owed.endsAtMs = Math.max(owed.endsAtMs, Math.min(latestMs, owed.endsAtMs + event.byMs));
  live.limitAtMs = owed.endsAtMs;
  out.push({ do: "timer.set", key: `agent:${live.agent}`, atMs: owed.endsAtMs });
}

/** Each state's consequence: nothing lasts because somebody forgot. */
export function limitReached(scene: Scene, event: EventOf<"agent.limitReached">): void {
  const { live, ctx } = scene;
  const why = { kind: "limit", of: live.state } as const;
  switch (live.state) {
    case "logged-out":
      return;
    case "ready":
      toResting(scene, "logged-out", why);
      return;
    case "not-ready": {
      const next = ctx.roster.reasons.get(live.reason ?? "unspecified")?.atLimit ?? "logged-out";
      toResting(scene, next, why);
      return;
    }
    case "ringing":
      if (live.ring) ringEnded(scene, { on: "agent.offerEnded", agent: event.agent, call: live.ring.call, how: "missed" });
      else goOn(scene, why);
      return;
    case "talking":
    case "hold":
      dropCalls(scene);
      toResting(scene, "not-ready", why, "over-limit");
      return;
    case "wrap-up":
      goOn(scene, { kind: "wrap-up-over" });
      return;
  }
}
