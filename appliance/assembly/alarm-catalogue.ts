import { type AlarmSeverity, alarmKind } from "../contract/alarms.ts";
import type { Sentence } from "../contract/records.ts";

/** What an alarm says: the sentence of its code, and the detail after it. */
export function alarmOf(code: string, detail: string): { severity: AlarmSeverity; text: Sentence } {
  const { severity, words } = alarmKind(code) ?? { severity: "error" as const, words: { en: code, zh: code } };
  const tail = detail ? ` ${detail.slice(0, 300)}` : "";
  return { severity, text: { en: words.en + tail, zh: words.zh + tail } };
}
