import type { BoxEvent, Effect } from "../../contract/effects.ts";
import type { AlarmRow } from "../../contract/records.ts";

/** Open alarms by code and subject. */
export type AlarmList = Record<string, AlarmRow>;
type Raised = Extract<BoxEvent, { on: "alarm.raised" }>;
type Cleared = Extract<BoxEvent, { on: "alarm.cleared" }>;

/** Beyond this many different ones nobody reads them; what stands already goes on counting. */
export const mostOpenAlarms = 500;

const keyOf = (code: string, subject: string): string => `${code}|${subject}`;
/** Names the row for good: a code and subject raised again later is another row. */
const idOf = ({ code, subject }: Raised, atMs: number): string =>
  `${code}-${subject.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 40)}-${checksum(subject)}-${atMs.toString(36)}`;

export const alarmAt = (alarms: AlarmList, code: string, subject: string): AlarmRow | undefined => {
  const key = keyOf(code, subject);
  return Object.hasOwn(alarms, key) ? alarms[key] : undefined;
};

/** One row per code and subject; a repeat counts up instead of making another. */
export function raiseAlarm(alarms: AlarmList, event: Raised, atMs: number): Effect[] {
  const { code, subject, severity, text: words } = event;
  const known = alarmAt(alarms, code, subject);
  if (!known && Object.keys(alarms).length >= mostOpenAlarms) return [];
  const row: AlarmRow = known
    ? { ...known, severity, words, count: known.count + 1 }
    : { id: idOf(event, atMs), code, subject, severity, words, raisedAtMs: atMs, count: 1 };
  alarms[keyOf(code, subject)] = row;
  return kept(row);
}

/** Somebody has seen it; it stays open until its cause is gone. */
export function acknowledgeAlarm(alarms: AlarmList, { id, by }: Extract<BoxEvent, { on: "alarm.acknowledged" }>): Effect[] {
  const entry = Object.entries(alarms).find(([, row]) => row.id === id);
  if (!entry) return [];
  const row: AlarmRow = { ...entry[1], acknowledgedBy: by };
  alarms[entry[0]] = row;
  return kept(row);
}

/** What isn't open can't be cleared: nothing happens. */
export function clearAlarm(alarms: AlarmList, { code, subject }: Cleared, atMs: number): Effect[] {
  const known = alarmAt(alarms, code, subject);
  if (!known) return [];
  delete alarms[keyOf(code, subject)];
  return kept({ ...known, clearedAtMs: atMs });
}

const kept = (row: AlarmRow): Effect[] => [
  { do: "store", change: { put: "alarm", row: { ...row } } },
  { do: "push", topic: "alarms", id: row.id },
];

/** Tells apart subjects whose readable part is the same (FNV-1a). */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return sum.toString(36);
}
