import { randomFillSync } from "node:crypto";

const TOKEN_BYTES = 9;
const TOKENS = 512;

/** Random words of 18 hex digits for tags and branches (RFC 3261 19.3 asks for 32 bits at least), drawn from the system in larger helpings: a call needs several. */
export class TokenPool {
  readonly #bytes = Buffer.alloc(TOKEN_BYTES * TOKENS);
  #at = this.#bytes.length;

  readonly next = (): string => {
    if (this.#at === this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#at = 0;
    }
    const from = this.#at;
    this.#at += TOKEN_BYTES;
    return this.#bytes.toString("hex", from, this.#at);
  };
}
