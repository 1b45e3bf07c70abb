import { type AgentSettings, defaultNotReadyReasons } from "../../../appliance/contract/agent.ts";
import { defaultQueueSettings, type QueueSettings } from "../../../appliance/contract/queue.ts";
import { queueStrategies } from "../../../appliance/contract/queue-choice.ts";
import { rosterOf } from "../../../appliance/core/agents/roster.ts";
import { type FloorEvent, newFloor, stepFloor } from "../../../appliance/core/queues/floor.ts";
import { planOf } from "../../../appliance/core/queues/queue-plan.ts";
import type { AgentId, CallId, PhoneId, QueueId } from "../../../appliance/kit/ids.ts";

/**
 * What it costs to decide: a line of callers, agents who come to work, then the steady state in which every end of a call is a decision.
 * `node test/bench/queue/run.ts [callers] [agents]`
 */
const callers = Number(process.argv[2] ?? 10_000);
const agents = Number(process.argv[3] ?? 200);
const skills = ["meter", "leak", "bill", "gas", "heating"];

type Case = { name: string; settings: Partial<QueueSettings>; facts: (n: number) => Record<string, string> };
const cases: Case[] = [
  ...queueStrategies.map(
    (strategy): Case => ({
      name: strategy,
      settings: { strategy, ...(strategy === "rule" ? { rule: 'grade("meter") * 10 + idleSec - callsToday' } : {}) },
      facts: () => ({}),
    }),
  ),
  {
    name: "skills, one of five each",
    settings: { strategy: "skills", widen: [{ afterMs: 3_600_000 }] },
    facts: (n) => ({ skills: `${skills[n % skills.length]}:${1 + (n % 9)}` }),
  },
  {
    name: "a skill that few have",
    settings: { strategy: "longest-idle", widen: [{ afterMs: 3_600_000 }] },
    // The whole line asks for what only the last agents can do, but for one in a hundred.
    facts: (n): Record<string, string> => (n % 100 === 99 ? {} : { skills: "rare" }),
  },
];

function measure({ name, settings, facts }: Case): Record<string, string | number> {
  const queue: QueueSettings = {
    ...defaultQueueSettings,
    id: "water" as QueueId,
    name: { en: "Water" },
    wrapUpMs: 0,
    maxWaiting: 10_000,
    overflow: { to: { kind: "flow-return" } },
    announce: { position: false, expectedWait: false, everyMs: 0, firstAfterMs: 0 },
    ...settings,
  };
  const people: AgentSettings[] = Array.from({ length: agents }, (_, n) => ({
    id: `a${String(n).padStart(3, "0")}` as AgentId,
    name: `Agent ${n}`,
    queues: [{ queue: queue.id, level: 1 }],
    languages: [],
    skills: [
      { skill: skills[n % skills.length]!, grade: 9 },
      { skill: n >= agents - 5 ? "rare" : "common", grade: 5 },
    ],
  }));
  const context = { roster: rosterOf(people, defaultNotReadyReasons), plan: planOf([queue], people) };
  const state = newFloor();
  let atMs = 1_000_000;
  const rings: { call: CallId; agent: AgentId }[] = [];
  const send = (event: FloorEvent): void => {
    atMs++;
    for (const effect of stepFloor(state, event, { atMs, ...context }))
      if (effect.do === "queue.offer") for (const agent of effect.agents) rings.push({ call: effect.call, agent });
  };
  const perSecond = (count: number, act: () => void): number => {
    const begun = performance.now();
    act();
    return Math.round(count / ((performance.now() - begun) / 1000));
  };
  const enter = perSecond(callers, () => {
    for (let n = 0; n < callers; n++) send({ on: "queue.enter", call: `c${n}` as CallId, queue: queue.id, facts: facts(n) });
  });
  const ready = perSecond(agents, () => {
    for (const { id } of people) send({ on: "agent.login", agent: id, by: "console", phone: `8${id}` as PhoneId });
  });
  let served = 0;
  const wanted = Math.min(5_000, callers);
  const begun = performance.now();
  for (let next = rings.shift(); next && served < wanted; next = rings.shift()) {
    if (state.agents.agents[next.agent]?.ring?.call !== next.call) continue;
    send({ on: "queue.offerOutcome", call: next.call, agent: next.agent, how: "answered" });
    send({ on: "agent.talkEnded", agent: next.agent, call: next.call });
    served++;
  }
  const serve = Math.round(served / ((performance.now() - begun) / 1000));
  return { strategy: name, "callers in /s": enter, "agents ready /s": ready, "decisions /s": serve, served };
}

console.log(`${callers} callers, ${agents} agents; each decision names all agents with a reason`);
console.table(cases.map(measure));
