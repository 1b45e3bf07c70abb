import type { AgentSettings } from "../../contract/agent.ts";
import type { CalendarSettings } from "../../contract/calendar.ts";
import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import type { AgentsState } from "../agents/agent-live.ts";
import type { Roster } from "../agents/roster.ts";

export type Member = { agent: AgentId; level: number };

/** The settings of the queues with their members, indexed; made once per revision of the settings, never stored. */
export type QueuePlan = {
  queues: ReadonlyMap<QueueId, QueueSettings>;
  /** Sorted by agent, which is also the order of taking turns. */
  members: ReadonlyMap<QueueId, readonly Member[]>;
  memberships: ReadonlyMap<AgentId, readonly { queue: QueueId; level: number }[]>;
  calendars: ReadonlyMap<string, CalendarSettings>;
};

export function planOf(queues: QueueSettings[], agents: AgentSettings[], calendars: CalendarSettings[] = []): QueuePlan {
  const members = new Map<QueueId, Member[]>(queues.map((queue) => [queue.id, []]));
  const memberships = new Map<AgentId, { queue: QueueId; level: number }[]>();
  for (const agent of agents) {
    // A queue named twice or gone from the settings counts once or not at all.
    const levels = new Map(agent.queues.filter(({ queue }) => members.has(queue)).map(({ queue, level }) => [queue, level]));
    memberships.set(
      agent.id,
      [...levels].map(([queue, level]) => ({ queue, level })),
    );
    for (const [queue, level] of levels) members.get(queue)?.push({ agent: agent.id, level });
  }
  for (const list of members.values()) list.sort((a, b) => (a.agent < b.agent ? -1 : 1));
  return {
    queues: new Map(queues.map((queue) => [queue.id, queue])),
    members,
    memberships,
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  };
}

/** The agents' states are read, never changed. */
export type QueueContext = { atMs: number; plan: QueuePlan; roster: Roster; agents: AgentsState };
