import type { QueueSettings } from "../../contract/queue.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { checkRule } from "../queues/check-rule.ts";
import { problemAt } from "./problem-at.ts";

type Words = { en: string; zh: string };

/** What is wrong with how the queues choose: rules that can't be read, calendars and guests that aren't there, skills that nobody has. */
export function checkQueues(settings: Settings): SettingsProblem[] {
  const { queues, agents } = settings;
  return [
    ...queues.flatMap((queue, q) => [
      ...ruleProblems(queue, `/queues/${q}/rule`),
      ...hoursProblems(settings, queue, `/queues/${q}/hours`),
      ...guestProblems(settings, queue, `/queues/${q}/guests`),
      ...needProblems(settings, queue, `/queues/${q}`),
      ...twice(queue.classes?.map((c) => c.class) ?? [], (i) => `/queues/${q}/classes/${i}/class`),
      ...twice(queue.skills?.map((s) => s.skill) ?? [], (i) => `/queues/${q}/skills/${i}/skill`),
    ]),
    ...agents.flatMap((agent, a) => twice(agent.skills?.map((s) => s.skill) ?? [], (i) => `/agents/${a}/skills/${i}/skill`)),
  ];
}

function ruleProblems({ strategy, rule }: QueueSettings, path: string): SettingsProblem[] {
  if (rule === undefined) {
    if (strategy !== "rule") return [];
    const reason = { en: "The queue goes by a rule, and there is none.", zh: "该队列按规则分配，但没有填写规则。" };
    return [
      problemAt(path, reason, {
        en: "Write one, for example idleSec - callsToday * 10.",
        zh: "请填写规则，例如 idleSec - callsToday * 10。",
      }),
    ];
  }
  const hint = {
    en: "Correct the expression; the README of queues names what it can speak of.",
    zh: "请改正表达式，可用的名称见说明。",
  };
  return checkRule(rule).map(({ at, reason }) =>
    problemAt(path, { en: `Character ${at + 1}: ${reason.en}.`, zh: `第 ${at + 1} 个字符：${reason.zh}。` }, hint),
  );
}

function hoursProblems({ calendars }: Settings, { hours }: QueueSettings, path: string): SettingsProblem[] {
  if (hours === undefined || calendars.some((c) => c.id === hours)) return [];
  return [missing(path, { en: `There is no calendar "${hours}".`, zh: `没有日历“${hours}”。` })];
}

function guestProblems({ agents }: Settings, { guests = [] }: QueueSettings, path: string): SettingsProblem[] {
  return guests.flatMap(({ agent, from, to }, i) => {
    const found: SettingsProblem[] = [];
    if (!agents.some((a) => a.id === agent))
      found.push(missing(`${path}/${i}/agent`, { en: `There is no agent "${agent}".`, zh: `没有坐席“${agent}”。` }));
    if (from >= to) {
      const reason = { en: "This ends before it begins.", zh: "结束时间早于开始时间。" };
      found.push(problemAt(`${path}/${i}/to`, reason, { en: "Choose a later moment.", zh: "请选择更晚的时间。" }));
    }
    return found;
  });
}

/** Nothing is refused because nobody has a skill yet; but such callers wait until less is asked. */
function needProblems(
  { agents }: Settings,
  { id, skills = [], managementGrade, guests = [] }: QueueSettings,
  path: string,
): SettingsProblem[] {
  const members = agents.filter((a) => a.queues.some((q) => q.queue === id) || guests.some((g) => g.agent === a.id));
  if (members.length === 0) return [];
  const hint = { en: "Give it to a member, or ask for less.", zh: "请给成员设置，或降低要求。" };
  const found = skills.flatMap(({ skill, grade }, i) =>
    members.some((a) => a.skills?.some((s) => s.skill === skill && s.grade >= grade))
      ? []
      : [
          problemAt(
            `${path}/skills/${i}`,
            { en: `No member has skill "${skill}" at grade ${grade}.`, zh: `没有成员的技能“${skill}”达到 ${grade} 级。` },
            hint,
            "warning",
          ),
        ],
  );
  if (managementGrade === undefined || members.some((a) => (a.managementGrade ?? 0) >= managementGrade)) return found;
  const reason = {
    en: `No member has management grade ${managementGrade}.`,
    zh: `没有成员的管理等级达到 ${managementGrade} 级。`,
  };
  return [...found, problemAt(`${path}/managementGrade`, reason, hint, "warning")];
}

function twice(names: readonly string[], pathOf: (index: number) => string): SettingsProblem[] {
  return names.flatMap((name, i) =>
    names.indexOf(name) === i
      ? []
      : [
          problemAt(
            pathOf(i),
            { en: `"${name}" is used twice.`, zh: `“${name}”重复。` },
            { en: "Choose another one.", zh: "请换一个。" },
          ),
        ],
  );
}

const missing = (path: string, reason: Words): SettingsProblem =>
  problemAt(path, reason, { en: "Make it first, or choose another one.", zh: "请先创建，或选择其他。" });
