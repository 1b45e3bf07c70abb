import type { LiveAgent, LiveCall, LiveQueue } from "../../../appliance/contract/live.ts";

/** What the whole site looks like now and today. Shares are 0 … 1. */
export type Figures = {
  waiting: number;
  /** When the caller who waits longest came. */
  longestSinceMs?: number;
  talking: number;
  ready: number;
  loggedIn: number;
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  /** Abandoned (without short ones) ÷ (offered − short ones). */
  abandonedShare?: number;
  /** Of all queues together; a queue without a figure yet does not count. */
  serviceLevel?: number;
  /** The limit, when all queues have the same one. */
  levelSec?: number;
};

export function figuresOf(queues: readonly LiveQueue[], agents: readonly LiveAgent[], calls: readonly LiveCall[]): Figures {
  const sum = (of: (q: LiveQueue) => number) => queues.reduce((total, q) => total + of(q), 0);
  const offered = sum((q) => q.today.offered);
  const short = sum((q) => q.today.shortAbandoned);
  const abandoned = sum((q) => q.today.abandoned);
  const waiting = queues.flatMap((q) => q.waiting);
  const weighed = queues.filter((q) => q.today.serviceLevel !== undefined && q.today.offered > q.today.shortAbandoned);
  const weight = weighed.reduce((total, q) => total + q.today.offered - q.today.shortAbandoned, 0);
  const met = weighed.reduce((total, q) => total + (q.today.serviceLevel ?? 0) * (q.today.offered - q.today.shortAbandoned), 0);
  const limits = new Set(queues.map((q) => q.serviceLevelSec));
  return {
    waiting: waiting.length,
    ...(waiting.length > 0 ? { longestSinceMs: Math.min(...waiting.map((entry) => entry.sinceMs)) } : {}),
    talking: calls.filter((c) => c.phase === "talking" || c.phase === "hold").length,
    ready: agents.filter((a) => a.state === "ready").length,
    loggedIn: agents.filter((a) => a.state !== "logged-out").length,
    offered,
    answered: sum((q) => q.today.answered),
    abandoned,
    shortAbandoned: short,
    ...(offered - short > 0 ? { abandonedShare: abandoned / (offered - short) } : {}),
    ...(weight > 0 ? { serviceLevel: met / weight } : {}),
    ...(limits.size === 1 ? { levelSec: [...limits][0] as number } : {}),
  };
}
