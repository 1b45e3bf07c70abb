/** RFC 3711 3.3.2: which of the last 64 packet indices have been seen. Indices have up to 48 bits. */
export class ReplayWindow {
  #highest = -1;
  /** Bit n of the pair: index `highest - n` was seen. */
  #low = 0;
  #high = 0;

  /** Highest index seen; -1 before the first. */
  get highest(): number {
    return this.#highest;
  }

  allows(index: number): boolean {
    const behind = this.#highest - index;
    if (behind < 0) return true;
    if (behind >= 64) return false;
    return ((behind < 32 ? this.#low >>> behind : this.#high >>> (behind - 32)) & 1) === 0;
  }

  note(index: number): void {
    const ahead = index - this.#highest;
    if (ahead > 0) {
      this.#shift(ahead);
      this.#highest = index;
      this.#low |= 1;
    } else if (ahead > -32) this.#low |= 1 << -ahead;
    else if (ahead > -64) this.#high |= 1 << (-ahead - 32);
  }

  /** For taking a stream up elsewhere. */
  snapshot(): [highest: number, low: number, high: number] {
    return [this.#highest, this.#low >>> 0, this.#high >>> 0];
  }

  restore(state: readonly [highest: number, low: number, high: number]): void {
    [this.#highest, this.#low, this.#high] = state;
  }

  #shift(by: number): void {
    if (by >= 64) {
      this.#high = 0;
      this.#low = 0;
    } else if (by >= 32) {
      this.#high = by === 32 ? this.#low : this.#low << (by - 32);
      this.#low = 0;
    } else {
      this.#high = (this.#high << by) | (this.#low >>> (32 - by));
      this.#low <<= by;
    }
  }
}
