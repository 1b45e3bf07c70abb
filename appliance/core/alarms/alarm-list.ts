import type { AlarmEvent, AlarmNote, AlarmRow, Shelf } from "../../contract/alarm-row.ts";
import { alarmKind } from "../../contract/alarms.ts";
import type { Effect } from "../../contract/effects.ts";
import type { Sentence } from "../../contract/records.ts";

/** Open alarms by code and subject. */
export type AlarmList = Record<string, AlarmRow>;
type Of<On extends AlarmEvent["on"]> = Extract<AlarmEvent, { on: On }>;

/** Beyond this many different ones nobody reads them; what stands already goes on counting. */
export const mostOpenAlarms = 500;
/** It is said once that there are too many, until so many are left. */
const manyIsOver = 400;
const many = { code: "alarms-many", subject: "alarms" } as const;
/** A repeat within this is counted, and kept with the next one: what chatters must not write the disk full. */
const keptEveryMs = 1_000;

export const alarmKey = ({ code, subject }: { code: string; subject: string }): string => `${code}|${subject}`;
/** Names the row for good: a code and subject raised again later is another row. */
const idOf = ({ code, subject }: Pick<AlarmRow, "code" | "subject">, atMs: number): string =>
  `${code}-${subject.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 40)}-${checksum(subject)}-${atMs.toString(36)}`;

export const alarmAt = (alarms: AlarmList, code: string, subject: string): AlarmRow | undefined => {
  const key = alarmKey({ code, subject });
  return Object.hasOwn(alarms, key) ? alarms[key] : undefined;
};

/** One row per code and subject; a repeat counts up instead of making another. `shelf`: this code of this subject is put aside. */
export function raiseAlarm(alarms: AlarmList, event: Of<"alarm.raised">, atMs: number, shelf?: Shelf): Effect[] {
  const { code, subject, severity, text: words } = event;
  const known = alarmAt(alarms, code, subject);
  if (known) return raisedAgain(alarms, { ...known, severity, words, count: known.count + 1 }, known, atMs);
  if (Object.keys(alarms).length >= mostOpenAlarms) return tooMany(alarms, atMs);
  const row: AlarmRow = { id: idOf(event, atMs), code, subject, severity, words, raisedAtMs: atMs, count: 1 };
  if (shelf) row.shelved = { ...shelf };
  alarms[alarmKey(event)] = row;
  return [...kept(row), noted(row, "raised", atMs, { en: `Raised: ${words.en}`, zh: `产生：${words.zh}` })];
}

function raisedAgain(alarms: AlarmList, row: AlarmRow, before: AlarmRow, atMs: number): Effect[] {
  const key = alarmKey(row);
  const news = row.severity !== before.severity || row.words.en !== before.words.en || row.words.zh !== before.words.zh;
  if (!news && atMs - (before.lastAtMs ?? before.raisedAtMs) < keptEveryMs) {
    alarms[key] = row;
    return [];
  }
  alarms[key] = { ...row, lastAtMs: atMs };
  return kept(alarms[key]);
}

function tooMany(alarms: AlarmList, atMs: number): Effect[] {
  if (alarmAt(alarms, many.code, many.subject)) return [];
  const { severity, words } = alarmKind(many.code)!;
  const row: AlarmRow = { id: idOf(many, atMs), ...many, severity, words: { ...words }, raisedAtMs: atMs, count: 1 };
  alarms[alarmKey(many)] = row;
  return [...kept(row), noted(row, "raised", atMs, { en: `Raised: ${words.en}`, zh: `产生：${words.zh}` })];
}

/** Somebody has seen it; it stays open until its cause is gone. Who was first stays. */
export function acknowledgeAlarm(alarms: AlarmList, event: Of<"alarm.acknowledged">, atMs: number): Effect[] {
  const { id, by, how = "console" } = event;
  const known = withId(alarms, id);
  if (!known || known.acknowledgedBy !== undefined) return [];
  const row: AlarmRow = { ...known, acknowledgedBy: by, acknowledgedAtMs: atMs, acknowledgedHow: how };
  alarms[alarmKey(row)] = row;
  const words = { en: `Acknowledged by ${by} (${how})`, zh: `${by} 已确认（${wayWords[how]}）` };
  return [...kept(row), noted(row, "acknowledged", atMs, words, by)];
}
const wayWords = { console: "控制台", phone: "电话", text: "短信", button: "按钮" } as const;

