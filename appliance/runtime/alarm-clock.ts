import type { Clock } from "./clock.ts";

/**
 * Rings the timers that the deciding side keeps as data (key → moment). Holds one host timer for the earliest of them.
 * The table itself belongs to the live state, so it survives a restart with it.
 */
export class AlarmClock {
  readonly #clock: Clock;
  readonly #ring: (key: string) => void;
  readonly #due = new Map<string, number>();
  #cancel: (() => void) | undefined;
  #wakeAtMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: (key: string) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  set(key: string, atMs: number): void {
    this.#due.set(key, atMs);
    if (atMs < this.#wakeAtMs) this.#arm(atMs);
  }

  clear(key: string): void {
    this.#due.delete(key);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#due.clear();
  }

  #arm(atMs: number): void {
    this.#cancel?.();
    this.#wakeAtMs = atMs;
    this.#cancel = this.#clock.at(atMs, () => this.#wake());
  }

  #wake(): void {
    this.#cancel = undefined;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
    const now = this.#clock.nowMs();
    const ripe: [string, number][] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const [key, atMs] of this.#due) {
      if (atMs <= now) ripe.push([key, atMs]);
      else if (atMs < next) next = atMs;
    }
    ripe.sort((a, b) => a[1] - b[1]);
    for (const [key, atMs] of ripe) {
      // An earlier ring may have cleared or moved this one.
      if (this.#due.get(key) !== atMs) continue;
      this.#due.delete(key);
      this.#ring(key);
    }
    for (const atMs of this.#due.values()) if (atMs < next) next = atMs;
    if (next < this.#wakeAtMs) this.#arm(next);
  }
}
