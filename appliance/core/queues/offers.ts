import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { OfferTerms, RingEnd } from "../agents/agent-event.ts";
import { callbackOf, copyOfRow, noteRinging } from "./callback/callback.ts";
import { noteGiven } from "./callback/live-first.ts";
import type { Decision } from "./decision.ts";
import { refit } from "./lanes.ts";
import { type Entry, queueLive } from "./queues-state.ts";
import type { Scene } from "./scene.ts";

/** Without a time of its own a queue leaves an agent in peace with a call for so long. */
const defaultRetryMs = 30_000;

/** What a call of this queue means for who takes it. */
export const termsOf = (settings: QueueSettings, { enteredAtMs }: Entry): OfferTerms => ({
  queue: settings.id,
  enteredAtMs,
  ringMs: settings.ringMs,
  wrapUpMs: settings.wrapUpMs,
  afterMissed: settings.missedPolicy.afterMissed,
  missedReason: settings.missedPolicy.reason,
});

/** Rings the chosen; who comes to a ring that goes on has the time that is left of it. */
export function ringChosen(scene: Scene, settings: QueueSettings, entry: Entry, decision: Decision): void {
  const { state, ctx, out } = scene;
  const { chosen } = decision;
  noteGiven(scene, entry, chosen);
  const first = decision.considered.find((c) => c.agent === chosen[0]);
  entry.offer ??= { agents: [], sinceMs: ctx.atMs, untilMs: ctx.atMs + settings.ringMs, level: first?.level ?? 1 };
  for (const agent of chosen) {
    entry.offer.agents.push(agent);
    if (ctx.atMs > entry.offer.sinceMs) entry.offer.joinedAtMs = { ...entry.offer.joinedAtMs, [agent]: ctx.atMs };
    state.offers[agent] = entry.call;
  }
  queueLive(state, entry.queue).lastAgent = chosen.at(-1);
  noteRinging(scene, entry, true);
  const ringMs = entry.offer.untilMs - ctx.atMs;
  const callback = entry.callback && callbackOf(state, entry.callback.id);
  out.push({
    do: "queue.offer",
    call: entry.call,
    queue: entry.queue,
    agents: [...chosen],
    ringMs,
    terms: termsOf(settings, entry),
    decision,
    ...(callback ? { callback: { row: copyOfRow(callback.row), from: callback.from } } : {}),
  });
}

/** Takes an agent out of the ring and says how it ended; the others go on ringing. */
export function endOffer(scene: Scene, entry: Entry, agent: AgentId, how: RingEnd): void {
  const { state, ctx, out } = scene;
  const offer = entry.offer;
  if (!offer?.agents.includes(agent)) return;
  offer.agents = offer.agents.filter((a) => a !== agent);
  delete state.offers[agent];
  const { call, queue } = entry;
  const ringMs = ctx.atMs - (offer.joinedAtMs?.[agent] ?? offer.sinceMs);
  out.push({ do: "queue.offerEnded", call, queue, agent, how, ringMs, atMs: ctx.atMs });
  if (how === "missed" || how === "refused" || how === "phoneUnreachable") {
    const retryMs = ctx.plan.queues.get(entry.queue)?.retryMs ?? defaultRetryMs;
    entry.tried = entry.tried.filter((t) => t.agent !== agent && t.untilMs > ctx.atMs);
    entry.tried.push({ agent, how, untilMs: ctx.atMs + retryMs });
    if (entry.fit?.agent === agent) {
      entry.ownAgentPassed = true;
      refit(state, ctx, entry);
    }
  }
}

const stopWords = {
  missed: "missed",
  callGone: "caller-gone",
  answeredElsewhere: "answered-elsewhere",
  withdrawn: "withdrawn",
} as const;

/** Stops the ring at these phones, all for the same reason. */
export function stopRinging(scene: Scene, entry: Entry, agents: readonly AgentId[], how: keyof typeof stopWords): void {
  if (agents.length === 0) return;
  scene.out.push({ do: "queue.stopOffer", call: entry.call, queue: entry.queue, agents: [...agents], why: stopWords[how] });
  for (const agent of agents) endOffer(scene, entry, agent, how);
}
