import type { FigureInterval } from "../../contract/figures.ts";
import { dateTextOfDay } from "../calendar/civil-date.ts";
import { instantOf, localParts } from "../calendar/local-parts.ts";
import type { Range } from "./range.ts";

/** A stretch of time that is counted at once: never across local midnight. `row` says which rows of the report it belongs to, `day` which local day of the range. */
export type Piece = Range & { row: number; day: number };
/** One row of the report's time; `hour` of hours put together. */
export type Slot = Range & { label: string; hour?: number };

const two = (n: number): string => String(n).padStart(2, "0");
const dayMs = 86_400_000;

/** Local days that the range touches, cut to it. */
function daysOf({ fromMs, toMs }: Range, timeZone: string): (Range & { startMs: number; endMs: number; date: string })[] {
  const days = [];
  const first = localParts(timeZone, fromMs).dayNumber;
  let startMs = instantOf(timeZone, first, 0);
  for (let day = first; startMs < toMs; day++) {
    const endMs = nextMidnight(timeZone, startMs, day + 1);
    const even = endMs - startMs === dayMs;
    // A day that a zone leaves out has no name of its own.
    const date = even ? dateTextOfDay(day) : localParts(timeZone, startMs + (endMs - startMs) / 2).date;
    if (endMs > fromMs) days.push({ startMs, endMs, fromMs: Math.max(startMs, fromMs), toMs: Math.min(endMs, toMs), date });
    startMs = endMs;
  }
  return days;
}

/** Nearly always 24 hours later: then one look at the clock is enough, and a year is cut at once. */
function nextMidnight(timeZone: string, startMs: number, day: number): number {
  const { dayNumber, minuteOfDay, second } = localParts(timeZone, startMs + dayMs);
  const shown = dayNumber === day && minuteOfDay === 0 && second === 0;
  return shown ? startMs + dayMs : instantOf(timeZone, day, 0);
}

/** Bounds of the intervals of a local day: whole ones by its clock, also on the days when summer time begins or ends. */
function boundsOf(startMs: number, endMs: number, minutes: number, timeZone: string): number[] {
  const bounds: number[] = [];
  const stepMs = minutes * 60_000;
  // A day of 24 hours has no shift in it.
  const even = endMs - startMs === dayMs;
  for (let at = startMs; at < endMs; ) {
    bounds.push(at);
    at += stepMs;
    if (even) continue;
    // A shift of half an hour would leave all later ones between the marks of the clock: up to the next mark then.
    while (at < endMs && localParts(timeZone, at).minuteOfDay % minutes !== 0) at += 15 * 60_000;
  }
  bounds.push(endMs);
  return bounds;
}

/** The range cut into the report's slots, and these into pieces that are quick to count. */
export function cutRange(range: Range, interval: FigureInterval, timeZone: string): { slots: Slot[]; pieces: Piece[] } {
  const days = daysOf(range, timeZone);
  if (interval === "all") {
    const label = days.length === 1 ? days[0]!.date : `${days[0]?.date} – ${days.at(-1)?.date}`;
    return { slots: [{ ...range, label }], pieces: days.map(({ fromMs, toMs }, day) => ({ fromMs, toMs, row: 0, day })) };
  }
  if (interval === "day")
    return {
      slots: days.map(({ fromMs, toMs, date }) => ({ fromMs, toMs, label: date })),
      pieces: days.map(({ fromMs, toMs }, row) => ({ fromMs, toMs, row, day: row })),
    };
  const minutes = interval === "hour-of-day" ? 60 : Number(interval);
  const slots: Slot[] = interval === "hour-of-day" ? hoursOfDay(range) : [];
  const pieces: Piece[] = [];
  for (const [n, day] of days.entries()) {
    const bounds = boundsOf(day.startMs, day.endMs, minutes, timeZone);
    const even = day.endMs - day.startMs === dayMs;
    for (let i = 0; i + 1 < bounds.length; i++) {
      const fromMs = Math.max(bounds[i]!, range.fromMs);
      const toMs = Math.min(bounds[i + 1]!, range.toMs);
      if (toMs <= fromMs) continue;
      const minute = even ? (bounds[i]! - day.startMs) / 60_000 : localParts(timeZone, bounds[i]!).minuteOfDay;
      const hour = Math.floor(minute / 60);
      if (interval === "hour-of-day") pieces.push({ fromMs, toMs, row: hour, day: n });
      else {
        pieces.push({ fromMs, toMs, row: slots.length, day: n });
        slots.push({ fromMs, toMs, label: `${day.date} ${two(hour)}:${two(minute % 60)}` });
      }
    }
  }
  return { slots, pieces };
}

const hoursOfDay = (range: Range): Slot[] =>
  Array.from({ length: 24 }, (_, hour) => ({ ...range, hour, label: `${two(hour)}:00–${two(hour)}:59` }));
