import type { CalendarSettings } from "../../contract/calendar.ts";
import { localParts } from "./local-parts.ts";

/** China's State Council announces the days of a year in November of the year before; by December they ought to be in. */
const askedFromMonth = 12;

/**
 * The year whose holidays nobody has entered yet: the present one, or from December on the next. Undefined when all is there, and for a
 * calendar that never had any.
 */
export function missingYear(calendar: Pick<CalendarSettings, "timeZone" | "holidays">, atMs: number): number | undefined {
  const { year, month } = localParts(calendar.timeZone, atMs);
  // By its first day: a holiday that goes over New Year is not yet the list of the next year.
  const entered = (wanted: number): boolean => calendar.holidays.some(({ from }) => Number(from.slice(0, 4)) === wanted);
  if (calendar.holidays.length === 0) return undefined;
  if (!entered(year)) return year;
  return month >= askedFromMonth && !entered(year + 1) ? year + 1 : undefined;
}
