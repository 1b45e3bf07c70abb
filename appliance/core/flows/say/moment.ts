import { dayNumber, readDate } from "../../calendar/civil-date.ts";
import { localParts } from "../../calendar/local-parts.ts";

/** Without a year it is the day in any year. */
export type DateParts = { year?: number; month: number; day: number };
export type TimeParts = { hour: number; minute: number };

/** An instant: ISO text that ends in Z or an offset, or milliseconds since 1970. */
function readInstant(text: string): number | undefined {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.exec(text);
  if (!found) return undefined;
  const date = readDate(found[1]!);
  if (!date || Number(found[2]) > 23 || Number(found[3]) > 59) return undefined;
  const zone = found[5]!.replace(":", "");
  const offsetMin =
    zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  const days = dayNumber(date.year, date.month, date.day);
  return days * 86_400_000 + (Number(found[2]) * 60 + Number(found[3]) - offsetMin) * 60_000 + Number(found[4] ?? 0) * 1000;
}

/** "2026-02-17", "20260217", "2026/2/17", "02-17", local ISO text, or an instant seen in the zone. */
export function readDateParts(text: string, timeZone: string): DateParts | undefined {
  const trimmed = text.trim();
  const instantMs = readInstant(trimmed);
  if (instantMs !== undefined) {
    const { year, month, day } = localParts(timeZone, instantMs);
    return { year, month, day };
  }
  const found =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(trimmed) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed) ??
    /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(trimmed) ??
    /^()(\d{2})-(\d{2})$/.exec(trimmed);
  if (!found) return undefined;
  const two = (part: string | undefined) => (part ?? "").padStart(2, "0");
  // The leap day exists in some year.
  const date = readDate(`${found[1] || "2000"}-${two(found[2])}-${two(found[3])}`);
  if (!date) return undefined;
  return found[1] ? date : { month: date.month, day: date.day };
}

/** "08:30", "08:30:15", "0830", local ISO text, or an instant seen in the zone. */
export function readTimeParts(text: string, timeZone: string): TimeParts | undefined {
  const trimmed = text.trim();
  const instantMs = readInstant(trimmed);
  if (instantMs !== undefined) {
    const { hour, minute } = localParts(timeZone, instantMs);
    return { hour, minute };
  }
  const found =
    /^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(trimmed) ?? /^(\d{2})(\d{2})$/.exec(trimmed);
  if (!found) return undefined;
  const hour = Number(found[1]);
  const minute = Number(found[2]);
  return hour < 24 && minute < 60 ? { hour, minute } : undefined;
}

/** Whole seconds up to ten years; undefined when it is no such number. */
export function readSeconds(text: string): number | undefined {
  if (!/^\s*\d{1,9}(\.\d{1,9})?\s*$/.test(text)) return undefined;
  const seconds = Math.round(Number(text));
  return seconds <= 315_360_000 ? seconds : undefined;
}
