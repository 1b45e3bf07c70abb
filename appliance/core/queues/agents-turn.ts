import type { AgentId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { acrossQueues } from "./across.ts";
import { callerFirst } from "./callback/live-first.ts";
import { decide } from "./decide.ts";
import { obstacle } from "./judge.ts";
import { firstFor } from "./lanes.ts";
import { lookLater } from "./look.ts";
import { reservedFor } from "./moving.ts";
import { ringChosen } from "./offers.ts";
import { takeOutcome, withdraw } from "./outcomes.ts";
import { membershipsAt } from "./queue-plan.ts";
import { type Entry, entryOf, offerAt, peekQueue } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { anybodyLoggedIn, overflow } from "./waiting.ts";

/** An agent's state is another one: his ring may be void, his queues may be empty of people, he may be free. */
export function agentChanged(scene: Scene, agent: AgentId): void {
  const { state, ctx } = scene;
  const live = agentLive(ctx.agents, agent);
  const ringing = offerAt(state, agent);
  const entry = ringing === undefined ? undefined : entryOf(state, ringing);
  if (entry && live?.calls.some((c) => c.call === entry.call)) takeOutcome(scene, entry.call, agent, "answered");
  else if (entry && live?.ring?.call !== entry.call) withdraw(scene, entry, agent);
  if (live === undefined || live.state === "logged-out") {
    for (const { queue } of membershipsAt(ctx.plan, agent, ctx.atMs)) sendOnIfDeserted(scene, queue);
  } else agentAvailable(scene, agent);
  if (live === undefined || live.state === "logged-out" || live.state === "not-ready") releaseKept(scene, agent);
}

/** Calls that were kept for him are anybody's now that he is away. */
function releaseKept(scene: Scene, agent: AgentId): void {
  const { state, ctx } = scene;
  const given = reservedFor(scene, agent);
  if (given) serve(scene, given);
  for (const { queue } of membershipsAt(ctx.plan, agent, ctx.atMs)) {
    const kept = Object.values(peekQueue(state, queue).lanes ?? {}).filter(
      ([head]) => head !== undefined && entryOf(state, head)?.fit?.agent === agent,
    );
    for (const call of kept.flat()) {
      const entry = entryOf(state, call);
      if (entry && !entry.offer) serve(scene, entry);
    }
  }
}

/** Callers who may not wait without anybody there are sent on. */
export function sendOnIfDeserted(scene: Scene, queue: QueueId): void {
  const { state, ctx } = scene;
  if (!ctx.plan.queues.get(queue)?.overflow.noAgents || anybodyLoggedIn(ctx, queue)) return;
  for (const call of [...peekQueue(state, queue).line]) {
    const entry = entryOf(state, call);
    if (entry && entry.queue === queue && !entry.offer && !entry.callback) overflow(scene, entry, "no-agents");
  }
}

const isFree = (scene: Scene, agent: AgentId): boolean =>
  agentLive(scene.ctx.agents, agent)?.state === "ready" && offerAt(scene.state, agent) === undefined;

/** A free agent takes the caller of all his queues who is first by what the site goes by; if none waits he joins a ring that goes on. */
export function agentAvailable(scene: Scene, agent: AgentId): void {
  while (isFree(scene, agent)) {
    const kept = reservedFor(scene, agent);
    if (kept && (serve(scene, kept)?.chosen.length ?? 0) > 0) continue;
    const { state, ctx } = scene;
    const stays = (entry: Entry): boolean => !callerFirst(scene, agent, entry);
    const heads: Entry[] = [];
    const queues = membershipsAt(ctx.plan, agent, ctx.atMs);
    for (const { queue } of queues) {
      const head = firstFor(state, ctx, queue, agent, stays);
      if (head) heads.push(head);
    }
    const { order, why } = acrossQueues(ctx, agent, heads);
    const [first, ...others] = order;
    if (first === undefined) {
      joinRing(scene, agent);
      for (const { queue } of queues) lookLater(scene, queue, ctx.plan.queues.get(queue)?.strategy === "rule");
      return;
    }
    const before = others.map((other) => ({ call: other.call, queue: other.queue, why: why(first, other) }));
    // Somebody equally free may have been chosen; then the next caller is looked for.
    if (serve(scene, first, before)?.chosen.length === 0) return;
  }
}

/** Ring all: who becomes free while the phones ring, rings too. */
function joinRing(scene: Scene, agent: AgentId): void {
  const { state, ctx } = scene;
  for (const { queue, level } of membershipsAt(ctx.plan, agent, ctx.atMs)) {
    const settings = ctx.plan.queues.get(queue);
    if (settings?.strategy !== "ring-all") continue;
    for (const call of peekQueue(state, queue).line) {
      const entry = entryOf(state, call);
      if (!entry?.offer || entry.offer.level < level || entry.offer.untilMs <= ctx.atMs) continue;
      if (obstacle(state, ctx, agent, entry)) continue;
      const decision = decide(state, ctx, settings, entry);
      if (!decision.chosen.includes(agent)) continue;
      ringChosen(scene, settings, entry, decision);
      return;
    }
  }
}
