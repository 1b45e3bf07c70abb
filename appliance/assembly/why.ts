import type { Sentence } from "../contract/records.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { knownOf } from "../core/box/known.ts";
import { expectedWait } from "../core/queues/expected-wait.ts";
import { explainIdle, explainWaiting, type IdleReason } from "../core/queues/explain.ts";
import { entryOf } from "../core/queues/queues-state.ts";
import { verdictWords } from "../core/queues/verdict-words.ts";
import { positionOf } from "../core/queues/waiting-line.ts";
import { decisionWords } from "../core/queues/words.ts";
import type { AgentId, CallId } from "../kit/ids.ts";

type WhyWaiting = {
  summary: Sentence;
  expectedWaitMs?: number;
  agents: { agent: string; name: string; words: Sentence }[];
};
type WhyIdle = { queue: string; waiting: number; why: string; words: Sentence }[];

/** What would be decided now about somebody who waits; undefined when he doesn't wait there. */
export function whyWaiting(box: BoxState, nowMs: number, queue: string, call: string): WhyWaiting | undefined {
  const known = knownOf(box.settings);
  const context = { atMs: nowMs, ...known, agents: box.agents };
  const entry = entryOf(box.queues, call as CallId);
  const decision = entry?.queue === queue ? explainWaiting(box.queues, context, entry.call) : undefined;
  if (!entry || !decision) return undefined;
  const { summary, lines } = decisionWords(decision, known);
  const waitMs = expectedWait(box.queues, context, entry.queue, positionOf(box.queues, entry));
  return { summary, ...(waitMs === "unknown" ? {} : { expectedWaitMs: waitMs }), agents: lines };
}

const idleWords: Record<IdleReason["why"], Sentence> = {
  "nobody-waits": { zh: "没有来电排队", en: "nobody waits" },
  "callers-rung-for": { zh: "排队来电都在振铃", en: "phones ring for everybody who waits" },
  tried: { zh: "刚才没有接听正在排队的来电", en: "he did not take the calls that wait just now" },
  unfit: { zh: "排队来电的要求他不满足", en: "the calls that wait ask for somebody else" },
  busy: { zh: "坐席本人当前不能接听", en: "he himself is not free" },
};

/** Why an agent gets no call, for each of his queues; undefined when there is no such agent. */
export function whyIdle(box: BoxState, nowMs: number, agent: string): WhyIdle | undefined {
  if (!box.settings.agents.some((a) => a.id === agent)) return undefined;
  const context = { atMs: nowMs, ...knownOf(box.settings), agents: box.agents };
  return explainIdle(box.queues, context, agent as AgentId).map(({ queue, waiting, why, verdict }) => ({
    queue,
    waiting,
    why,
    words: why === "unfit" && verdict ? verdictWords(verdict, context.roster, nowMs) : idleWords[why],
  }));
}
