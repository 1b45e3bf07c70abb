import type { Sentence } from "../contract/records.ts";
import { mostDays } from "../core/reports/range.ts";

/** A question that can't be answered: where, why, and what would help. */
export type Unanswered = { path: string; reason: Sentence; hint: Sentence } | "busy" | "not-found";

/** More rows nobody reads; a finer interval wants a shorter time. */
export const mostSlots = 3_000;
export const mostRows = 20_000;

export const tooFine: Unanswered = {
  path: "/interval",
  reason: {
    en: `That would be more than ${mostSlots} intervals or ${mostRows} rows.`,
    zh: `结果将超过 ${mostSlots} 个时段或 ${mostRows} 行。`,
  },
  hint: { en: "Choose a shorter time or a longer interval.", zh: "请缩短时间范围或加大间隔。" },
};
const wrongMoment = (path: string): Unanswered => ({
  path,
  reason: { en: "This is no date or time.", zh: "不是有效的日期或时间。" },
  hint: { en: "Write 2026-02-17 or 2026-02-17T08:30.", zh: "请填写如 2026-02-17 或 2026-02-17T08:30。" },
});
export const wrongRange: Record<"from" | "to" | "order" | "length", Unanswered> = {
  from: wrongMoment("/from"),
  to: wrongMoment("/to"),
  order: {
    path: "/to",
    reason: { en: "The end is not after the beginning.", zh: "结束时间不晚于开始时间。" },
    hint: { en: "Swap the two, or choose a later end.", zh: "请交换两者，或选择更晚的结束时间。" },
  },
  length: {
    path: "/to",
    reason: { en: `A report spans at most ${mostDays} days.`, zh: `报表最长 ${mostDays} 天。` },
    hint: { en: "Ask for a shorter time.", zh: "请缩短时间范围。" },
  },
};
