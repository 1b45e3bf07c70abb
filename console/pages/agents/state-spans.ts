import type { AgentStateRow } from "../../../appliance/contract/records.ts";

export type StateSpan = { state: string; reason?: string; fromMs: number; toMs: number };

/** The rows cut to a window; a row without an end goes on until now. Oldest first. */
export function spansWithin(rows: readonly AgentStateRow[], fromMs: number, toMs: number): StateSpan[] {
  return rows
    .map((row) => ({
      state: row.state,
      ...(row.reason ? { reason: row.reason } : {}),
      fromMs: Math.max(fromMs, row.fromMs),
      toMs: Math.min(toMs, row.toMs ?? toMs),
    }))
    .filter((span) => span.toMs > span.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** How long in each state, longest first. */
export function totals(spans: readonly StateSpan[]): { state: string; ms: number }[] {
  const sums = new Map<string, number>();
  for (const span of spans) sums.set(span.state, (sums.get(span.state) ?? 0) + span.toMs - span.fromMs);
  return [...sums].map(([state, ms]) => ({ state, ms })).sort((a, b) => b.ms - a.ms);
}
