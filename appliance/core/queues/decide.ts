import type { QueueSettings } from "../../contract/queue.ts";
import { agentLive } from "../agents/agent-live.ts";
import type { Considered, Decision, Verdict } from "./decision.ts";
import { obstacle } from "./judge.ts";
import type { Member, QueueContext } from "./queue-plan.ts";
import { type Entry, peekQueue, type QueuesState } from "./queues-state.ts";
import { type Candidate, strategies } from "./strategies.ts";
import { positionOf } from "./waiting-line.ts";

/** Who is to be rung for this caller now, with a reason for every member. Changes nothing. */
export function decide(
  state: QueuesState,
  ctx: QueueContext,
  settings: QueueSettings,
  entry: Entry,
  before: Decision["before"] = [],
): Decision {
  const members = ctx.plan.members.get(entry.queue) ?? [];
  const obstacles = members.map(({ agent }) => obstacle(state, ctx, agent, entry));
  let level = Number.POSITIVE_INFINITY;
  for (const [i, member] of members.entries()) if (obstacles[i] === undefined) level = Math.min(level, member.level);
  const lastAgent = peekQueue(state, entry.queue).lastAgent;
  const turns = { last: turnOf(members, lastAgent), count: members.length };
  const pool: Candidate[] = [];
  for (const [turn, { agent, level: own }] of members.entries()) {
    if (obstacles[turn] !== undefined || own !== level) continue;
    pool.push({ agent, idleMs: ctx.atMs - (agentLive(ctx.agents, agent)?.idleSinceMs ?? ctx.atMs), turn });
  }
  const verdicts = pool.length === 0 ? [] : strategies[settings.strategy](pool, turns);
  const ofPool = new Map<number, Verdict>(pool.map((one, i) => [one.turn, verdicts[i]!]));
  const considered: Considered[] = members.map(({ agent, level: own }, i) => ({
    agent,
    level: own,
    verdict: obstacles[i] ?? ofPool.get(i) ?? { kind: "later-level", level: own, chosenLevel: level },
  }));
  return {
    atMs: ctx.atMs,
    call: entry.call,
    queue: entry.queue,
    strategy: settings.strategy,
    chosen: considered.filter((c) => c.verdict.kind === "chosen").map((c) => c.agent),
    considered,
    caller: { priority: entry.priority, waitedMs: ctx.atMs - entry.placedAtMs, position: positionOf(state, entry) },
    before,
  };
}

/** The place of an agent in the order of turns, by bisection; who left the queue keeps the place he would have. */
function turnOf(members: readonly Member[], agent: string | undefined): number {
  if (agent === undefined) return -1;
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (members[middle]!.agent <= agent) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
