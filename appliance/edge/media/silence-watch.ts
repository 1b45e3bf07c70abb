const firstMs = [5_000, 15_000, 30_000, 60_000];
const thenEveryMs = 60_000;

/** Notices that the far side has fallen silent (no packets at all), and that it is back. */
export class SilenceWatch {
  #sinceMs = Number.NaN;
  #reports = 0;

  get silentReported(): boolean {
    return this.#reports > 0;
  }

  /** A packet came. True if its absence had been reported. */
  heard(nowMs: number): boolean {
    this.#sinceMs = nowMs;
    if (this.#reports === 0) return false;
    this.#reports = 0;
    return true;
  }

  /** How long it has been silent, each time a limit is passed; else 0. While nothing is expected the clock stands. */
  tick(nowMs: number, expecting: boolean): number {
    if (!expecting || Number.isNaN(this.#sinceMs)) {
      this.#sinceMs = nowMs;
      this.#reports = 0;
      return 0;
    }
    const limitMs = firstMs[this.#reports] ?? firstMs.at(-1)! + (this.#reports - firstMs.length + 1) * thenEveryMs;
    if (nowMs - this.#sinceMs < limitMs) return 0;
    this.#reports++;
    return limitMs;
  }

  silentMs(nowMs: number): number {
    return Number.isNaN(this.#sinceMs) ? 0 : nowMs - this.#sinceMs;
  }
}
