import type { Settings } from "../contract/settings.ts";
import { missingYear } from "../core/calendar/missing-year.ts";
import type { Clock } from "../runtime/clock.ts";

const everyMs = 3_600_000;

export type CalendarWatchParts = {
  clock: Clock;
  settings(): Settings;
  raise(calendar: string, detail: string): void;
  clear(calendar: string): void;
};

/** Reminds of calendars whose holidays end with the year: else the box would be open on New Year's Day. */
export class CalendarWatch {
  readonly #parts: CalendarWatchParts;
  #told = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(parts: CalendarWatchParts) {
    this.#parts = parts;
  }

  /** Again every hour, and when the settings change. */
  look(): void {
    const { clock, settings, raise, clear } = this.#parts;
    this.#cancel?.();
    const now = clock.nowMs();
    const missing = new Map<string, string>();
    for (const calendar of settings().calendars) {
      const year = missingYear(calendar, now);
      if (year !== undefined) missing.set(calendar.id, `${calendar.name} ${year}`);
    }
    for (const [calendar, detail] of missing) if (!this.#told.has(calendar)) raise(calendar, detail);
    for (const { id } of settings().calendars) if (!missing.has(id)) clear(id);
    for (const calendar of this.#told) if (!missing.has(calendar)) clear(calendar);
    this.#told = new Set(missing.keys());
    this.#cancel = clock.at(now + everyMs, () => this.look());
  }

  stop(): void {
    this.#cancel?.();
  }
}
