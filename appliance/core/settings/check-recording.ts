import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { textDefaults } from "../../contract/texts.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { problemAt } from "./problem-at.ts";

const kinds = { line: "中继", queue: "队列", agent: "坐席", calendar: "日历", prompt: "提示音" } as const;
type About = { lines?: string[]; queues?: string[]; agents?: string[] };

/** Rules about recordings that name what isn't there, or that nothing can ever reach. */
export function checkRecording(settings: Settings): SettingsProblem[] {
  const { policy = [], retention, compress = [] } = settings.recording;
  const known: Record<keyof typeof kinds, ReadonlySet<string>> = {
    // Calls from inside begin at a phone.
    line: new Set<string>([...outsideLines(settings), ...settings.phones].map((x) => x.id)),
    queue: new Set(settings.queues.map((q) => q.id)),
    agent: new Set(settings.agents.map((a) => a.id)),
    calendar: new Set(settings.calendars.map((c) => c.id)),
    prompt: new Set(settings.prompts.map((p) => p.id)),
  };
  const wanted = (kind: keyof typeof kinds, ids: readonly string[], path: string): SettingsProblem[] =>
    ids.flatMap((id, i) => (known[kind].has(id) ? [] : [missing(kind, id, path.replace("#", String(i)))]));
  const about = ({ lines = [], queues = [], agents = [] }: About, at: string): SettingsProblem[] => [
    ...wanted("line", lines, `${at}/lines/#`),
    ...wanted("queue", queues, `${at}/queues/#`),
    ...wanted("agent", agents, `${at}/agents/#`),
  ];
  const rules = retention?.rules ?? [];
  return [
    ...twice(policy, "/recording/policy"),
    ...policy.flatMap((rule, i) => [
      ...about(rule, `/recording/policy/${i}`),
      ...wanted("calendar", rule.hours ? [rule.hours.calendar] : [], `/recording/policy/${i}/hours/calendar`),
      ...wanted("prompt", rule.notice?.prompt ? [rule.notice.prompt] : [], `/recording/policy/${i}/notice/prompt`),
    ]),
    ...twice(rules, "/recording/retention/rules"),
    ...rules.flatMap((rule, i) => [
      ...about(rule, `/recording/retention/rules/${i}`),
      ...((rule.keepLinkedDays ?? rule.keepDays) < rule.keepDays ? [shorter(i)] : []),
    ]),
    ...compress.flatMap((rule, i) => about(rule, `/recording/compress/${i}`)),
    ...textsOutliveCalls(settings),
  ];
}

/** Texts have a limit of their own: they are no part of a call, and what came by one may still be an open matter. */
function textsOutliveCalls({ recording: { keepCallsDays }, texts }: Settings): SettingsProblem[] {
  const days = texts?.keepDays ?? textDefaults.keepDays;
  if (!texts || keepCallsDays === undefined || days <= keepCallsDays) return [];
  return [
    problemAt(
      "/texts/keepDays",
      {
        en: `Text messages keep customers' numbers for ${days} days, calls for ${keepCallsDays}.`,
        zh: `短信保留客户号码 ${days} 天，而通话仅保留 ${keepCallsDays} 天。`,
      },
      { en: "Keep texts no longer than calls.", zh: "请将短信保留天数设为不超过通话保留天数。" },
      "warning",
    ),
  ];
}

function twice(rules: readonly { id: string }[], path: string): SettingsProblem[] {
  return rules.flatMap(({ id }, i) => {
    if (rules.findIndex((r) => r.id === id) === i) return [];
    const reason = { en: `"${id}" is used twice.`, zh: `“${id}”重复。` };
    return [problemAt(`${path}/${i}/id`, reason, { en: "Choose another one.", zh: "请换一个。" })];
  });
}

const missing = (kind: keyof typeof kinds, id: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `There is no ${kind} "${id}".`, zh: `没有${kinds[kind]}“${id}”。` },
    { en: `Make it first, or choose another ${kind}.`, zh: `请先创建，或选择其他${kinds[kind]}。` },
  );
const shorter = (at: number): SettingsProblem =>
  problemAt(
    `/recording/retention/rules/${at}/keepLinkedDays`,
    {
      en: "Recordings that something hangs on would be kept shorter than the others.",
      zh: "有关联的录音保留天数少于普通录音。",
    },
    { en: "Make it at least as long as the days above.", zh: "请设置为不少于上面的天数。" },
  );
