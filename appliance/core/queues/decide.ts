import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { today } from "../agents/day-count.ts";
import { callerFirst } from "./callback/live-first.ts";
import type { Considered, Decision, Verdict } from "./decision.ts";
import { needsOf } from "./fit.ts";
import { obstacle } from "./judge.ts";
import { gradeOf, type Member, membersAt, type QueueContext, speaks } from "./queue-plan.ts";
import { type Entry, peekQueue, type QueuesState } from "./queues-state.ts";
import { scoreOf } from "./rule.ts";
import { type Candidate, strategies } from "./strategies.ts";
import { positionOf } from "./waiting-line.ts";

/** An agent who can be rung: his row in the decision, and his place in the order of turns. */
type Free = { row: Considered; member: Member; turn: number };
type Asked = { state: QueuesState; ctx: QueueContext; settings: QueueSettings; entry: Entry };

/** Who is to be rung for this caller now, with a reason for every member. Changes nothing. */
export function decide(
  state: QueuesState,
  ctx: QueueContext,
  settings: QueueSettings,
  entry: Entry,
  before: Decision["before"] = [],
): Decision {
  const members = membersAt(ctx.plan, entry.queue, ctx.atMs);
  const considered: Considered[] = new Array(members.length);
  const free: Free[] = [];
  // Every member at every decision: a plain loop, for this is where the time goes.
  for (let turn = 0; turn < members.length; turn++) {
    const member = members[turn]!;
    const verdict = obstacle(state, ctx, member.agent, entry) ?? callerFirst({ state, ctx }, member.agent, entry);
    const row: Considered = { agent: member.agent, level: member.level, verdict: verdict ?? notYet };
    considered[turn] = row;
    if (verdict === undefined) free.push({ row, member, turn });
  }
  const chosen = free.length === 0 ? [] : choose({ state, ctx, settings, entry }, free, members);
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

/** Compares those who are free and puts the verdict on each; returns the chosen. The caller's own agent goes first, then his language, then the level, then the strategy. */
function choose(asked: Asked, free: Free[], members: readonly Member[]): AgentId[] {
  const { ctx, settings, entry } = asked;
  const own = free.find((f) => f.member.agent === entry.fit?.agent);
  if (own) {
    for (const { row } of free) row.verdict = { kind: "not-own-agent", agent: own.member.agent };
    own.row.verdict = { kind: "chosen", by: "own-agent", idleMs: idleMs(ctx, own.member.agent) };
    return [own.member.agent];
  }
  let pool = whoSpeaks(asked, free);
  // A rule knows the level and makes of it what it likes.
  if (settings.strategy !== "rule") pool = ofLowestLevel(pool);
  const candidates = pool.map((f) => candidateOf(asked, f));
  const turns = {
    last: turnOf(members, peekQueue(asked.state, entry.queue).lastAgent),
    count: members.length,
    chance: asked.state.chance ?? 0,
  };
  const chosen: AgentId[] = [];
  for (const [i, verdict] of strategies[settings.strategy](candidates, turns).entries()) {
    pool[i]!.row.verdict = verdict;
    if (verdict.kind === "chosen") chosen.push(pool[i]!.member.agent);
  }
  return chosen;
}

/** Who speaks the caller's language is asked before others, as far as somebody does. */
function whoSpeaks({ ctx, settings, entry }: Asked, free: Free[]): Free[] {
  const { language } = entry.facts;
  if (settings.callerLanguageMs === undefined || !language) return free;
  const speaking = free.filter((f) => speaks(ctx.plan.people.get(f.member.agent), language));
  if (speaking.length === 0 || speaking.length === free.length) return free;
  for (const f of free) if (!speaking.includes(f)) f.row.verdict = { kind: "other-language", language };
  return speaking;
}

function ofLowestLevel(pool: Free[]): Free[] {
  let level = Number.POSITIVE_INFINITY;
  for (const { member } of pool) level = Math.min(level, member.level);
  const lowest: Free[] = [];
  for (const f of pool) {
    if (f.member.level === level) lowest.push(f);
    else f.row.verdict = { kind: "later-level", level: f.member.level, chosenLevel: level };
  }
  return lowest;
}

const idleMs = (ctx: QueueContext, agent: AgentId): number => ctx.atMs - (agentLive(ctx.agents, agent)?.idleSinceMs ?? ctx.atMs);

function candidateOf({ state, ctx, settings, entry }: Asked, { member, turn }: Free): Candidate {
  const { agent, order, share } = member;
  const live = agentLive(ctx.agents, agent);
  const { calls, talkMs } = today(live, ctx.atMs);
  const person = ctx.plan.people.get(agent);
  const needs = settings.strategy === "skills" ? needsOf(settings, entry.facts) : [];
  const rule = settings.strategy === "rule" ? ctx.plan.rules.get(entry.queue) : undefined;
  const scored = rule && live ? scoreOf(state, ctx, rule, live, entry) : undefined;
  return {
    agent,
    idleMs: idleMs(ctx, agent),
    turn,
    order,
    share,
    calls,
    talkMs,
    points: needs.reduce((sum, { skill }) => sum + gradeOf(person, skill), 0),
    score: scored && "score" in scored ? scored.score : 0,
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
