import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
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
  const considered: Considered[] = new Array(members.length);
  const free: Considered[] = [];
  const turnsOfFree: number[] = [];
  let level = Number.POSITIVE_INFINITY;
  // Every member at every decision: a plain loop, for this is where the time goes.
  for (let turn = 0; turn < members.length; turn++) {
    const { agent, level: own } = members[turn]!;
    const verdict = obstacle(state, ctx, agent, entry);
    const one: Considered = { agent, level: own, verdict: verdict ?? notYet };
    considered[turn] = one;
    if (verdict) continue;
    free.push(one);
    turnsOfFree.push(turn);
    if (own < level) level = own;
  }
  const chosen = judgeFree(state, ctx, settings, entry, { members, free, turnsOfFree, level });
  return {
    atMs: ctx.atMs,
    call: entry.call,
    queue: entry.queue,
    strategy: settings.strategy,
    chosen,
    considered,
    caller: { priority: entry.priority, waitedMs: ctx.atMs - entry.placedAtMs, position: positionOf(state, entry) },
    before,
  };
}

/** Stands until the free ones are compared with each other. */
const notYet: Verdict = { kind: "logged-out" };

/** Compares those who are free and puts the verdict on each; returns the chosen. */
function judgeFree(
  state: QueuesState,
  ctx: QueueContext,
  settings: QueueSettings,
  entry: Entry,
  { members, free, turnsOfFree, level }: { members: readonly Member[]; free: Considered[]; turnsOfFree: number[]; level: number },
): AgentId[] {
  if (free.length === 0) return [];
  const pool: Candidate[] = [];
  const rows: Considered[] = [];
  for (const [i, one] of free.entries()) {
    if (one.level !== level) one.verdict = { kind: "later-level", level: one.level, chosenLevel: level };
    else {
      pool.push({
        agent: one.agent,
        idleMs: ctx.atMs - (agentLive(ctx.agents, one.agent)?.idleSinceMs ?? ctx.atMs),
        turn: turnsOfFree[i]!,
      });
      rows.push(one);
    }
  }
  const turns = { last: turnOf(members, peekQueue(state, entry.queue).lastAgent), count: members.length };
  const chosen: AgentId[] = [];
  for (const [i, verdict] of strategies[settings.strategy](pool, turns).entries()) {
    rows[i]!.verdict = verdict;
    if (verdict.kind === "chosen") chosen.push(rows[i]!.agent);
  }
  return chosen;
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
