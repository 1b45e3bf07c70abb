import type { Clock } from "../../runtime/clock.ts";

/** One round after another, each as long after the one before as that says. Asked for in the middle of one, the next comes soon. */
export class Rounds {
  readonly #clock: Clock;
  readonly #round: (wanted: () => boolean) => Promise<number>;
  #cancel: (() => void) | undefined;
  #running = false;
  #again = false;
  #stopped = false;

  /** `round` returns the milliseconds until the next; `wanted` says whether one was asked for meanwhile. */
  constructor(clock: Clock, round: (wanted: () => boolean) => Promise<number>) {
    this.#clock = clock;
    this.#round = round;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  wakeIn(ms: number): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#cancel?.();
    this.#cancel = this.#clock.at(this.#clock.nowMs() + ms, () => void this.#run());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#again = false;
    const nextMs = await this.#round(() => this.#again);
    this.#running = false;
    this.wakeIn(nextMs);
  }
}
