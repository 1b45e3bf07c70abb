import { type AlarmSeverity, alarmKind } from "../contract/alarms.ts";
import type { Sentence } from "../contract/records.ts";

const mostDetail = 300;

/** What an alarm says: the sentence of its code, and the detail after it, which may be a name or a number that is the same in all languages. */
export function alarmOf(code: string, detail: string | Sentence): { severity: AlarmSeverity; text: Sentence } {
  const { severity, words } = alarmKind(code) ?? { severity: "error" as const, words: { en: code, zh: code } };
  const { en, zh } = typeof detail === "string" ? { en: detail, zh: detail } : detail;
  const joined = (sentence: string, tail: string): string => (tail ? `${sentence} ${tail.slice(0, mostDetail)}` : sentence);
  return { severity, text: { en: joined(words.en, en), zh: joined(words.zh, zh) } };
}
