import { instantOf, localParts } from "../calendar/local-parts.ts";

/** The latest moment, now or before, at which the clock of this zone showed `at` ("03:30"). */
export function lastDue(at: string, timeZone: string, nowMs: number): number {
  const minute = Number(at.slice(0, 2)) * 60 + Number(at.slice(3, 5));
  const { dayNumber } = localParts(timeZone, nowMs);
  const today = instantOf(timeZone, dayNumber, minute);
  return today <= nowMs ? today : instantOf(timeZone, dayNumber - 1, minute);
}
