import type { ShiftRow } from "../../../appliance/contract/shift.ts";
import type { DayPlan } from "./day-plan.ts";

const quarterMs = 15 * 60_000;
const rounded = (ms: number): number => Math.round(ms / quarterMs) * quarterMs;

/** The shifts that were planned for the day: on the quarter of the hour, while people come, go and rest when they do. */
export const dayShifts = ({ agents }: DayPlan): ShiftRow[] =>
  agents.map(({ agent, fromMs, toMs, breaks }) => ({
    agent,
    date: new Date(fromMs + 8 * 3_600_000).toISOString().slice(0, 10),
    fromMs: rounded(fromMs),
    toMs: rounded(toMs),
    breaks: breaks.map(({ atMs, forMs, reason }) => ({
      fromMs: rounded(atMs),
      toMs: rounded(atMs) + Math.max(quarterMs, rounded(forMs)),
      reason,
      paid: reason === "back-office",
    })),
  }));
