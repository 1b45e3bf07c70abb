import type { AttendanceRow, Presence } from "../../contract/attendance.ts";
import type { PresenceRow } from "../../contract/records.ts";
import type { PresenceCorrection, ShiftRow } from "../../contract/shift.ts";

/** Each presence as it counts: of several corrections for one sign-in the last holds; one for a sign-in that never was adds it. */
export function correctedPresence(rows: readonly PresenceRow[], corrections: readonly PresenceCorrection[]): Presence[] {
  const keyOf = (agent: string, inAtMs: number): string => `${agent} ${inAtMs}`;
  const last = new Map(corrections.map((c) => [keyOf(c.agent, c.inAtMs), c]));
  const put = (c: PresenceCorrection, row?: PresenceRow): Presence => ({
    agent: c.agent,
    inAtMs: c.newInAtMs,
    ...(c.newOutAtMs === undefined ? {} : { outAtMs: c.newOutAtMs }),
    corrected: {
      ...(row ? { wasInAtMs: row.inAtMs } : {}),
      ...(row?.outAtMs === undefined ? {} : { wasOutAtMs: row.outAtMs }),
      why: c.why,
      by: c.by,
      atMs: c.atMs,
    },
  });
  const known = rows.map((row): Presence => {
    const key = keyOf(row.agent, row.inAtMs);
    const correction = last.get(key);
    last.delete(key);
    if (correction) return put(correction, row);
    return { agent: row.agent, inAtMs: row.inAtMs, ...(row.outAtMs === undefined ? {} : { outAtMs: row.outAtMs }) };
  });
  return [...known, ...[...last.values()].map((c) => put(c))].sort((a, b) => a.inAtMs - b.inAtMs);
}

/** Every shift judged by presence, and every presence without a shift; by time. */
export function attendanceOf(
  shifts: readonly ShiftRow[],
  presences: readonly Presence[],
  graceMs: number,
  nowMs: number,
): AttendanceRow[] {
  const used = new Set<Presence>();
  const rows = shifts.map((shift): AttendanceRow => {
    // Somebody who signs in well before his shift is there for it.
    const his = presences.filter((p) => p.agent === shift.agent && p.inAtMs < shift.toMs && (p.outAtMs ?? nowMs) > shift.fromMs);
    for (const presence of his) used.add(presence);
    return judged(shift, his, graceMs, nowMs);
  });
  for (const presence of presences) {
    if (used.has(presence)) continue;
    const lengthMs = Math.max(0, (presence.outAtMs ?? nowMs) - presence.inAtMs);
    const { agent } = presence;
    rows.push({ agent, status: "unplanned", lateMs: 0, earlyMs: 0, presentMs: 0, beyondMs: lengthMs, presences: [presence] });
  }
  const startOf = (row: AttendanceRow): number => row.shift?.fromMs ?? row.presences[0]?.inAtMs ?? 0;
  return rows.sort((a, b) => startOf(a) - startOf(b));
}

function judged(shift: ShiftRow, his: Presence[], graceMs: number, nowMs: number): AttendanceRow {
  const { agent, date, fromMs, toMs, template } = shift;
  const inside = (p: Presence): number => Math.max(0, Math.min(p.outAtMs ?? nowMs, toMs, nowMs) - Math.max(p.inAtMs, fromMs));
  const all = (p: Presence): number => Math.max(0, (p.outAtMs ?? nowMs) - p.inAtMs);
  const presentMs = his.reduce((sum, p) => sum + inside(p), 0);
  const beyondMs = his.reduce((sum, p) => sum + all(p) - inside(p), 0);
  const firstIn = his[0]?.inAtMs;
  const late = (firstIn ?? nowMs) - fromMs;
  const still = his.some((p) => p.outAtMs === undefined);
  const lastOut = still ? undefined : Math.max(...his.map((p) => p.outAtMs ?? 0));
  const early = lastOut === undefined || nowMs < toMs ? 0 : toMs - lastOut;
  const lateMs = late > graceMs && nowMs > fromMs ? Math.min(late, toMs - fromMs) : 0;
  const earlyMs = his.length > 0 && early > graceMs ? early : 0;
  const status =
    his.length === 0
      ? nowMs - fromMs > graceMs
        ? "missing"
        : "to-come"
      : lateMs > 0
        ? "late"
        : earlyMs > 0
          ? "left-early"
          : "in-time";
  return {
    agent,
    date,
    shift: { fromMs, toMs, ...(template === undefined ? {} : { template }) },
    status,
    lateMs,
    earlyMs,
    presentMs,
    beyondMs,
    presences: his,
  };
}
