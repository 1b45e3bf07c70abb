import type { PlanStep, Settings } from "../../contract/settings.ts";
import { same } from "./same.ts";

/** What changes in what is measured and planned; no call feels it. */
export function planTargets(old: Settings, next: Settings): PlanStep[] {
  const steps: PlanStep[] = [];
  if (!same(old.targets, next.targets)) {
    const words = { en: "Targets and limits of the figures and live alerts change.", zh: "指标目标与实时告警阈值变更。" };
    steps.push({ what: "targets", id: "targets", change: "change", words, disturbs: false, confirm: false });
  }
  if (!same(old.shifts, next.shifts)) {
    const words = {
      en: "Shift templates and rules change; shifts already planned stay as they are.",
      zh: "班次模板与规则变更，已排班次不变。",
    };
    steps.push({ what: "shifts", id: "shifts", change: "change", words, disturbs: false, confirm: false });
  }
  return steps;
}
