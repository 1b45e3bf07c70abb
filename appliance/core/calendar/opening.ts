import type { CalendarSettings, Span, Weekday } from "../../contract/calendar.ts";
import type { Sentence } from "../../contract/records.ts";
import { dateTextOfDay, weekdayOf } from "./civil-date.ts";
import { instantOf, localParts } from "./local-parts.ts";

export type Opening = {
  open: boolean;
  /** The reason, for traces and the console. */
  why: Sentence;
  /** The local day is a holiday (and not a make-up workday). */
  holiday: boolean;
  holidayName?: string;
};

type DayPlan = { spans: readonly Span[]; kind: "weekly" | "holiday" | "workday"; name?: string; weekday: Weekday };

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
/** End of a span in minutes since the midnight it began after; beyond 1440 it lies in the next day. */
const endOf = (span: Span): number => (minutes(span.to) > minutes(span.from) ? minutes(span.to) : minutes(span.to) + 1440);

/** The hours of a day: a make-up workday goes before a holiday, a holiday before the weekday. */
function planOf(calendar: CalendarSettings, days: number): DayPlan {
  const date = dateTextOfDay(days);
  const weekday = weekdayOf(days);
  const workday = calendar.workdays.find((w) => w.date === date);
  if (workday) {
    const spans = workday.spans ?? calendar.weekly[workday.like ?? "mon"] ?? [];
    return { spans, kind: "workday", name: workday.name, weekday };
  }
  const holiday = calendar.holidays.find((h) => h.from <= date && date <= h.to);
  if (holiday) return { spans: holiday.spans ?? [], kind: "holiday", name: holiday.name, weekday };
  return { spans: calendar.weekly[weekday] ?? [], kind: "weekly", weekday };
}

const weekdayWords: Record<Weekday, Sentence> = {
  mon: { zh: "星期一", en: "Monday" },
  tue: { zh: "星期二", en: "Tuesday" },
  wed: { zh: "星期三", en: "Wednesday" },
  thu: { zh: "星期四", en: "Thursday" },
  fri: { zh: "星期五", en: "Friday" },
  sat: { zh: "星期六", en: "Saturday" },
  sun: { zh: "星期日", en: "Sunday" },
};

function dayWords(plan: DayPlan): Sentence {
  const weekday = weekdayWords[plan.weekday];
  switch (plan.kind) {
    case "weekly":
      return weekday;
    case "holiday":
      return { zh: `${weekday.zh}（节假日：${plan.name}）`, en: `${weekday.en} (holiday: ${plan.name})` };
    case "workday":
      return { zh: `${weekday.zh}（调休上班：${plan.name}）`, en: `${weekday.en} (make-up workday: ${plan.name})` };
  }
}

/** Whether somebody is there at this instant, and why or why not. */
export function isOpen(calendar: CalendarSettings, atMs: number): Opening {
  const now = localParts(calendar.timeZone, atMs);
  const today = planOf(calendar, now.dayNumber);
  const yesterday = planOf(calendar, now.dayNumber - 1);
  const holiday = today.kind === "holiday";
  const base = { holiday, ...(holiday && today.name !== undefined ? { holidayName: today.name } : {}) };
  const day = dayWords(today);
  for (const [plan, minute] of [
    [today, now.minuteOfDay],
    [yesterday, now.minuteOfDay + 1440],
  ] as const) {
    const span = plan.spans.find((s) => minutes(s.from) <= minute && minute < endOf(s));
    if (!span) continue;
    const hours = `${span.from}–${span.to}`;
    const of: Sentence =
      plan === today
        ? { zh: "", en: "" }
        : { zh: `${weekdayWords[plan.weekday].zh}的 `, en: `${weekdayWords[plan.weekday].en}'s ` };
    return {
      open: true,
      why: { zh: `${day.zh} ${now.time}，在${of.zh || " "}${hours} 之内`, en: `${day.en} ${now.time}, within ${of.en}${hours}` },
      ...base,
    };
  }
  const hours = today.spans.map((s) => `${s.from}–${s.to}`).join(", ");
  const why: Sentence = hours
    ? { zh: `${day.zh} ${now.time}，不在 ${hours} 之内`, en: `${day.en} ${now.time}, outside ${hours}` }
    : { zh: `${day.zh}全天休息`, en: `${day.en}, closed all day` };
  return { open: false, why, ...base };
}

const horizonDays = 400;

/** The first instant at or after `atMs` when it is open; undefined when that isn't within 400 days. */
export function nextOpen(calendar: CalendarSettings, atMs: number): number | undefined {
  if (isOpen(calendar, atMs).open) return atMs;
  const { dayNumber } = localParts(calendar.timeZone, atMs);
  for (let days = dayNumber; days <= dayNumber + horizonDays; days++) {
    const starts = planOf(calendar, days)
      .spans.map((span) => instantOf(calendar.timeZone, days, minutes(span.from)))
      .filter((start) => start >= atMs);
    if (starts.length > 0) return Math.min(...starts);
  }
  return undefined;
}

const closingHorizonDays = 8;

/** The first instant at or after `atMs` when it is closed; undefined when that isn't within a week. */
export function nextClosed(calendar: CalendarSettings, atMs: number): number | undefined {
  let at = atMs;
  const { dayNumber: first } = localParts(calendar.timeZone, atMs);
  while (isOpen(calendar, at).open) {
    const { dayNumber } = localParts(calendar.timeZone, at);
    if (dayNumber > first + closingHorizonDays) return undefined;
    // The end of a span that covers this instant; what begins there or before goes on.
    const ends = [dayNumber - 1, dayNumber]
      .flatMap((day) => planOf(calendar, day).spans.map((span) => instantOf(calendar.timeZone, day, endOf(span))))
      .filter((end) => end > at);
    // None in the hour that winter time shows twice: its minutes are gone through.
    at = ends.length > 0 ? Math.min(...ends) : at + 60_000;
  }
  return at;
}
