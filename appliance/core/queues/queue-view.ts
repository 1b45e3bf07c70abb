import { type AgentState, agentStates } from "../../contract/agent.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { isOpen, nextClosed, nextOpen } from "../calendar/opening.ts";
import { waitByPosition } from "./expected-wait.ts";
import { membersAt, type QueueContext } from "./queue-plan.ts";
import { peekQueue, type QueueSwitch, type QueuesState } from "./queues-state.ts";
import { switchOf } from "./switches.ts";

/** What a queue looks like now. Offered, answered and abandoned today are counted from rows, not here. */
export type QueueView = {
  queue: QueueId;
  length: number;
  longestWaitMs: number;
  /** Wait of somebody who would come now. */
  expectedWaitMs: number | "unknown";
  agents: Record<AgentState, number>;
  /** The first of the line, at most `limit`. */
  waiting: {
    call: CallId;
    position: number;
    enteredAtMs: number;
    ageMs: number;
    priority: number;
    offeredTo: AgentId[];
    expectedWaitMs: number | "unknown";
    callback?: { id: string; number: string };
  }[];
  /** Closed by hand. */
  closed?: QueueSwitch;
  /** By its hours. */
  hours?: { open: boolean; untilMs?: number };
};

export function queueView(state: QueuesState, ctx: QueueContext, queue: QueueId, limit = 100): QueueView {
  const { line } = peekQueue(state, queue);
  const agents = Object.fromEntries(agentStates.map((s) => [s, 0])) as Record<AgentState, number>;
  for (const { agent } of membersAt(ctx.plan, queue, ctx.atMs)) agents[agentLive(ctx.agents, agent)?.state ?? "logged-out"]++;
  const wait = waitByPosition(state, ctx, queue);
  const closed = switchOf(state, queue, ctx.atMs);
  let longestWaitMs = 0;
  const waiting: QueueView["waiting"] = [];
  for (const [i, call] of line.entries()) {
    const { enteredAtMs, priority, offer, callback } = state.entries[call]!;
    const ageMs = ctx.atMs - enteredAtMs;
    // Who has hung up is not kept waiting on the line.
    if (!callback) longestWaitMs = Math.max(longestWaitMs, ageMs);
    if (i < limit)
      waiting.push({
        call,
        position: i + 1,
        enteredAtMs,
        ageMs,
        priority,
        offeredTo: offer ? [...offer.agents] : [],
        expectedWaitMs: wait(i + 1),
        ...(callback ? { callback: { id: callback.id, number: callback.number } } : {}),
      });
  }
  return {
    queue,
    length: line.length,
    longestWaitMs,
    expectedWaitMs: wait(line.length + 1),
    agents,
    waiting,
    ...(closed ? { closed } : {}),
    ...hoursNow(ctx, queue),
  };
}

/** Whether its hours have it open now, and until when. */
function hoursNow({ plan, atMs }: QueueContext, queue: QueueId): Pick<QueueView, "hours"> {
  const hours = plan.queues.get(queue)?.hours;
  const calendar = hours === undefined ? undefined : plan.calendars.get(hours);
  if (!calendar) return {};
  const { open } = isOpen(calendar, atMs);
  const untilMs = open ? nextClosed(calendar, atMs) : nextOpen(calendar, atMs);
  return { hours: { open, ...(untilMs === undefined ? {} : { untilMs }) } };
}
