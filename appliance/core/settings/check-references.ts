import type { Settings, SettingsProblem } from "../../contract/settings.ts";

type Words = { zh: string; en: string };
const problem = (path: string, reason: Words, hint: Words, severity: "error" | "warning" = "error"): SettingsProblem => ({ path, severity, reason, hint });

/** What a schema can't see: names used twice, and names of things that aren't there. */
export function checkReferences(settings: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const lists = ["trunks", "phones", "agents", "queues", "calendars", "prompts", "connectors", "flows"] as const;
  for (const list of lists) problems.push(...twice(settings[list].map((x) => x.id), (i) => `/${list}/${i}/id`));
  problems.push(...twice(settings.reasons.map((r) => r.code), (i) => `/reasons/${i}/code`));
  const known = {
    flow: new Set(settings.flows.map((f) => f.id)),
    queue: new Set<string>(settings.queues.map((q) => q.id)),
    phone: new Set<string>(settings.phones.map((p) => p.id)),
    prompt: new Set(settings.prompts.map((p) => p.id)),
  };
  const wanted = (kind: keyof typeof known, id: string | undefined, path: string): void => {
    if (id === undefined || known[kind].has(id)) return;
    const zh = { flow: "流程", queue: "队列", phone: "话机", prompt: "语音" }[kind];
    problems.push(problem(path, { en: `There is no ${kind} "${id}".`, zh: `没有${zh}“${id}”。` }, { en: `Make it first, or choose another ${kind}.`, zh: `请先创建，或选择其他${zh}。` }));
  };
  settings.trunks.forEach((trunk, t) => {
    trunk.numbers.forEach((n, i) => wanted("flow", n.flow, `/trunks/${t}/numbers/${i}/flow`));
    problems.push(...trunkProblems(trunk, `/trunks/${t}`));
  });
  settings.agents.forEach((agent, a) => {
    wanted("phone", agent.phone, `/agents/${a}/phone`);
    agent.queues.forEach((q, i) => wanted("queue", q.queue, `/agents/${a}/queues/${i}/queue`));
    if (agent.queues.length === 0) problems.push(problem(`/agents/${a}/queues`, { en: `${agent.name} is in no queue and will get no calls from one.`, zh: `${agent.name} 不在任何队列中，不会收到排队来电。` }, { en: "Add a queue.", zh: "请加入队列。" }, "warning"));
  });
  problems.push(...twice(settings.agents.map((a) => a.loginCode), (i) => `/agents/${i}/loginCode`));
  settings.queues.forEach((queue, q) => {
    wanted("prompt", queue.music, `/queues/${q}/music`);
    wanted("prompt", queue.greeting?.prompt, `/queues/${q}/greeting/prompt`);
    const { to } = queue.overflow;
    if (to.kind === "queue") wanted("queue", to.queue, `/queues/${q}/overflow/to/queue`);
    if (to.kind === "queue" && to.queue === queue.id) problems.push(problem(`/queues/${q}/overflow/to/queue`, { en: "A queue can't overflow into itself.", zh: "队列不能溢出到自身。" }, { en: "Choose another queue.", zh: "请选择其他队列。" }));
    if (!settings.agents.some((a) => a.queues.some((m) => m.queue === queue.id))) problems.push(problem(`/queues/${q}`, { en: "No agent serves this queue.", zh: "没有坐席服务此队列。" }, { en: "Give it to at least one agent.", zh: "请至少分配一名坐席。" }, "warning"));
  });
  wanted("prompt", settings.site.music, "/site/music");
  if (settings.sip.registerMinSec > settings.sip.registerMaxSec) problems.push(problem("/sip/registerMinSec", { en: "The shortest registration is longer than the longest.", zh: "最短注册时间大于最长注册时间。" }, { en: "Swap the two.", zh: "请交换两个值。" }));
  return problems;
}

function trunkProblems(trunk: Settings["trunks"][number], path: string): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (trunk.kind === "register" && (!trunk.host || !trunk.user)) problems.push(problem(`${path}/${trunk.host ? "user" : "host"}`, { en: "A registering trunk needs the carrier's host and a user.", zh: "注册型中继需要运营商主机和用户名。" }, { en: "Enter what the carrier gave you.", zh: "请填写运营商提供的信息。" }));
  if (trunk.kind === "address" && trunk.acceptFrom.length === 0 && !trunk.host) problems.push(problem(`${path}/acceptFrom`, { en: "Nobody can call in: no address is accepted and there is no host.", zh: "没有允许的来源地址，也没有主机，无法呼入。" }, { en: "Add the carrier's address.", zh: "请添加运营商地址。" }));
  if (trunk.acceptFrom.some((a) => /^(0\.0\.0\.0|::)\/0?[0-7]?$/.test(a))) problems.push(problem(`${path}/acceptFrom`, { en: "The whole world may call in over this trunk.", zh: "任何地址都可以从此中继呼入。" }, { en: "Name the carrier's networks only.", zh: "请只填写运营商网段。" }));
  if (trunk.enabled && trunk.numbers.length === 0) problems.push(problem(`${path}/numbers`, { en: "No number leads anywhere: every call in is refused.", zh: "没有号码路由，所有来电都会被拒绝。" }, { en: "Add a number and its flow.", zh: "请添加号码及其流程。" }, "warning"));
  return problems;
}

function twice(ids: (string | undefined)[], pathOf: (index: number) => string): SettingsProblem[] {
  const seen = new Set<string>();
  return ids.flatMap((id, i) => {
    if (id === undefined) return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [problem(pathOf(i), { en: `"${id}" is used twice.`, zh: `“${id}”重复。` }, { en: "Choose another one.", zh: "请换一个。" })];
  });
}
