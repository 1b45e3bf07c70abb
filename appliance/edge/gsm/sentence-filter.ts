const dollar = 36;
const lineFeed = 10;
/** NMEA 0183 5.3: "$", at most 82 characters, CR LF. */
const longest = 90;
const beginning = /^\$[A-Z]{2,5}(?:[A-Z]|,|$)/;
const whole = /^\$[A-Z]{5},/;
const headBytes = 7;

/**
 * Takes the sentences of a GPS out of the sound: on Quectel both use the same interface, and firmware forgets that it was told not to. A sentence
 * begins with seven bytes that sound practically never has ("$GPGGA,"); it ends with a line feed.
 */
export class SentenceFilter {
  /** Bytes that may be the beginning of one. */
  #held: number[] = [];
  #inside = 0;
  taken = 0;

  /** What is left of `bytes`. */
  feed(bytes: Uint8Array): Iterable<number> {
    // The usual case, without a copy.
    if (this.#held.length === 0 && this.#inside === 0 && !bytes.includes(dollar)) return bytes;
    const out: number[] = [];
    for (const byte of bytes) this.#one(byte, out);
    return out;
  }

  #one(byte: number, out: number[]): void {
    if (this.#inside > 0) {
      this.#inside = byte === lineFeed || this.#inside >= longest ? 0 : this.#inside + 1;
      return;
    }
    if (this.#held.length === 0 && byte !== dollar) {
      out.push(byte);
      return;
    }
    this.#held.push(byte);
    const text = String.fromCharCode(...this.#held);
    if (this.#held.length === headBytes && whole.test(text)) {
      this.#held = [];
      this.#inside = headBytes;
      this.taken++;
    } else if (this.#held.length >= headBytes || (text.length > 2 && !beginning.test(text))) {
      const given = this.#held;
      this.#held = [];
      out.push(given[0]!);
      // Another one may begin inside of what was no beginning.
      for (const again of given.slice(1)) this.#one(again, out);
    }
  }
}
