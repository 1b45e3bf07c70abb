import { dateTextOfDay } from "../calendar/civil-date.ts";
import { instantOf, localParts } from "../calendar/local-parts.ts";

/** Monday to Sunday before the present week, by the clock of the zone; `toMs` is excluded. `name`: "week of 2026-11-09". */
export function lastWeek(timeZone: string, nowMs: number): { fromMs: number; toMs: number; name: string } {
  const { dayNumber } = localParts(timeZone, nowMs);
  // 1970-01-01 was a Thursday.
  const monday = dayNumber - ((dayNumber + 3) % 7) - 7;
  return {
    fromMs: instantOf(timeZone, monday, 0),
    toMs: instantOf(timeZone, monday + 7, 0),
    name: `week of ${dateTextOfDay(monday)}`,
  };
}
