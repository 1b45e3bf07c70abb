import type { Weekday } from "../../contract/calendar.ts";
import { dateTextOfDay, dayNumber, weekdayOf } from "./civil-date.ts";

/** What the clock and the wall calendar say somewhere at an instant. */
export type LocalParts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: Weekday;
  /** "2026-02-17" */
  date: string;
  /** "08:05" */
  time: string;
  /** Minutes since local midnight by the clock. */
  minuteOfDay: number;
  /** Days since 1970-01-01, local. */
  dayNumber: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const formatLimit = 64;

// The result depends on the arguments alone; a formatter is kept because making one is slow.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formats.get(timeZone);
  if (kept) return kept;
  const make = (zone: string) =>
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  let made: Intl.DateTimeFormat;
  try {
    made = make(timeZone);
  } catch {
    made = make("UTC");
  }
  if (formats.size >= formatLimit) formats.clear();
  formats.set(timeZone, made);
  return made;
}

/** True when the host's tables have this IANA zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An unknown zone counts as UTC; `checkCalendar` refuses it long before. */
export function localParts(timeZone: string, atMs: number): LocalParts {
  const found: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(atMs)) found[part.type] = Number(part.value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  const days = dayNumber(year, month, day);
  const two = (n: number) => String(n).padStart(2, "0");
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    weekday: weekdayOf(days),
    date: dateTextOfDay(days),
    time: `${two(hour)}:${two(minute)}`,
    minuteOfDay: hour * 60 + minute,
    dayNumber: days,
  };
}

/** The instant when a zone's clock first shows this minute of this day. A minute that summer time skips counts as the one after the gap. */
export function instantOf(timeZone: string, days: number, minuteOfDay: number): number {
  const wantedMs = days * 86_400_000 + minuteOfDay * 60_000;
  const wallMs = (atMs: number) => {
    const parts = localParts(timeZone, atMs);
    return parts.dayNumber * 86_400_000 + parts.minuteOfDay * 60_000 + parts.second * 1000;
  };
  const offsetMs = (atMs: number) => wallMs(atMs) - atMs;
  // The offsets of the day before and after are the only candidates: the earlier instant that shows the wanted time wins.
  const candidates = [offsetMs(wantedMs - 86_400_000), offsetMs(wantedMs + 86_400_000)].map((offset) => wantedMs - offset);
  const shown = candidates.filter((atMs) => wallMs(atMs) === wantedMs);
  return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates);
}
