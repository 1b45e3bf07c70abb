/** Counts wrong passwords by address and says when it is enough. Bounded: the oldest address is forgotten first. */
export class WrongTries {
  readonly #byAddress = new Map<string, number[]>();
  readonly #most = 5000;

  /** True when this was one too many within the window. */
  note(address: string, nowMs: number, limits: { banAfter: number; banWindowSec: number }): boolean {
    const recent = (this.#byAddress.get(address) ?? []).filter((t) => nowMs - t < limits.banWindowSec * 1000);
    recent.push(nowMs);
    this.#byAddress.delete(address);
    if (recent.length >= limits.banAfter) return true;
    this.#byAddress.set(address, recent);
    if (this.#byAddress.size > this.#most) this.#byAddress.delete(this.#byAddress.keys().next().value!);
    return false;
  }

  forgive(address: string): void {
    this.#byAddress.delete(address);
  }
}
