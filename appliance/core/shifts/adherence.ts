import type { AgentStateRow } from "../../contract/records.ts";
import type { ShiftRow } from "../../contract/shift.ts";

/** All in milliseconds. Adherence is inPlan ÷ planned, shrinkage 1 − availablePaid ÷ paid. */
export type PlanKept = { plannedMs: number; inPlanMs: number; paidMs: number; availablePaidMs: number };
type Span = { fromMs: number; toMs: number };
/** One stretch of a shift: at work, or at a break. */
type Stretch = Span & { atWork: boolean; reason?: string; paid: boolean };

const atWork = new Set(["ready", "ringing", "talking", "hold", "wrap-up"]);

function stretchesOf({ fromMs, toMs, breaks }: ShiftRow): Stretch[] {
  const stretches: Stretch[] = [];
  let at = fromMs;
  for (const pause of breaks) {
    const [from, to] = [Math.max(pause.fromMs, at), Math.min(pause.toMs, toMs)];
    if (to <= from) continue;
    if (from > at) stretches.push({ fromMs: at, toMs: from, atWork: true, paid: true });
    stretches.push({ fromMs: from, toMs: to, atWork: false, reason: pause.reason, paid: pause.paid });
    at = to;
  }
  if (at < toMs) stretches.push({ fromMs: at, toMs, atWork: true, paid: true });
  return stretches;
}

const overlapMs = (a: Span, b: Span): number => Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs));

/** Time of a break that was spent as planned. */
function awayMs(states: readonly (AgentStateRow & Span)[], { reason, paid }: Stretch, part: Span): number {
  const spent = (fits: (s: AgentStateRow) => boolean): number =>
    states.reduce((sum, s) => sum + (fits(s) ? overlapMs(s, part) : 0), 0);
  const asPlanned = spent((s) => s.state === "not-ready" && s.reason === reason);
  const there = spent((s) => s.state !== "logged-out");
  return paid ? asPlanned : asPlanned + Math.max(0, part.toMs - part.fromMs - there);
}

/**
 * How far one agent kept to his shift within `span`, as far as it has passed. At work means ready or with a call. At a planned break, a training or
 * a meeting the planned state is not ready for that very reason; who leaves for an unpaid one keeps to it too.
 * `states` are his, in any order, and do not overlap; where there is none he was not there.
 */
export function planKept(shift: ShiftRow, states: readonly AgentStateRow[], span: Span, nowMs: number): PlanKept {
  const kept: PlanKept = { plannedMs: 0, inPlanMs: 0, paidMs: 0, availablePaidMs: 0 };
  const work = states.filter((s) => atWork.has(s.state)).map((s) => ({ fromMs: s.fromMs, toMs: s.toMs ?? nowMs }));
  const spans = states.map((s) => ({ ...s, toMs: s.toMs ?? nowMs }));
  for (const stretch of stretchesOf(shift)) {
    const part = { fromMs: Math.max(stretch.fromMs, span.fromMs), toMs: Math.min(stretch.toMs, span.toMs, nowMs) };
    const lengthMs = part.toMs - part.fromMs;
    if (lengthMs <= 0) continue;
    const workedMs = work.reduce((sum, s) => sum + overlapMs(s, part), 0);
    kept.plannedMs += lengthMs;
    kept.inPlanMs += stretch.atWork ? workedMs : awayMs(spans, stretch, part);
    if (!stretch.paid) continue;
    kept.paidMs += lengthMs;
    kept.availablePaidMs += workedMs;
  }
  return kept;
}
