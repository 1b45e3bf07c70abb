/** What came from the modem: a whole line without its ends, or the prompt that asks for a message's text (TS 27.005 3.5.1). */
export type FromModem = { line: string } | { prompt: true };

/** Longer than any answer; a PDU line has 376 digits. What goes on is noise (PCM on the wrong port, a modem gone mad) and is cut. */
const longestLine = 2_048;
const longestAnswer = 800;
const opensQuote = /^\+CUSD: *\d,"[^"]*$/;
const another = /^(OK|ERROR|RING|NO CARRIER|[+^][A-Z]{3,}.*)$/;
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
      if (byte === carriageReturn || byte === lineFeed) this.#ended(found);
      else if (byte === 0) {
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

  #ended(found: FromModem[]): void {
    const text = this.#text;
    const within = text.lastIndexOf("\n");
    const last = text.slice(within + 1);
    // A quote that was never closed, and this is something else already.
    if (within >= 0 && another.test(last)) found.push({ line: text.slice(0, within) }, { line: last });
    // TS 27.007 7.15: what an operator answers to a code may have lines of its own, between the quotes.
    else if (opensQuote.test(text) && text.length < longestAnswer) {
      if (!text.endsWith("\n")) this.#text += "\n";
      return;
    } else if (text.length > 0 && !this.#overlong) found.push({ line: text });
    this.forget();
  }

  /** Half a line that is not to be finished. */
  forget(): void {
    this.#text = "";
    this.#overlong = false;
  }
}
