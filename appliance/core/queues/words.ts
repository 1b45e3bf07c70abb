import type { Sentence } from "../../contract/records.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import type { Roster } from "../agents/roster.ts";
import type { Decision } from "./decision.ts";
import { durationWords } from "./duration-words.ts";
import type { OverflowWhy } from "./queue-effect.ts";
import type { QueuePlan } from "./queue-plan.ts";
import { chosenWords, verdictWords } from "./verdict-words.ts";

export const overflowWords: Record<OverflowWhy, Sentence> = {
  length: { zh: "排队人数已到上限", en: "too many were waiting already" },
  full: { zh: "队列已满", en: "the queue was full" },
  time: { zh: "等待时间已到上限", en: "he had waited as long as the queue allows" },
  "no-agents": { zh: "没有坐席签入", en: "no agent was logged in" },
  "expected-wait": { zh: "预计等待过长", en: "the expected wait was too long" },
  "queue-gone": { zh: "队列已被删除", en: "the queue was removed from the settings" },
};

/** Names as people know them; an id where there is none. */
export type Names = { roster: Roster; plan: QueuePlan };
const agentName = (names: Names, agent: AgentId): string => names.roster.agents.get(agent)?.name ?? agent;
function queueName(names: Names, queue: QueueId): Sentence {
  const name = names.plan.queues.get(queue)?.name;
  return { zh: name?.zh ?? name?.en ?? queue, en: name?.en ?? name?.zh ?? queue };
}

export type DecisionWords = { summary: Sentence; lines: { agent: AgentId; name: string; words: Sentence }[] };

/** "Why did it go to him?": a headline, and a clause for every agent. */
export function decisionWords(decision: Decision, names: Names): DecisionWords {
  const queue = queueName(names, decision.queue);
  const waited = durationWords(decision.caller.waitedMs);
  const who = decision.chosen.map((agent) => agentName(names, agent));
  const first = decision.considered.find((c) => c.verdict.kind === "chosen")?.verdict;
  const by = first?.kind === "chosen" ? chosenWords[first.by] : undefined;
  const summary: Sentence = by
    ? {
        zh: `队列“${queue.zh}”分给${who.join("、")}：${by.zh}；主叫已等${waited.zh}${beforeWords(decision, names).zh}`,
        en: `queue “${queue.en}” rings ${who.join(", ")}: ${by.en}; the caller waited ${waited.en}${beforeWords(decision, names).en}`,
      }
    : {
        zh: `队列“${queue.zh}”：暂无可用坐席（共${decision.considered.length}人），主叫排在第${decision.caller.position}位`,
        en: `queue “${queue.en}”: nobody is free (${decision.considered.length === 1 ? "1 agent" : `${decision.considered.length} agents`}), the caller is number ${decision.caller.position}`,
      };
  const lines = decision.considered.map(({ agent, verdict }) => ({
    agent,
    name: agentName(names, agent),
    words: verdictWords(verdict, names.roster, decision.atMs),
  }));
  return { summary, lines };
}

function beforeWords(decision: Decision, names: Names): Sentence {
  const other = decision.before[0];
  if (other === undefined) return { zh: "", en: "" };
  const queue = queueName(names, other.queue);
  switch (other.why) {
    case "priority":
      return { zh: `，优先级高于队列“${queue.zh}”的主叫`, en: `, with a higher priority than the caller of “${queue.en}”` };
    case "waited-longer":
      return { zh: `，比队列“${queue.zh}”的主叫等得更久`, en: `, longer than the caller of “${queue.en}”` };
    case "weighs-more":
      return { zh: `，按权重先于队列“${queue.zh}”的主叫`, en: `, before the caller of “${queue.en}” by weight` };
  }
}
