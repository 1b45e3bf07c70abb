import type { QueueSettings } from "../../contract/queue.ts";
import type { GradedSkill } from "../../contract/queue-choice.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { Entry, Fit } from "./queues-state.ts";

/** How long a call is kept for the caller's own agent without a setting. */
const defaultOwnAgentMs = 20_000;
const mostSkills = 20;

/** "meter:5 gas" as facts carry it; without a grade any will do. */
function readSkills(text: string | undefined): GradedSkill[] {
  if (!text) return [];
  return text
    .split(/[\s,;]+/, mostSkills)
    .map((part) => /^([a-z0-9][a-z0-9_-]{0,39})(?::([1-9]))?$/.exec(part))
    .filter((found) => found !== null)
    .map((found) => ({ skill: found[1]!, grade: Number(found[2] ?? 1) }));
}

/** What the caller needs before anything is widened: the queue's own and what came with him, the higher grade of each. */
export function needsOf(settings: QueueSettings, facts: Entry["facts"]): GradedSkill[] {
  const grades = new Map<string, number>();
  for (const { skill, grade } of [...(settings.skills ?? []), ...readSkills(facts.skills)])
    grades.set(skill, Math.max(grade, grades.get(skill) ?? 0));
  return [...grades].map(([skill, grade]) => ({ skill, grade })).sort((a, b) => (a.skill < b.skill ? -1 : 1));
}

type Standing = Pick<Entry, "facts" | "enteredAtMs" | "ownAgentPassed">;

/** The fit at a moment, and when it will be another one by itself. */
export function fitOf(settings: QueueSettings, entry: Standing, atMs: number): { fit: Fit; untilMs?: number } {
  const waitedMs = atMs - entry.enteredAtMs;
  let untilWaitedMs = Number.POSITIVE_INFINITY;
  const holds = (forMs: number): boolean => {
    if (waitedMs >= forMs) return false;
    untilWaitedMs = Math.min(untilWaitedMs, forMs);
    return true;
  };
  const grades = new Map(needsOf(settings, entry.facts).map(({ skill, grade }) => [skill, grade]));
  for (const { afterMs, skill, grade = 0 } of grades.size > 0 ? stepsOf(settings) : []) {
    if (holds(afterMs)) continue;
    for (const [own, wanted] of [...grades]) {
      if (skill !== undefined && skill !== own) continue;
      if (grade === 0) grades.delete(own);
      else grades.set(own, Math.min(wanted, grade));
    }
  }
  const { language, agent } = entry.facts;
  const fit: Fit = {
    skills: [...grades].map(([skill, grade]) => ({ skill, grade })),
    ...(settings.managementGrade === undefined ? {} : { managementGrade: settings.managementGrade }),
    ...(language && holds(settings.callerLanguageMs ?? 0) ? { language } : {}),
    ...(agent && !entry.ownAgentPassed && holds(settings.ownAgentMs ?? defaultOwnAgentMs) ? { agent: agent as AgentId } : {}),
  };
  return Number.isFinite(untilWaitedMs) ? { fit, untilMs: entry.enteredAtMs + untilWaitedMs } : { fit };
}

const stepsOf = (settings: QueueSettings) => [...(settings.widen ?? [])].sort((a, b) => a.afterMs - b.afterMs);

/** The same for all who ask the same; "" for those who ask nothing. */
export function laneOf({ skills, managementGrade, language, agent }: Fit): string {
  if (skills.length === 0 && managementGrade === undefined && language === undefined && agent === undefined) return "";
  return `${skills.map((s) => `${s.skill}:${s.grade}`).join(",")}|${managementGrade ?? ""}|${language ?? ""}|${agent ?? ""}`;
}
