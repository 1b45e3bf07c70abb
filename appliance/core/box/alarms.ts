import type { BoxEvent, Effect } from "../../contract/effects.ts";
import type { AlarmRow } from "../../contract/records.ts";

const mostOpen = 500;
const keyOf = (code: string, subject: string): string => `${code}|${subject}`;

/** One row per code and subject; a repeat counts up instead of making another. */
export function raiseAlarm(alarms: Record<string, AlarmRow>, event: Extract<BoxEvent, { on: "alarm.raised" }>, atMs: number): Effect[] {
  const key = keyOf(event.code, event.subject);
  const known = alarms[key];
  if (!known && Object.keys(alarms).length >= mostOpen) return [];
  const row: AlarmRow = known
    ? { ...known, count: known.count + 1, words: event.text }
    : { id: `${event.code}-${event.subject.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 40)}-${atMs.toString(36)}`, code: event.code, subject: event.subject, severity: event.severity, words: event.text, raisedAtMs: atMs, count: 1 };
  alarms[key] = row;
  return kept(row);
}

export function clearAlarm(alarms: Record<string, AlarmRow>, event: Extract<BoxEvent, { on: "alarm.cleared" }>, atMs: number): Effect[] {
  const key = keyOf(event.code, event.subject);
  const known = alarms[key];
  if (!known) return [];
  delete alarms[key];
  return kept({ ...known, clearedAtMs: atMs });
}

const kept = (row: AlarmRow): Effect[] => [
  { do: "store", change: { put: "alarm", row: { ...row } } },
  { do: "push", topic: "alarms", id: row.id },
];
