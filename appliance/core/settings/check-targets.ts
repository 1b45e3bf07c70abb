import { defaultTargets } from "../../contract/default-targets.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** Hours that are none, names used twice, and an alert that would flutter. */
export function checkTargets({ targets = {} }: Settings): SettingsProblem[] {
  const { bands = [], alerts = {} } = targets;
  const problems: SettingsProblem[] = [];
  for (const [i, { id, from, to }] of bands.entries()) {
    if (from === to) {
      const reason = { en: "These hours begin and end at the same time.", zh: "该时段的开始与结束时间相同。" };
      problems.push(problemAt(`/targets/bands/${i}/to`, reason, { en: "Choose another end.", zh: "请修改结束时间。" }));
    }
    if (bands.findIndex((band) => band.id === id) !== i) {
      const reason = { en: `"${id}" is used twice.`, zh: `“${id}”重复。` };
      problems.push(problemAt(`/targets/bands/${i}/id`, reason, { en: "Choose another one.", zh: "请换一个。" }));
    }
  }
  const { serviceLevelBelow, serviceLevelBack } = { ...defaultTargets.alerts, ...alerts };
  if (serviceLevelBelow !== undefined && serviceLevelBack < serviceLevelBelow) {
    const reason = {
      en: "The alert would end at a service level that is still too low.",
      zh: "告警恢复值低于触发值，告警会反复。",
    };
    const hint = { en: "Choose an end that is not below the beginning.", zh: "恢复值不应低于触发值。" };
    problems.push(problemAt("/targets/alerts/serviceLevelBack", reason, hint));
  }
  return problems;
}
