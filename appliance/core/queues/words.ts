import type { Sentence } from "../../contract/records.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import type { Roster } from "../agents/roster.ts";
import { reasonWords, ringEndWords } from "../agents/words.ts";
import type { Decision, Verdict } from "./decision.ts";
import type { OverflowWhy } from "./queue-effect.ts";
import type { QueuePlan } from "./queue-plan.ts";

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

/** A length of time as it is said: "48 s", "3 min 5 s", "2 h 10 min". */
export function durationWords(ms: number): Sentence {
  const sec = Math.max(0, Math.round(ms / 1000));
  const [h, min, s] = [Math.floor(sec / 3600), Math.floor((sec % 3600) / 60), sec % 60];
  if (h > 0) return { zh: `${h}小时${min}分`, en: `${h} h ${min} min` };
  if (min > 0) return { zh: `${min}分${s}秒`, en: `${min} min ${s} s` };
  return { zh: `${s}秒`, en: `${s} s` };
}

const chosenWords = {
  "longest-idle": { zh: "空闲最久", en: "free the longest" },
  "next-in-turn": { zh: "轮到", en: "next in turn" },
  everybody: { zh: "全体振铃", en: "everybody free is rung" },
  "only-one": { zh: "唯一空闲的坐席", en: "the only one free" },
} satisfies Record<Extract<Verdict, { kind: "chosen" }>["by"], Sentence>;

/** One agent's part of a decision, as a clause. `atMs`: when the decision was made. */
function verdictWords(verdict: Verdict, names: Names, atMs: number): Sentence {
  switch (verdict.kind) {
    case "chosen": {
      const idle = durationWords(verdict.idleMs);
      return {
        zh: `选中：${chosenWords[verdict.by].zh}（已空闲${idle.zh}）`,
        en: `chosen: ${chosenWords[verdict.by].en} (free for ${idle.en})`,
      };
    }
    case "logged-out":
      return { zh: "未签入", en: "not logged in" };
    case "not-ready": {
      const reason = reasonWords(verdict.reason, names.roster);
      const since = durationWords(atMs - verdict.sinceMs);
      return { zh: `未就绪：${reason.zh}，已${since.zh}`, en: `not ready: ${reason.en}, for ${since.en}` };
    }
    case "talking": {
      const since = durationWords(atMs - verdict.sinceMs);
      return {
        zh: `${verdict.held ? "保持中" : "通话中"}，已${since.zh}`,
        en: `${verdict.held ? "has a caller on hold" : "talking"}, for ${since.en}`,
      };
    }
    case "wrap-up": {
      const left = durationWords(verdict.untilMs - atMs);
      return { zh: `话后整理，还有${left.zh}`, en: `in wrap-up, ${left.en} left` };
    }
    case "ringing":
      return { zh: "另一来电正在振铃", en: "another call rings there" };
    case "phone-unregistered":
      return { zh: "话机未注册", en: "the phone is not registered" };
    case "not-a-member":
      return { zh: "不是该队列成员", en: "not a member of the queue" };
    case "tried": {
      const left = durationWords(verdict.untilMs - atMs);
      const how = ringEndWords[verdict.how];
      return {
        zh: `刚才没有接这个来电（${how.zh}），${left.zh}后再试`,
        en: `did not take this call just now (${how.en}), asked again in ${left.en}`,
      };
    }
    case "reserved": {
      const name = agentName(names, verdict.agent);
      const left = durationWords(verdict.untilMs - atMs);
      return { zh: `主叫保留给${name}，还有${left.zh}`, en: `the caller is kept for ${name}, ${left.en} left` };
    }
    case "later-level":
      return {
        zh: `第${verdict.level}级，先找第${verdict.chosenLevel}级`,
        en: `level ${verdict.level}, level ${verdict.chosenLevel} is asked first`,
      };
    case "idle-shorter": {
      const [own, best] = [durationWords(verdict.idleMs), durationWords(verdict.chosenIdleMs)];
      return { zh: `空闲${own.zh}，不及选中者的${best.zh}`, en: `free for ${own.en}, the chosen one for ${best.en}` };
    }
    case "later-turn":
      return { zh: `轮次在后（还差${verdict.turns}位）`, en: `his turn comes ${verdict.turns} later` };
    default:
      return exhaustive(verdict);
  }
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
        en: `queue “${queue.en}”: nobody is free (${decision.considered.length} agents), the caller is number ${decision.caller.position}`,
      };
  const lines = decision.considered.map(({ agent, verdict }) => ({
    agent,
    name: agentName(names, agent),
    words: verdictWords(verdict, names, decision.atMs),
  }));
  return { summary, lines };
}

function beforeWords(decision: Decision, names: Names): Sentence {
  const other = decision.before[0];
  if (other === undefined) return { zh: "", en: "" };
  const queue = queueName(names, other.queue);
  return other.why === "priority"
    ? { zh: `，优先级高于队列“${queue.zh}”的主叫`, en: `, with a higher priority than the caller of “${queue.en}”` }
    : { zh: `，比队列“${queue.zh}”的主叫等得更久`, en: `, longer than the caller of “${queue.en}”` };
}
