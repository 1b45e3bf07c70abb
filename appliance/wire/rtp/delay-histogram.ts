const binMs = 5;
const bins = 80;
/** Weight of a new packet grows by this factor: one 20 ms packet in 500 is forgotten to a third after 10 s. */
const growth = 1 / 0.998;
const renormaliseAt = 1e9;
/** The fastest path is looked for in this period and the one before it, so a slower far clock is followed within seconds. */
const periodMs = 5000;

/**
 * How late packets are against the fastest recent one, with slow forgetting.
 * Transit times are differences of two unrelated clocks: only their changes mean anything.
 */
export class DelayHistogram {
  readonly #weights = new Float64Array(bins);
  #total = 0;
  #weight = 1;
  #fastest = Number.POSITIVE_INFINITY;
  #fastestBefore = Number.POSITIVE_INFINITY;
  #periodStartMs = 0;

  /** Transit of the fastest packet of the last 5 to 10 s; infinite before the first one. */
  get fastestMs(): number {
    return Math.min(this.#fastest, this.#fastestBefore);
  }

  add(transitMs: number, nowMs: number): void {
    this.addWithoutLearning(transitMs, nowMs);
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((transitMs - this.fastestMs) / binMs)));
    this.#weights[bin]! += this.#weight;
    this.#total += this.#weight;
    this.#weight *= growth;
    if (this.#weight > renormaliseAt) this.#renormalise();
  }

  /** For packets whose lateness is our own doing (the machine stood still): they may only prove a faster path. */
  addWithoutLearning(transitMs: number, nowMs: number): void {
    if (nowMs - this.#periodStartMs >= periodMs) {
      this.#fastestBefore = this.#fastest;
      this.#fastest = Number.POSITIVE_INFINITY;
      this.#periodStartMs = nowMs;
    }
    if (transitMs < this.#fastest) this.#fastest = transitMs;
  }

  /** The lateness that all but `share` of the packets keep within, in ms (upper edge of its 5 ms bin). */
  latenessMs(share: number): number {
    let left = this.#total * share;
    for (let bin = bins - 1; bin > 0; bin--) {
      left -= this.#weights[bin]!;
      if (left < 0) return (bin + 1) * binMs;
    }
    return binMs;
  }

  /** A new stream: its transit is unrelated to the old one's, its jitter most likely the same. */
  forgetTransit(): void {
    this.#fastest = Number.POSITIVE_INFINITY;
    this.#fastestBefore = Number.POSITIVE_INFINITY;
  }

  #renormalise(): void {
    for (let bin = 0; bin < bins; bin++) this.#weights[bin]! /= this.#weight;
    this.#total /= this.#weight;
    this.#weight = 1;
  }
}
