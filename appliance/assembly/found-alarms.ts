export type FoundAlarmsParts = {
  raise(subject: string, detail: string): void;
  clear(subject: string): void;
};

/** Alarms of one kind that somebody finds by looking: each is raised once while it is found, and cleared when it no longer is. */
export class FoundAlarms {
  readonly #parts: FoundAlarmsParts;
  #told: ReadonlySet<string> = new Set();

  constructor(parts: FoundAlarmsParts) {
    this.#parts = parts;
  }

  /** `found`: subjects with their details. `known`: all there are, for a former run may have raised what is well by now. */
  tell(found: ReadonlyMap<string, string>, known: readonly string[]): void {
    for (const [subject, detail] of found) if (!this.#told.has(subject)) this.#parts.raise(subject, detail);
    for (const subject of new Set([...known, ...this.#told])) if (!found.has(subject)) this.#parts.clear(subject);
    this.#told = new Set(found.keys());
  }
}
