import type { Clock } from "../../../runtime/clock.ts";

/** Time that goes on only when it is told to. */
export class ManualClock implements Clock {
  #nowMs = Date.now();
  #alarms: { atMs: number; ring: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }
  /** Alarms that are set now: none may be left behind by what has ended. */
  get pending(): number {
    return this.#alarms.length;
  }

  /** The furthest of them, from now. */
  get furthestMs(): number {
    return Math.max(0, ...this.#alarms.map((a) => a.atMs)) - this.#nowMs;
  }

  at(atMs: number, ring: () => void): () => void {
    const alarm = { atMs, ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((a) => a !== alarm);
    };
  }

  advance(ms: number): void {
    const until = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#alarms.filter((a) => a.atMs <= until).sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.#alarms = this.#alarms.filter((a) => a !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.ring();
    }
    this.#nowMs = until;
  }
}
