import { setImmediate } from "node:timers/promises";

/** So long a report may hold the thread that also decides about calls. */
const turnMs = 6;

/** Long work done in turns: after each piece it lets others go first, once its turn is over. */
export class Breath {
  #sinceMs = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#sinceMs < turnMs) return;
    await setImmediate();
    this.#sinceMs = performance.now();
  }
}
