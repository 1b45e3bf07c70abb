import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** Limits that contradict themselves or each other. */
export function checkHost({ host }: Settings): SettingsProblem[] {
  const limits = host?.limits ?? [];
  const about = limits.map(({ kind, id }) => `${kind} ${id ?? ""}`);
  return limits.flatMap(({ high, low }, i) => [
    ...(high !== undefined && low !== undefined && high < low ? [crossed(`/host/limits/${i}`)] : []),
    ...(about.indexOf(about[i]!) < i ? [twice(`/host/limits/${i}`)] : []),
  ]);
}

const crossed = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "The high limit is below the low one: it would always be an alarm.", zh: "上限低于下限，将始终告警。" },
    { en: "Exchange them.", zh: "请对调上下限。" },
  );
const twice = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "There is another limit for the same.", zh: "同一项目设置了多个限值。" },
    { en: "Remove one of them.", zh: "请删除其一。" },
  );
