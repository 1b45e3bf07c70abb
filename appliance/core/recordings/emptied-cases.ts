import type { CallbackRow } from "../../contract/callback.ts";
import type { ItemRow } from "../../contract/items.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import type { Sentence } from "../../contract/words.ts";

/** Five digits or more, also in groups as people write them: 138 0013 8000, +86-411-8456-7712. */
const numberLike = /\+?[0-9](?:[ -]?[0-9]){4,}/g;
/** What people wrote on why they did something stays; the numbers in it go. */
export const withoutNumbers = (text: string): string => text.replace(numberLike, "…");
const bothWithout = ({ zh, en }: Sentence): Sentence => ({ zh: withoutNumbers(zh), en: withoutNumbers(en) });

/** Alarms that say who called: what is left to be said of them. */
export const callerAlarms = {
  "hold-long": { en: "A call was on hold for too long.", zh: "有通话保持时间过长。" },
  "ring-long": { en: "A call rang for too long.", zh: "有来电振铃时间过长。" },
  emergency: { en: "An emergency was reported.", zh: "登记了一起紧急情况。" },
} as const satisfies Record<string, Sentence>;
export type CallerAlarm = keyof typeof callerAlarms;

/** Of a line of such an alarm's history: an emergency's tells who, where and what. */
export const emptiedNote = (code: CallerAlarm, kind: string, words: Sentence): Sentence =>
  code === "emergency" && (kind === "raised" || kind === "comment") ? callerAlarms.emergency : bothWithout(words);

/** A closed item of work: who did it when, and which call it was about; no number, name or note. `alarm`: code of the alarm it is about. */
export function emptiedItem(row: ItemRow, atMs: number, alarm?: string): ItemRow {
  const { number: _number, ...rest } = row;
  return { ...rest, words: itemWords(row, alarm), note: "", emptiedAtMs: atMs };
}

function itemWords({ kind, words }: ItemRow, alarm: string | undefined): Sentence {
  switch (kind) {
    // These name the caller, or are what somebody typed.
    case "complaint-recording":
      return { zh: "投诉留言", en: "Complaint left as a message" };
    case "reminder":
      return { zh: "提醒", en: "Reminder" };
    case "alarm":
      return alarm !== undefined && Object.hasOwn(callerAlarms, alarm) ? callerAlarms[alarm as CallerAlarm] : bothWithout(words);
    default:
      return bothWithout(words);
  }
}

/** A callback that is over: queue, attempts and how they ended. */
export function emptiedCallback(row: CallbackRow, atMs: number): CallbackRow {
  const { name: _name, ...rest } = row;
  return { ...rest, number: "", emptiedAtMs: atMs };
}

/** A deleted message: in which box, how long, who deleted it. */
export function emptiedMessage(row: MessageRow, atMs: number): MessageRow {
  const { callerName: _name, transcript: _transcript, ...rest } = row;
  return { ...rest, caller: "", fields: [], emptiedAtMs: atMs };
}