/** What isn't open can't be cleared: nothing happens. */
export function clearAlarm(alarms: AlarmList, event: Of<"alarm.cleared">, atMs: number): Effect[] {
  const known = alarmAt(alarms, event.code, event.subject);
  if (!known) return [];
  delete alarms[alarmKey(known)];
  const row: AlarmRow = { ...known, clearedAtMs: atMs };
  const by = event.by === undefined ? { en: "", zh: "" } : { en: ` by ${event.by}`, zh: `（${event.by}）` };
  const effects = [...kept(row), noted(row, "cleared", atMs, { en: `Cleared${by.en}`, zh: `已消除${by.zh}` }, event.by)];
  const over = event.code !== many.code && Object.keys(alarms).length <= manyIsOver;
  return over ? [...effects, ...clearAlarm(alarms, { on: "alarm.cleared", ...many }, atMs)] : effects;
}

/** Put aside for a time. Nothing for what isn't open, or must not be put aside. */
export function shelveAlarm(alarms: AlarmList, event: Of<"alarm.shelved">, atMs: number): Effect[] {
  const { id, by, untilMs, reason } = event;
  const known = withId(alarms, id);
  if (!known || untilMs <= atMs || alarmKind(known.code)?.shelve === false) return [];
  const row: AlarmRow = { ...known, shelved: { by, atMs, untilMs, reason } };
  alarms[alarmKey(row)] = row;
  const words = { en: `Shelved by ${by}: ${reason}`, zh: `${by} 已搁置：${reason}` };
  return [...kept(row), noted(row, "shelved", atMs, words, by)];
}

/** Back among the others; by itself when nobody is named. */
export function unshelveAlarm(alarms: AlarmList, id: string, atMs: number, by?: string): Effect[] {
  const known = withId(alarms, id);
  if (!known?.shelved) return [];
  const { shelved: _, ...row } = known;
  alarms[alarmKey(row)] = row;
  const words = by
    ? { en: `Taken back by ${by}`, zh: `${by} 已取消搁置` }
    : { en: "Back: its time on the shelf is over", zh: "搁置到期，自动恢复" };
  return [...kept(row), noted(row, "unshelved", atMs, words, by)];
}

/** A remark in its history; one on an alarm that is over is kept just the same. */
export function commentAlarm(alarms: AlarmList, { id, by, text }: Of<"alarm.commented">, atMs: number): Effect[] {
  const known = withId(alarms, id);
  const row = known && { ...known, comments: (known.comments ?? 0) + 1 };
  if (row) alarms[alarmKey(row)] = row;
  const note = { id: `${id}-comment-${Math.round(atMs).toString(36)}-${checksum(by + text)}`, alarm: id, atMs, by };
  const words = { en: `${by}: ${text}`, zh: `${by}：${text}` };
  return [...(row ? kept(row) : []), { do: "store", change: { put: "alarm-note", row: { ...note, kind: "comment", words } } }];
}

const withId = (alarms: AlarmList, id: string): AlarmRow | undefined => Object.values(alarms).find((row) => row.id === id);

const kept = (row: AlarmRow): Effect[] => [
  { do: "store", change: { put: "alarm", row: { ...row } } },
  { do: "push", topic: "alarms", id: row.id },
];

function noted({ id: alarm }: AlarmRow, kind: AlarmNote["kind"], atMs: number, words: Sentence, by?: string): Effect {
  const id = `${alarm}-${kind}-${Math.round(atMs).toString(36)}`;
  return { do: "store", change: { put: "alarm-note", row: { id, alarm, atMs, kind, ...(by ? { by } : {}), words } } };
}

/** Tells apart subjects whose readable part is the same (FNV-1a). */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return sum.toString(36);
}
