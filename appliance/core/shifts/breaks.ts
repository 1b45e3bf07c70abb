import type { ShiftRow } from "../../contract/shift.ts";

export type AgentBreak = { agent: string; fromMs: number; toMs: number; reason: string };

/** The break each agent is at, or the next one that comes. */
export function nextBreaks(shifts: readonly ShiftRow[], nowMs: number): Map<string, AgentBreak> {
  const next = new Map<string, AgentBreak>();
  for (const { agent, breaks } of shifts)
    for (const { fromMs, toMs, reason } of breaks) {
      const known = next.get(agent);
      if (toMs > nowMs && (known === undefined || fromMs < known.fromMs)) next.set(agent, { agent, fromMs, toMs, reason });
    }
  return next;
}

/** Breaks whose time has come since the last look. */
export function breaksDue(shifts: readonly ShiftRow[], sinceMs: number, nowMs: number): AgentBreak[] {
  return shifts.flatMap(({ agent, breaks }) =>
    breaks
      .filter(({ fromMs }) => fromMs > sinceMs && fromMs <= nowMs)
      .map(({ fromMs, toMs, reason }) => ({ agent, fromMs, toMs, reason })),
  );
}
