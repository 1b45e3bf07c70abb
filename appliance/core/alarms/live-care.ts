import type { LiveCare } from "../../contract/alarm-row.ts";
import { type CareState, own } from "./care-state.ts";

/** How far the dialer is with an alarm; nothing while nobody is told of it. */
export function liveCare(state: CareState, alarm: string, rounds: number): LiveCare | undefined {
  const task = own(state.tasks, alarm);
  if (!task) return undefined;
  const { texted } = task;
  if (task.stage === "told")
    return texted > 0 ? { state: "told", round: 0, rounds: 0, calling: [], tried: [], texted } : undefined;
  const calls = Object.values(state.calls).filter((call) => call.alarms.includes(alarm));
  const calling = calls.map(({ name: person, number, sinceMs, answered = false }) => ({ person, number, sinceMs, answered }));
  const now = new Set(calls.map((call) => call.person));
  const tried = [...new Set(task.tried.map((key) => key.slice(0, key.lastIndexOf("#"))))].filter((id) => !now.has(id));
  return {
    state: task.stage === "unheard" ? "unheard" : calling.length > 0 ? "calling" : "waits",
    round: task.round,
    rounds,
    ...(task.stage !== "unheard" && calling.length === 0 ? { nextAtMs: task.dueAtMs } : {}),
    calling,
    tried,
    texted,
  };
}
