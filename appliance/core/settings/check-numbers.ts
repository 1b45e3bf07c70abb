import { emergencyNumbers } from "../../contract/emergency-numbers.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { homeNumber } from "../lines/number-forms.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { problemAt } from "./problem-at.ts";

type Kind = "voicemail box" | "flow" | "queue" | "calendar" | "agent" | "trunk" | "prompt" | "role";
const kinds: Record<Kind, string> = {
  "voicemail box": "语音信箱",
  flow: "流程",
  queue: "队列",
  calendar: "日历",
  agent: "坐席",
  trunk: "中继",
  prompt: "提示音",
  role: "外呼角色",
};
type Wanted = (kind: Kind, id: string | undefined, path: string) => SettingsProblem[];

/** Firewall, special numbers and outgoing rights: names of things that aren't there, and rules that can't be meant. */
export function checkNumbers(settings: Settings): SettingsProblem[] {
  const ids = (items: readonly { id: string }[]): ReadonlySet<string> => new Set(items.map((x) => x.id));
  const known: Record<Kind, ReadonlySet<string>> = {
    "voicemail box": ids(settings.voicemailBoxes ?? []),
    flow: ids(settings.flows),
    queue: ids(settings.queues),
    calendar: ids(settings.calendars),
    agent: ids(settings.agents),
    trunk: ids(outsideLines(settings)),
    prompt: ids(settings.prompts),
    role: ids(settings.outgoing?.roles ?? []),
  };
  const wanted: Wanted = (kind, id, path) => {
    if (id === undefined || known[kind].has(id)) return [];
    const reason = { en: `There is no ${kind} "${id}".`, zh: `没有${kinds[kind]}“${id}”。` };
    return [
      problemAt(path, reason, { en: `Make it first, or choose another ${kind}.`, zh: `请先创建，或选择其他${kinds[kind]}。` }),
    ];
  };
  return [
    ...firewallProblems(settings, wanted),
    ...specialProblems(settings, wanted),
    ...outgoingProblems(settings, wanted),
    ...emergencyTaken(settings),
  ];
}

function firewallProblems({ firewall }: Settings, wanted: Wanted): SettingsProblem[] {
  if (!firewall) return [];
  const actProblems = (act: (typeof firewall.rules)[number]["act"] | undefined, path: string): SettingsProblem[] => {
    switch (act?.kind) {
      case "flow":
        return wanted("flow", act.flow, `${path}/flow`);
      case "queue":
        return wanted("queue", act.queue, `${path}/queue`);
      case "voicemail":
        return wanted("voicemail box", act.box, `${path}/box`);
      case "message":
        return wanted("prompt", act.say.prompt, `${path}/say/prompt`);
      default:
        return [];
    }
  };
  return [
    ...twice(
      firewall.rules.map((r) => r.id),
      (i) => `/firewall/rules/${i}/id`,
    ),
    ...actProblems(firewall.blockedNumbers, "/firewall/blockedNumbers"),
    ...firewall.rules.flatMap((rule, i) => {
      const path = `/firewall/rules/${i}`;
      const { id, name, enabled, act, ...asks } = rule;
      const everybody = enabled && act.kind !== "allow" && Object.keys(asks).length === 0;
      return [
        ...(rule.lines ?? []).flatMap((line, n) => wanted("trunk", line, `${path}/lines/${n}`)),
        ...wanted("calendar", rule.calendar?.calendar, `${path}/calendar/calendar`),
        ...actProblems(act, `${path}/act`),
        ...(everybody ? [strikesAll(name, path)] : []),
      ];
    }),
  ];
}

function specialProblems({ specialNumbers = [], site }: Settings, wanted: Wanted): SettingsProblem[] {
  return [
    ...twice(
      specialNumbers.map((s) => homeNumber(s.number, site.country)),
      (i) => `/specialNumbers/${i}/number`,
    ),
    ...twice(
      specialNumbers.map((s) => s.speedDial),
      (i) => `/specialNumbers/${i}/speedDial`,
    ),
    ...specialNumbers.flatMap((s, i) => [
      ...wanted("agent", s.agent, `/specialNumbers/${i}/agent`),
      ...(s.speedDial && /[X*]/.test(s.number) ? [patternDialled(i)] : []),
    ]),
  ];
}

function outgoingProblems({ outgoing, agents, phones }: Settings, wanted: Wanted): SettingsProblem[] {
  return [
    ...agents.flatMap((agent, i) => wanted("role", agent.outgoing, `/agents/${i}/outgoing`)),
    ...phones.flatMap((phone, i) => wanted("role", phone.outgoing, `/phones/${i}/outgoing`)),
    ...wanted("role", outgoing?.usual, "/outgoing/usual"),
    ...twice(outgoing?.roles.map((r) => r.id) ?? [], (i) => `/outgoing/roles/${i}/id`),
    ...twice(outgoing?.trunks.map((t) => t.trunk) ?? [], (i) => `/outgoing/trunks/${i}/trunk`),
    ...(outgoing?.trunks ?? []).flatMap((t, i) => wanted("trunk", t.trunk, `/outgoing/trunks/${i}/trunk`)),
  ];
}

/** A phone with an emergency number for a name could never be called. */
const emergencyTaken = ({ phones, site }: Settings): SettingsProblem[] =>
  phones.flatMap((phone, i) =>
    emergencyNumbers(site.country).includes(phone.id)
      ? [
          problemAt(
            `/phones/${i}/id`,
            { en: `${phone.id} is an emergency number.`, zh: `${phone.id} 是紧急号码。` },
            { en: "Give the phone another number.", zh: "请为话机换一个号码。" },
          ),
        ]
      : [],
  );

function twice(names: readonly (string | undefined)[], pathOf: (index: number) => string): SettingsProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, i) => {
    if (name === undefined) return [];
    const again = seen.has(name);
    seen.add(name);
    const reason = { en: `"${name}" is used twice.`, zh: `“${name}”重复。` };
    return again ? [problemAt(pathOf(i), reason, { en: "Choose another one.", zh: "请换一个。" })] : [];
  });
}

const strikesAll = (name: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `Rule "${name}" asks nothing and strikes every caller.`, zh: `规则“${name}”没有条件，适用于所有来电。` },
    { en: "Name callers, hours or lines, unless it closes the house.", zh: "除非要全部拦截，请填写主叫、时间或线路。" },
    "warning",
  );
const patternDialled = (at: number): SettingsProblem =>
  problemAt(
    `/specialNumbers/${at}/speedDial`,
    { en: "A pattern can't be dialled.", zh: "号码模式不能拨打。" },
    { en: "Take the code away, or write the whole number.", zh: "请删除缩位码，或填写完整号码。" },
  );
