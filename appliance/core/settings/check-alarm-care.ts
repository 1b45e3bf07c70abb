import { type AlarmCare, careDefaults } from "../../contract/alarm-care.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { boxMayCall } from "../lines/outgoing.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { planOfPhone } from "../lines/plan-of-phone.ts";
import { problemAt } from "./problem-at.ts";

/** Who is told of alarms: names of things that aren't there, rosters nobody can be reached on, ways that lead nowhere. */
export function checkAlarmCare(settings: Settings): SettingsProblem[] {
  const care = settings.alarmCare;
  if (!care) return [];
  const { people, rosters, rules, quiet = [] } = care;
  const calendar = (id: string | undefined, path: string): SettingsProblem[] =>
    id === undefined || settings.calendars.some((c) => c.id === id) ? [] : [missing("calendar", "日历", id, path)];
  return [
    ...twice(people, "people"),
    ...twice(rosters, "rosters"),
    ...twice(rules, "rules"),
    ...people.flatMap((p, i) => calendar(p.calendar, `/alarmCare/people/${i}/calendar`)),
    ...people.flatMap(({ numbers = [] }, i) =>
      numbers.flatMap((number, n) => unreachable(settings, number, `/alarmCare/people/${i}/numbers/${n}`)),
    ),
    ...rosters.flatMap(({ people: on }, i) => [
      ...on.flatMap((id, n) =>
        people.some((p) => p.id === id) ? [] : [missing("person", "人员", id, `/alarmCare/rosters/${i}/people/${n}`)],
      ),
      ...(on.length === 0 ? [empty(`/alarmCare/rosters/${i}/people`)] : []),
    ]),
    ...quiet.flatMap((q, i) => calendar(q.calendar, `/alarmCare/quiet/${i}/calendar`)),
    ...rules.flatMap((rule, i) => checkRule(settings, care, rule, `/alarmCare/rules/${i}`)),
    ...sameKeys(care),
  ];
}

function checkRule(
  settings: Settings,
  { people, rosters }: AlarmCare,
  rule: AlarmCare["rules"][number],
  at: string,
): SettingsProblem[] {
  const roster = rosters.find((r) => r.id === rule.roster);
  if (!roster) return [missing("roster", "值班表", rule.roster, `${at}/roster`)];
  const on = people.filter((p) => roster.people.includes(p.id));
  const { agent, queue } = rule.work ?? {};
  const can = (way: "numbers" | "text" | "mail"): boolean => on.some((p) => (way === "numbers" ? p.numbers?.length : p[way]));
  return [
    ...(rule.call && on.length > 0 && !can("numbers") ? [nobody("a number", "电话号码", `${at}/call`)] : []),
    ...(rule.text && on.length > 0 && !can("text") ? [nobody("a number for texts", "短信号码", `${at}/text`)] : []),
    ...(rule.mail && on.length > 0 && !can("mail") ? [nobody("a mail address", "邮箱", `${at}/mail`)] : []),
    ...(rule.text && !(settings.lines ?? []).some((l) => l.kind === "gsm-modem" && l.sms?.send)
      ? [noWayFor("No line sends texts.", "没有可发送短信的线路。", `${at}/text`)]
      : []),
    ...(rule.mail && !settings.mail
      ? [noWayFor("No mail server is set up: nothing will be sent.", "尚未设置邮件服务器，无法发送。", `${at}/mail`)]
      : []),
    ...(agent === undefined || settings.agents.some((a) => a.id === agent)
      ? []
      : [missing("agent", "坐席", agent, `${at}/work/agent`)]),
    ...(queue === undefined || settings.queues.some((q) => q.id === queue)
      ? []
      : [missing("queue", "队列", queue, `${at}/work/queue`)]),
  ];
}

/** One key can mean one thing only. */
function sameKeys({ acknowledgeKey, repeatKey, passKey }: AlarmCare): SettingsProblem[] {
  const keys = [
    ["acknowledgeKey", acknowledgeKey ?? careDefaults.acknowledgeKey],
    ["repeatKey", repeatKey ?? careDefaults.repeatKey],
    ["passKey", passKey ?? careDefaults.passKey],
  ] as const;
  return keys.flatMap(([name, key], i) =>
    keys.slice(0, i).some(([, other]) => other === key)
      ? [
          problemAt(
            `/alarmCare/${name}`,
            { en: `Key ${key} is used twice.`, zh: `按键 ${key} 重复。` },
            { en: "Choose another key.", zh: "请更换按键。" },
          ),
        ]
      : [],
  );
}

/** Not refused: a trunk may be added tomorrow. */
function unreachable(settings: Settings, number: string, path: string): SettingsProblem[] {
  const plan = planOfPhone(settings, number);
  if (plan.kind === "phone") return [];
  const out = outsideLines(settings).some((line) => line.enabled && line.callsOut);
  if (out && boxMayCall(settings, number)) return [];
  const why = out
    ? { en: `The box may not call ${number}.`, zh: `设备无权呼叫 ${number}。` }
    : { en: `No line leads outside to ${number}.`, zh: `没有可呼叫 ${number} 的外线。` };
  const hint = out
    ? { en: "Allow its class in the rules for outgoing calls.", zh: "请在外呼规则中允许该类号码。" }
    : { en: "Let a line call out, or name a phone of the house.", zh: "请允许线路呼出，或填写内部话机号。" };
  return [problemAt(path, why, hint, "warning")];
}

const missing = (what: string, zh: string, id: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `There is no ${what} "${id}".`, zh: `没有${zh}“${id}”。` },
    { en: `Make it first, or choose another ${what}.`, zh: `请先创建，或选择其他${zh}。` },
  );

const empty = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "Nobody is on this roster.", zh: "值班表为空。" },
    { en: "Add people in the order they are called.", zh: "请按呼叫顺序添加人员。" },
    "warning",
  );

const nobody = (what: string, zh: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `Nobody on the roster has ${what}.`, zh: `值班表中无人设置${zh}。` },
    { en: `Give somebody ${what}, or switch this off.`, zh: `请为人员补充${zh}，或关闭此项。` },
  );

const noWayFor = (en: string, zh: string, path: string): SettingsProblem =>
  problemAt(path, { en, zh }, { en: "Set it up first.", zh: "请先完成设置。" }, "warning");

function twice(list: readonly { id: string }[], name: string): SettingsProblem[] {
  const ids = list.map(({ id }) => id);
  return ids.flatMap((id, i) =>
    ids.indexOf(id) === i
      ? []
      : [
          problemAt(
            `/alarmCare/${name}/${i}/id`,
            { en: `"${id}" is used twice.`, zh: `“${id}”重复。` },
            { en: "Choose another one.", zh: "请换一个。" },
          ),
        ],
  );
}
