/**
 * `total` and `perSource` bound server transactions (per source address), `client` those we start, `refusalsPerS` the answers that are sent
 * without a transaction: beyond it the layer is silent. `pendingInviteMs` ends an INVITE nobody ever answers.
 */
export type TransactionLimits = {
  total: number;
  perSource: number;
  client: number;
  refusalsPerS: number;
  retryAfterS: number;
  pendingInviteMs: number;
};

export const defaultTransactionLimits: TransactionLimits = {
  total: 20_000,
  perSource: 8_000,
  client: 20_000,
  refusalsPerS: 200,
  retryAfterS: 10,
  pendingInviteMs: 3_600_000,
};

/** Counts server transactions and decides who gets one more. */
export class Admission {
  readonly #limits: TransactionLimits;
  readonly #bySource = new Map<string, number>();
  #total = 0;
  #secondBegan = Number.NEGATIVE_INFINITY;
  #refused = 0;

  constructor(limits: TransactionLimits) {
    this.#limits = limits;
  }

  enter(address: string): boolean {
    const count = this.#bySource.get(address) ?? 0;
    if (this.#total >= this.#limits.total || count >= this.#limits.perSource) return false;
    this.#bySource.set(address, count + 1);
    this.#total++;
    return true;
  }

  leave(address: string): void {
    const count = this.#bySource.get(address);
    if (count === undefined) return;
    this.#total--;
    if (count === 1) this.#bySource.delete(address);
    else this.#bySource.set(address, count - 1);
  }

  /** May one more answer without transaction be sent, or is it a flood? */
  mayRefuse(now: number): boolean {
    if (now - this.#secondBegan >= 1_000) {
      this.#secondBegan = now;
      this.#refused = 0;
    }
    return this.#refused++ < this.#limits.refusalsPerS;
  }
}
