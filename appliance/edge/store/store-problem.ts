import { type AlarmCode, alarmKinds } from "../../contract/alarms.ts";
import type { BoxEvent } from "../../contract/effects.ts";

/** What the store has to say about itself, in the words of the timeline: an alarm raised or cleared. */
export type StoreProblem = Extract<BoxEvent, { on: "alarm.raised" | "alarm.cleared" }>;

export type StoreProblemCode = Extract<AlarmCode, `store-${string}` | "secrets-unreadable">;

export const raised = (code: StoreProblemCode, subject: string, detail = ""): StoreProblem => {
  const {
    severity,
    words: { zh, en },
  } = alarmKinds[code];
  const tail = detail === "" ? "" : ` (${detail.slice(0, 200)})`;
  return { on: "alarm.raised", code, subject, severity, text: { zh: zh + tail, en: en + tail } };
};
export const cleared = (code: StoreProblemCode, subject: string): StoreProblem => ({ on: "alarm.cleared", code, subject });
