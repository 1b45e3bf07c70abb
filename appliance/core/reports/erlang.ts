/** Load in Erlangs: calls per second times seconds each. */
export const loadOf = (calls: number, intervalMs: number, handleMs: number): number => (calls / intervalMs) * handleMs;

/** Share of calls that find all `lines` taken (Erlang B). By recurrence: no factorial grows too large. */
export function erlangB(load: number, lines: number): number {
  let blocked = 1;
  for (let n = 1; n <= lines; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Share of calls that must wait for one of `agents` (Erlang C); with no more agents than Erlangs, all. */
export function erlangC(load: number, agents: number): number {
  if (agents <= load) return 1;
  const blocked = erlangB(load, agents);
  return (agents * blocked) / (agents - load * (1 - blocked));
}

export type QueueForecast = {
  agents: number;
  load: number;
  /** Share of calls that wait. */
  waits: number;
  serviceLevel: number;
  /** Mean wait of all; none when the line only grows. */
  averageWaitMs?: number;
  occupancy: number;
};

/** What so many agents achieve when arrivals are random, handling times exponential and nobody gives up. */
export function forecast(load: number, agents: number, handleMs: number, withinMs: number): QueueForecast {
  const waits = erlangC(load, agents);
  if (agents <= load) return { agents, load, waits, serviceLevel: 0, occupancy: 1 };
  const spare = agents - load;
  return {
    agents,
    load,
    waits,
    serviceLevel: 1 - waits * Math.exp((-spare * withinMs) / handleMs),
    averageWaitMs: (waits * handleMs) / spare,
    occupancy: load / agents,
  };
}

/** Far above what a box of this size carries: the search ends. */
const mostAgents = 2_000;

/** The fewest agents that reach the target; undefined when not even the most would. */
export function agentsFor(
  load: number,
  handleMs: number,
  target: { share: number; withinMs: number },
): QueueForecast | undefined {
  for (let n = Math.max(1, Math.floor(load)); n <= mostAgents; n++) {
    const found = forecast(load, n, handleMs, target.withinMs);
    if (found.serviceLevel >= target.share) return found;
  }
  return undefined;
}

/** The fewest lines that turn away no more than `blocking` of the calls. */
export function linesFor(load: number, blocking: number): number {
  let lines = 0;
  while (erlangB(load, lines) > blocking && lines < mostAgents) lines++;
  return lines;
}

/** How many to put on the roster when a part of the paid time is lost. */
export const scheduledFor = (agents: number, shrinkage: number): number => Math.ceil(agents / (1 - shrinkage) - 1e-9);
