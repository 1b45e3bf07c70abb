const blockBytes = 64;
const stateWords = 5;

/**
 * HMAC-SHA1 (RFC 2104, FIPS 180-4) for many short messages under one key: the key's two blocks are worked off once, and nothing is allocated per message.
 * For packets of a few hundred bytes this is several times faster than a new object of the host's crypto library for each.
 */
export class HmacSha1 {
  readonly #inner = new Int32Array(stateWords);
  readonly #outer = new Int32Array(stateWords);
  readonly #state = new Int32Array(stateWords);
  readonly #words = new Int32Array(80);
  readonly #block = new Uint8Array(blockBytes);
  #filled = 0;
  #length = 0;

  /** Keys of up to 64 bytes (SRTP's have 20). */
  constructor(key: Uint8Array) {
    if (key.length > blockBytes) throw new RangeError("an HMAC key has at most 64 bytes here");
    this.#absorbKey(key, 0x36, this.#inner);
    this.#absorbKey(key, 0x5c, this.#outer);
  }

  /** The 20-byte code of `first[0..firstLength)` followed by `second`, written to `out`. */
  code(first: Uint8Array, firstLength: number, second: Uint8Array, out: Uint8Array): void {
    this.#begin(this.#inner);
    this.#update(first, firstLength);
    this.#update(second, second.length);
    this.#finish(out);
    this.#begin(this.#outer);
    this.#update(out, 20);
    this.#finish(out);
  }

  #absorbKey(key: Uint8Array, pad: number, state: Int32Array): void {
    this.#state.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
    for (let i = 0; i < blockBytes; i++) this.#block[i] = (key[i] ?? 0) ^ pad;
    this.#compress(this.#block, 0);
    state.set(this.#state);
  }

  #begin(state: Int32Array): void {
    for (let i = 0; i < stateWords; i++) this.#state[i] = state[i]!;
    this.#filled = 0;
    this.#length = blockBytes;
  }

  #update(bytes: Uint8Array, length: number): void {
    this.#length += length;
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(blockBytes - this.#filled, length);
      for (let i = 0; i < at; i++) this.#block[this.#filled + i] = bytes[i]!;
      this.#filled += at;
      if (this.#filled < blockBytes) return;
      this.#compress(this.#block, 0);
      this.#filled = 0;
    }
    for (; at + blockBytes <= length; at += blockBytes) this.#compress(bytes, at);
    for (; at < length; at++) this.#block[this.#filled++] = bytes[at]!;
  }

  /** Padding: a one, zeros, and the length in bits. */
  #finish(out: Uint8Array): void {
    const block = this.#block;
    block[this.#filled++] = 0x80;
    if (this.#filled > 56) {
      block.fill(0, this.#filled);
      this.#compress(block, 0);
      this.#filled = 0;
    }
    block.fill(0, this.#filled);
    const bits = this.#length * 8;
    block[60] = bits >>> 24;
    block[61] = (bits >>> 16) & 255;
    block[62] = (bits >>> 8) & 255;
    block[63] = bits & 255;
    this.#compress(block, 0);
    for (let i = 0; i < stateWords; i++) {
      const word = this.#state[i]!;
      out[4 * i] = word >>> 24;
      out[4 * i + 1] = (word >>> 16) & 255;
      out[4 * i + 2] = (word >>> 8) & 255;
      out[4 * i + 3] = word & 255;
    }
  }

  #compress(bytes: Uint8Array, start: number): void {
    const w = this.#words;
    for (let i = 0, at = start; i < 16; i++, at += 4)
      w[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    for (let i = 16; i < 80; i++) {
      const mixed = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!;
      w[i] = (mixed << 1) | (mixed >>> 31);
    }
    const state = this.#state;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    for (let i = 0; i < 80; i++) {
      const chosen =
        i < 20
          ? (d ^ (b & (c ^ d))) + 0x5a827999
          : i < 40
            ? (b ^ c ^ d) + 0x6ed9eba1
            : i < 60
              ? ((b & c) | (d & (b | c))) + 0x8f1bbcdc
              : (b ^ c ^ d) + 0xca62c1d6;
      const next = (((a << 5) | (a >>> 27)) + chosen + e + w[i]!) | 0;
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = next;
    }
    state[0] = (state[0]! + a) | 0;
    state[1] = (state[1]! + b) | 0;
    state[2] = (state[2]! + c) | 0;
    state[3] = (state[3]! + d) | 0;
    state[4] = (state[4]! + e) | 0;
  }
}
