/** What came from the modem: a whole line without its ends, or the prompt that asks for a message's text (TS 27.005 3.5.1). */
export type FromModem = { line: string } | { prompt: true };

/** Longer than any answer; a PDU line has 376 digits. What goes on is noise (PCM on the wrong port, a modem gone mad) and is cut. */
const longestLine = 2_048;
const carriageReturn = 13;
const lineFeed = 10;

/**
 * Cuts the modem's bytes into lines, however they arrive. V.250 5.7.1: answers stand between CR LF; echoed commands end with CR alone.
 * Empty lines are passed over, bytes outside of text become "?".
 */
export class LineReader {
  #text = "";
  #overlong = false;

  /** What `bytes` completed. */
  feed(bytes: Uint8Array): FromModem[] {
    const found: FromModem[] = [];
    for (const byte of bytes) {
      if (byte === carriageReturn || byte === lineFeed) {
        if (this.#text.length > 0 && !this.#overlong) found.push({ line: this.#text });
        this.forget();
      } else if (byte === 0) {
      } else if (this.#text.length >= longestLine) this.#overlong = true;
      else {
        this.#text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "?";
        // The prompt is not followed by a line's end. Some modems leave out its blank, so the next byte decides nothing.
        if (this.#text === "> ") {
          found.push({ prompt: true });
          this.forget();
        }
      }
    }
    if (this.#text === ">") {
      found.push({ prompt: true });
      this.forget();
    }
    return found;
  }

  /** Half a line that is not to be finished. */
  forget(): void {
    this.#text = "";
    this.#overlong = false;
  }
}
