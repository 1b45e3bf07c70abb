import type { Settings } from "../contract/settings.ts";
import { missingYear } from "../core/calendar/missing-year.ts";
import type { Clock } from "../runtime/clock.ts";
import { type AlarmBoard, FoundAlarms } from "./found-alarms.ts";

const everyMs = 3_600_000;

export type CalendarWatchParts = {
  clock: Clock;
  settings(): Settings;
} & AlarmBoard;

/** Reminds of calendars whose holidays end with the year: else the box would be open on New Year's Day. */
export class CalendarWatch {
  readonly #parts: CalendarWatchParts;
  readonly #alarms: FoundAlarms;
  #cancel: (() => void) | undefined;

  constructor(parts: CalendarWatchParts) {
    this.#parts = parts;
    this.#alarms = new FoundAlarms("holidays-missing", parts);
  }

  /** Again every hour, and when the settings change. */
  look(): void {
    const { clock, settings } = this.#parts;
    this.#cancel?.();
    const now = clock.nowMs();
    const missing = new Map<string, string>();
    const { calendars } = settings();
    for (const calendar of calendars) {
      const year = missingYear(calendar, now);
      if (year !== undefined) missing.set(calendar.id, `${calendar.name} ${year}`);
    }
    this.#alarms.tell(
      missing,
      calendars.map(({ id }) => id),
    );
    this.#cancel = clock.at(now + everyMs, () => this.look());
  }

  stop(): void {
    this.#cancel?.();
  }
}
