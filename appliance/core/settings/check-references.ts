import { boxReasons } from "../../contract/agent.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { checkRecording } from "./check-recording.ts";
import { checkTrunk } from "./check-trunk.ts";
import { problemAt } from "./problem-at.ts";

const kinds = { flow: "流程", queue: "队列", phone: "话机", prompt: "提示音", reason: "未就绪原因" } as const;
const lists = ["trunks", "phones", "agents", "queues", "calendars", "prompts", "connectors", "flows"] as const;

/** What a schema can't see: names used twice, and names of things that aren't there. */
export function checkReferences(settings: Settings): SettingsProblem[] {
  const { site, sip, trunks, agents, queues, reasons, phones, prompts, flows } = settings;
  const known: Record<keyof typeof kinds, ReadonlySet<string>> = {
    flow: new Set(flows.map((f) => f.id)),
    queue: new Set(queues.map((q) => q.id)),
    phone: new Set(phones.map((p) => p.id)),
    prompt: new Set(prompts.map((p) => p.id)),
    reason: new Set([...Object.keys(boxReasons), ...reasons.map((r) => r.code)]),
  };
  /** Nothing when the name is known, or none is given. */
  const wanted = (kind: keyof typeof kinds, id: string | undefined, path: string): SettingsProblem[] => {
    if (id === undefined || known[kind].has(id)) return [];
    const reason = { en: `There is no ${kind} "${id}".`, zh: `没有${kinds[kind]}“${id}”。` };
    return [
      problemAt(path, reason, { en: `Make it first, or choose another ${kind}.`, zh: `请先创建，或选择其他${kinds[kind]}。` }),
    ];
  };
  return [
    ...lists.flatMap((name) =>
      usedTwice(
        settings[name].map((x) => x.id),
        (i) => `/${name}/${i}/id`,
      ),
    ),
    ...usedTwice(
      reasons.map((r) => r.code),
      (i) => `/reasons/${i}/code`,
    ),
    ...usedTwice(
      agents.map((a) => a.loginCode),
      (i) => `/agents/${i}/loginCode`,
    ),
    ...usedTwice(
      (settings.webhooks ?? []).map((w) => w.id),
      (i) => `/webhooks/${i}/id`,
    ),
    ...wanted("prompt", site.music, "/site/music"),
    ...(sip.registerMinSec > sip.registerMaxSec ? [spansCrossed] : []),
    ...trunks.flatMap((trunk, t) => [
      ...trunk.numbers.flatMap((n, i) => wanted("flow", n.flow, `/trunks/${t}/numbers/${i}/flow`)),
      ...checkTrunk(trunk, `/trunks/${t}`),
    ]),
    ...agents.flatMap((agent, a) => [
      ...wanted("phone", agent.phone, `/agents/${a}/phone`),
      ...agent.queues.flatMap((q, i) => wanted("queue", q.queue, `/agents/${a}/queues/${i}/queue`)),
      ...usedTwice(
        agent.queues.map((q) => q.queue),
        (i) => `/agents/${a}/queues/${i}/queue`,
      ),
      ...(agent.queues.length === 0 ? [inNoQueue(agent.name, a)] : []),
    ]),
    ...queues.flatMap((queue, q) => [
      ...wanted("prompt", queue.music, `/queues/${q}/music`),
      ...wanted("prompt", queue.greeting?.prompt, `/queues/${q}/greeting/prompt`),
      ...wanted("reason", queue.missedPolicy.reason, `/queues/${q}/missedPolicy/reason`),
      ...overflowProblems(queue, q, wanted),
      ...(agents.some((a) => a.queues.some((m) => m.queue === queue.id)) ? [] : [unserved(q)]),
    ]),
    ...checkRecording(settings),
    ...prompts.flatMap((p, i) => (p.text.zh || p.text.en || p.file?.zh || p.file?.en ? [] : [silentPrompt(i)])),
  ];
}

function overflowProblems(
  { id, overflow: { to } }: Settings["queues"][number],
  at: number,
  wanted: (kind: "queue", id: string, path: string) => SettingsProblem[],
): SettingsProblem[] {
  if (to.kind !== "queue") return [];
  const path = `/queues/${at}/overflow/to/queue`;
  if (to.queue !== id) return wanted("queue", to.queue, path);
  const reason = { en: "A queue can't overflow into itself.", zh: "队列不能溢出到自身。" };
  return [problemAt(path, reason, { en: "Choose another queue.", zh: "请选择其他队列。" })];
}

function usedTwice(ids: (string | undefined)[], pathOf: (index: number) => string): SettingsProblem[] {
  const seen = new Set<string>();
  return ids.flatMap((id, i) => {
    if (id === undefined) return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      problemAt(
        pathOf(i),
        { en: `"${id}" is used twice.`, zh: `“${id}”重复。` },
        { en: "Choose another one.", zh: "请换一个。" },
      ),
    ];
  });
}

const spansCrossed = problemAt(
  "/sip/registerMinSec",
  { en: "The shortest registration is longer than the longest.", zh: "最短注册时间大于最长注册时间。" },
  { en: "Swap the two.", zh: "请交换两个值。" },
);
const inNoQueue = (name: string, at: number): SettingsProblem =>
  problemAt(
    `/agents/${at}/queues`,
    { en: `${name} is in no queue and will get no calls from one.`, zh: `${name} 不在任何队列中，不会收到排队来电。` },
    { en: "Add a queue.", zh: "请加入队列。" },
    "warning",
  );
const unserved = (at: number): SettingsProblem =>
  problemAt(
    `/queues/${at}`,
    { en: "No agent serves this queue.", zh: "没有坐席服务此队列。" },
    { en: "Give it to at least one agent.", zh: "请至少分配一名坐席。" },
    "warning",
  );
const silentPrompt = (at: number): SettingsProblem =>
  problemAt(
    `/prompts/${at}`,
    { en: "This prompt has neither a text nor a file: callers hear nothing.", zh: "此语音既无文本也无文件，来电者听不到内容。" },
    { en: "Enter a text or upload a recording.", zh: "请输入文本或上传录音。" },
    "warning",
  );
