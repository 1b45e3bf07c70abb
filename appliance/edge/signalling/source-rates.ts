type Bucket = { tokens: number; atMs: number };
const SOURCE_LIMIT = 20_000;

/** How many messages one address may send: a token bucket each, the oldest forgotten when there are too many addresses. */
export class SourceRates {
  readonly #perS: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perS: number, burst: number) {
    this.#perS = perS;
    this.#burst = burst;
  }

  /** False: this one is too many. */
  admit(address: string, nowMs: number): boolean {
    let bucket = this.#buckets.get(address);
    if (bucket === undefined) {
      if (this.#buckets.size >= SOURCE_LIMIT) this.#buckets.delete(this.#buckets.keys().next().value!);
      bucket = { tokens: this.#burst, atMs: nowMs };
      this.#buckets.set(address, bucket);
    }
    bucket.tokens = Math.min(this.#burst, bucket.tokens + ((nowMs - bucket.atMs) * this.#perS) / 1_000);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
