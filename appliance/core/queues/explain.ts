import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { decide } from "./decide.ts";
import type { Decision, Verdict } from "./decision.ts";
import { obstacle } from "./judge.ts";
import { membersAt, membershipsAt, type QueueContext } from "./queue-plan.ts";
import { entryOf, peekQueue, type QueuesState } from "./queues-state.ts";
import { firstWaiting } from "./waiting-line.ts";

/** "Why does this caller wait?": what would be decided now, with a reason for every member. Changes nothing. */
export function explainWaiting(state: QueuesState, ctx: QueueContext, call: CallId): Decision | undefined {
  const entry = entryOf(state, call);
  const settings = entry && ctx.plan.queues.get(entry.queue);
  return entry && settings && decide(state, ctx, settings, entry);
}

/** "Why not him?" for anybody, members or not; undefined: the call does not wait, or nothing is in the way. */
export function explainNotHim(state: QueuesState, ctx: QueueContext, call: CallId, agent: AgentId): Verdict | undefined {
  const entry = entryOf(state, call);
  if (entry === undefined) return undefined;
  const member = membersAt(ctx.plan, entry.queue, ctx.atMs).some((m) => m.agent === agent);
  return member ? obstacle(state, ctx, agent, entry) : { kind: "not-a-member" };
}

export type IdleReason = {
  queue: QueueId;
  waiting: number;
  /** `callers-rung-for`: everybody in the line is being rung for. `tried`: he had those who wait ringing just now. `unfit`: more is asked than he has, or a call is kept for another. `busy`: it is he who is not free. */
  why: "nobody-waits" | "callers-rung-for" | "tried" | "unfit" | "busy";
  verdict?: Verdict;
};

const unfit: readonly Verdict["kind"][] = ["unskilled", "grade-too-low", "other-language", "kept-for", "rule-says-no"];

/** "Why is he idle?": one row for each of his queues. */
export function explainIdle(state: QueuesState, ctx: QueueContext, agent: AgentId): IdleReason[] {
  return membershipsAt(ctx.plan, agent, ctx.atMs).map(({ queue }) => {
    const waiting = peekQueue(state, queue).line.length;
    if (waiting === 0) return { queue, waiting, why: "nobody-waits" };
    const first = firstWaiting(state, queue, () => true);
    if (first === undefined) return { queue, waiting, why: "callers-rung-for" };
    const verdict = obstacle(state, ctx, agent, first);
    const why = verdict?.kind === "tried" ? "tried" : verdict && unfit.includes(verdict.kind) ? "unfit" : "busy";
    return { queue, waiting, why, ...(verdict ? { verdict } : {}) };
  });
}
