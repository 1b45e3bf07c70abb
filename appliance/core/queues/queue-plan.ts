import type { AgentSettings } from "../../contract/agent.ts";
import type { CalendarSettings } from "../../contract/calendar.ts";
import type { QueueSettings } from "../../contract/queue.ts";
import type { AcrossQueues } from "../../contract/queue-choice.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import type { AgentsState } from "../agents/agent-live.ts";
import type { Roster } from "../agents/roster.ts";
import { parseExpression } from "../expressions/parse.ts";
import type { Syntax } from "../expressions/syntax.ts";
import { type GuestSpan, guestSpans, withGuests } from "./guests.ts";
import { ruleVocabulary } from "./rule-vocabulary.ts";

/** `order`: his place in "linear". `spans`: he belongs to the queue only then (A26). */
export type Member = {
  agent: AgentId;
  level: number;
  share: number;
  weight: number;
  order: number;
  spans?: readonly GuestSpan[];
};
export type Membership = Omit<Member, "agent"> & { queue: QueueId };
/** What somebody can do. */
export type Person = { grades: ReadonlyMap<string, number>; languages: readonly string[]; managementGrade: number };

/** The settings of the queues with their members, indexed; made once per revision of the settings, never stored. */
export type QueuePlan = {
  queues: ReadonlyMap<QueueId, QueueSettings>;
  /** Sorted by agent, which is also the order of taking turns. Read it by `membersAt`: guests come and go. */
  members: ReadonlyMap<QueueId, readonly Member[]>;
  memberships: ReadonlyMap<AgentId, readonly Membership[]>;
  /** Moments at which guests come or go, rising; only of queues that have some. */
  guestTurns: ReadonlyMap<QueueId, readonly number[]>;
  people: ReadonlyMap<AgentId, Person>;
  /** The queues' own rules, read. */
  rules: ReadonlyMap<QueueId, Syntax>;
  calendars: ReadonlyMap<string, CalendarSettings>;
  timeZone: string;
  acrossQueues: AcrossQueues;
};

type Site = { timeZone: string; acrossQueues?: AcrossQueues | undefined };

const usualWeight = 10;
/** Who has no place of his own in the order comes after those who have one. */
const afterOrdered = 1_000;

export function planOf(
  queues: QueueSettings[],
  agents: AgentSettings[],
  calendars: readonly CalendarSettings[] = [],
  site: Site = { timeZone: "UTC" },
): QueuePlan {
  const members = new Map<QueueId, Member[]>(queues.map((queue) => [queue.id, []]));
  const memberships = new Map<AgentId, Membership[]>();
  const guestTurns = new Map<QueueId, number[]>();
  const spans = guestSpans(queues, site.timeZone, guestTurns);
  for (const [index, agent] of agents.entries()) {
    const own = new Map<QueueId, Membership>();
    // A queue named twice or gone from the settings counts once or not at all.
    for (const { queue, level, share = usualWeight, weight = usualWeight, order } of agent.queues)
      if (members.has(queue)) own.set(queue, { queue, level, share, weight, order: order ?? afterOrdered + index });
    const usual = { share: usualWeight, weight: usualWeight, order: afterOrdered + index };
    for (const guest of spans.get(agent.id) ?? []) {
      // Who belongs to the queue anyway does so at all times.
      if (!own.has(guest.queue)) own.set(guest.queue, { ...usual, ...guest });
    }
    memberships.set(agent.id, [...own.values()]);
    for (const { queue, ...member } of own.values()) members.get(queue)?.push({ agent: agent.id, ...member });
  }
  for (const list of members.values()) list.sort((a, b) => (a.agent < b.agent ? -1 : 1));
  return {
    queues: new Map(queues.map((queue) => [queue.id, queue])),
    members,
    memberships,
    guestTurns,
    people: new Map(agents.map((agent) => [agent.id, personOf(agent)])),
    rules: new Map(queues.flatMap((queue) => ruleOf(queue))),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
    timeZone: site.timeZone,
    acrossQueues: site.acrossQueues ?? "priority",
  };
}

const personOf = (agent: AgentSettings): Person => ({
  grades: new Map((agent.skills ?? []).map(({ skill, grade }) => [skill, grade])),
  languages: agent.languages,
  managementGrade: agent.managementGrade ?? 0,
});

/** A rule that can't be read is refused by the settings check; here it is none, and nobody is eligible. */
function ruleOf({ id, strategy, rule }: QueueSettings): [QueueId, Syntax][] {
  if (strategy !== "rule" || rule === undefined) return [];
  const parsed = parseExpression(rule, ruleVocabulary);
  return parsed.ok ? [[id, parsed.syntax]] : [];
}

/** His grade in a skill, 0 without it. */
export const gradeOf = (person: Person | undefined, skill: string): number => person?.grades.get(skill) ?? 0;
/** Whose languages nobody wrote down speaks them all. */
export const speaks = (person: Person | undefined, language: string): boolean =>
  person === undefined || person.languages.length === 0 || person.languages.includes(language);

/** Who belongs to the queue now. */
export function membersAt(plan: QueuePlan, queue: QueueId, atMs: number): readonly Member[] {
  const all = plan.members.get(queue) ?? [];
  return plan.guestTurns.has(queue) ? withGuests(all, atMs) : all;
}
/** To which queues he belongs now. */
export function membershipsAt(plan: QueuePlan, agent: AgentId, atMs: number): readonly Membership[] {
  const all = plan.memberships.get(agent) ?? [];
  return plan.guestTurns.size > 0 ? withGuests(all, atMs) : all;
}
export const memberOf = (plan: QueuePlan, queue: QueueId, agent: AgentId): Membership | undefined =>
  plan.memberships.get(agent)?.find((m) => m.queue === queue);

/** The agents' states are read, never changed. */
export type QueueContext = { atMs: number; plan: QueuePlan; roster: Roster; agents: AgentsState };
