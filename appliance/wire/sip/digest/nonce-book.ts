import type { DigestHash } from "./digest-hash.ts";
import { sameText } from "./same-text.ts";

export type NonceBookOptions = {
  hash: Pick<DigestHash, "hmac">;
  /** Unguessable, new each time, without dots. */
  newId: () => string;
  lifetimeMs?: number;
  /** How many nonces in use are remembered. */
  capacity?: number;
};

export type NonceState = "good" | "stale" | "replayed" | "forged";

/**
 * Nonces that carry their own proof: time and id under an HMAC, so that challenges cost no memory. Only a nonce that was used with a right
 * password is remembered, with its highest nc (RFC 7616 3.4, 5.5). A forgotten one counts as stale.
 */
export class NonceBook {
  readonly #hmac: (text: string) => string;
  readonly #newId: () => string;
  readonly #lifetimeMs: number;
  readonly #capacity: number;
  readonly #counts = new Map<string, { issuedAt: number; nc: number }>();
  /** Nonces issued until then may have been forgotten. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;

  constructor({ hash, newId, lifetimeMs = 300_000, capacity = 4_096 }: NonceBookOptions) {
    this.#hmac = (text) => hash.hmac(text);
    this.#newId = newId;
    this.#lifetimeMs = lifetimeMs;
    this.#capacity = capacity;
  }

  issue(now: number): string {
    const head = `${Math.floor(now).toString(36)}.${this.#newId()}`;
    return `${head}.${this.#hmac(head)}`;
  }

  /** What is to be thought of this nonce with this count. Changes nothing; call `use` once the response was found right. */
  look(nonce: string, nc: number, now: number): NonceState {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined) return "forged";
    if (now - issuedAt >= this.#lifetimeMs || issuedAt > now) return "stale";
    const known = this.#counts.get(nonce);
    if (!known) return issuedAt <= this.#forgottenUntil ? "stale" : "good";
    return nc > known.nc ? "good" : "replayed";
  }

  use(nonce: string, nc: number): void {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined) return;
    if (!this.#counts.has(nonce) && this.#counts.size >= this.#capacity) this.#forgetOldest();
    this.#counts.set(nonce, { issuedAt, nc });
  }

  #forgetOldest(): void {
    for (const [nonce, { issuedAt }] of this.#counts) {
      this.#counts.delete(nonce);
      this.#forgottenUntil = Math.max(this.#forgottenUntil, issuedAt);
      return;
    }
  }

  #issuedAt(nonce: string): number | undefined {
    const dot = nonce.lastIndexOf(".");
    const first = nonce.indexOf(".");
    if (nonce.length > 512 || first <= 0 || dot <= first || !sameText(this.#hmac(nonce.slice(0, dot)), nonce.slice(dot + 1)))
      return undefined;
    const at = Number.parseInt(nonce.slice(0, first), 36);
    return Number.isFinite(at) ? at : undefined;
  }
}
