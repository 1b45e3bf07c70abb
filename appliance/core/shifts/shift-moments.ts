import type { PlannedBreak, ShiftRow } from "../../contract/shift.ts";
import { dateTextOfDay, dayNumber, readDate } from "../calendar/civil-date.ts";
import { instantOf, localParts } from "../calendar/local-parts.ts";

/** A shift by the wall clock, as people plan it. */
export type ClockShift = { from: string; to: string; breaks: readonly PlannedBreak[] };

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The shift of that day as moments; undefined when there is no such day. An end before the beginning lies in the next day. */
export function shiftOf(
  agent: string,
  date: string,
  { from, to, breaks }: ClockShift,
  timeZone: string,
  template?: string,
): ShiftRow | undefined {
  const day = readDate(date);
  if (!day) return undefined;
  const days = dayNumber(day.year, day.month, day.day);
  const start = minutesOf(from);
  /** What is earlier by the clock than the beginning is in the next day. */
  const at = (minutes: number): number =>
    minutes >= start ? instantOf(timeZone, days, minutes) : instantOf(timeZone, days + 1, minutes);
  const end = minutesOf(to);
  return {
    agent,
    date,
    ...(template === undefined ? {} : { template }),
    fromMs: at(start),
    toMs: end > start ? instantOf(timeZone, days, end) : instantOf(timeZone, days + 1, end),
    breaks: breaks
      .map(({ from: begins, minutes, reason, paid }) => {
        const fromMs = at(minutesOf(begins));
        return { fromMs, toMs: fromMs + minutes * 60_000, reason, paid };
      })
      .sort((a, b) => a.fromMs - b.fromMs),
  };
}

/** The same hours by the clock so many days later; summer time in between changes the moments, not the hours. */
export function movedByDays(row: ShiftRow, days: number, timeZone: string): ShiftRow {
  const moved = (atMs: number): number => {
    const { dayNumber: day, minuteOfDay } = localParts(timeZone, atMs);
    return instantOf(timeZone, day + days, minuteOfDay);
  };
  const day = readDate(row.date);
  const date = day ? dateTextOfDay(dayNumber(day.year, day.month, day.day) + days) : row.date;
  const breaks = row.breaks.map((b) => {
    const fromMs = moved(b.fromMs);
    return { ...b, fromMs, toMs: fromMs + (b.toMs - b.fromMs) };
  });
  return { ...row, date, fromMs: moved(row.fromMs), toMs: moved(row.toMs), breaks };
}
