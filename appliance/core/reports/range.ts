import { dayNumber, readDate } from "../calendar/civil-date.ts";
import { instantOf, localParts } from "../calendar/local-parts.ts";

export type Range = { fromMs: number; toMs: number };
/** A report spans at most this many days; a year and its leap day with a month to compare. */
export const mostDays = 400;

/**
 * A moment as people write it: "2026-02-17" or "2026-02-17T08:30" by the site's clock, or epoch milliseconds. A plain date as the end means the end of that day.
 * Undefined when it is none of these.
 */
function readMoment(text: string, timeZone: string, asEnd: boolean): number | undefined {
  if (/^\d{10,14}$/.test(text)) return Number(text);
  const found = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d))?$/.exec(text);
  const date = found && readDate(found[1]!);
  if (!date) return undefined;
  const days = dayNumber(date.year, date.month, date.day);
  if (found[2] === undefined) return instantOf(timeZone, days + (asEnd ? 1 : 0), 0);
  return instantOf(timeZone, days, Number(found[2]) * 60 + Number(found[3]));
}

/** From the local midnight of today until now, or what is given. */
export function readRange(
  query: { from?: string; to?: string },
  timeZone: string,
  nowMs: number,
): Range | { wrong: "from" | "to" | "order" | "length" } {
  const today = instantOf(timeZone, localParts(timeZone, nowMs).dayNumber, 0);
  const fromMs = query.from === undefined ? today : readMoment(query.from, timeZone, false);
  const toMs = query.to === undefined ? Math.max(nowMs, (fromMs ?? 0) + 1) : readMoment(query.to, timeZone, true);
  if (fromMs === undefined) return { wrong: "from" };
  if (toMs === undefined) return { wrong: "to" };
  if (toMs <= fromMs) return { wrong: "order" };
  // Summer time may make the last day an hour longer.
  return toMs - fromMs > mostDays * 86_400_000 + 3_600_000 ? { wrong: "length" } : { fromMs, toMs };
}
