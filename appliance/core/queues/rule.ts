import type { Sentence } from "../../contract/records.ts";
import type { AgentLive } from "../agents/agent-live.ts";
import { today } from "../agents/day-count.ts";
import { localParts } from "../calendar/local-parts.ts";
import { evaluate, type Surroundings, textOf } from "../expressions/evaluate.ts";
import type { Syntax, Value } from "../expressions/syntax.ts";
import { gradeOf, memberOf, type QueueContext, speaks } from "./queue-plan.ts";
import { type Entry, peekQueue, type QueuesState } from "./queues-state.ts";
import type { ruleVocabulary } from "./rule-vocabulary.ts";
import { positionOf } from "./waiting-line.ts";

type RuleFact = keyof typeof ruleVocabulary.facts;

export type Scored = { score: number } | { none: true; why?: Sentence };

/** How well the agent fits the caller by the queue's rule; none: not he. Yes counts 1. What can't be worked out is no. */
export function scoreOf(state: QueuesState, ctx: QueueContext, rule: Syntax, live: AgentLive, entry: Entry): Scored {
  const got = evaluate(rule, surroundingsOf(state, ctx, live, entry));
  if (!got.ok) return { none: true, why: got.problem.reason };
  if (typeof got.value === "number") return { score: got.value };
  return got.value === true ? { score: 1 } : { none: true };
}

function surroundingsOf(state: QueuesState, ctx: QueueContext, live: AgentLive, entry: Entry): Surroundings {
  const member = memberOf(ctx.plan, entry.queue, live.agent);
  const person = ctx.plan.people.get(live.agent);
  const fact = (name: RuleFact): Value => {
    switch (name) {
      case "agent":
        return live.agent;
      case "level":
        return member?.level ?? 0;
      case "share":
        return member?.share ?? 0;
      case "managementGrade":
        return person?.managementGrade ?? 0;
      case "idleSec":
        return Math.floor((ctx.atMs - live.idleSinceMs) / 1000);
      case "callsToday":
        return today(live, ctx.atMs).calls;
      case "talkSecToday":
        return Math.floor(today(live, ctx.atMs).talkMs / 1000);
      case "missedInRow":
        return live.missedInRow;
      case "waitedSec":
        return Math.floor((ctx.atMs - entry.placedAtMs) / 1000);
      case "priority":
        return entry.priority;
      case "position":
        return positionOf(state, entry);
      case "waiting":
        return peekQueue(state, entry.queue).line.length;
      case "hour":
      case "minute":
      case "weekday":
      case "date":
      case "time":
        return localParts(ctx.plan.timeZone, ctx.atMs)[name];
    }
  };
  return {
    // The parser lets no other name through.
    fact: (name) => fact(name as RuleFact),
    variable: (name) => (Object.hasOwn(entry.facts, name) ? entry.facts[name] : undefined),
    ask: (name, given) => {
      const [first = "", second = 0, third = 0] = given;
      switch (name) {
        case "grade":
          return gradeOf(person, textOf(first));
        case "speaks":
          return speaks(person, textOf(first));
        case "if":
          return isTrue(first) ? second : third;
        case "min":
          return Math.min(Number(first), Number(second));
        case "max":
          return Math.max(Number(first), Number(second));
        default:
          return undefined;
      }
    },
  };
}

const isTrue = (value: Value): boolean => value === true || value === "true" || value === "yes" || value === "1";
