import { AtEngine } from "../../wire/at/engine.ts";
import type { AtScript } from "../../wire/at/script.ts";
import type { SerialLink } from "../ports/serial-link.ts";

export type AtLinkParts = {
  link: SerialLink;
  nowMs(): number;
  /** What goes out, for whoever captures it. */
  wrote?(bytes: Uint8Array): void;
  /** A line that came by itself. */
  line(line: string): void;
  /** Commands in a row without any answer. */
  silent(inARow: number): void;
};

const escapeKey = "\x1b";

/** The AT engine on a serial port: bytes, lines and the moments it wants to be woken at. */
export class AtLink {
  readonly #parts: AtLinkParts;
  readonly #engine = new AtEngine();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: AtLinkParts) {
    this.#parts = parts;
  }

  /** Out of whatever the modem stands in. */
  escape(): void {
    this.#write(escapeKey);
  }

  receive(bytes: Uint8Array): void {
    this.#engine.receive(bytes, this.#parts.nowMs());
    this.#flush();
  }

  /** Plays a script when it is its turn. On a port that is closed, or with too many waiting, it is played as if the modem were gone. */
  run<Result>(script: AtScript<Result>): Promise<Result> {
    return new Promise((done) => {
      if (this.#engine.run(script, this.#parts.nowMs(), done)) this.#flush();
      else done(playedGone(script));
    });
  }

  /** As `run`, ahead of what waits, and with the result at once when it is there: before any line that came after it. */
  first<Result>(script: AtScript<Result>, done: (result: Result) => void): void {
    if (this.#closed) return done(playedGone(script));
    this.#engine.runFirst(script, this.#parts.nowMs(), done);
    this.#flush();
  }

  /** In its turn, with the result at once. */
  next<Result>(script: AtScript<Result>, done: (result: Result) => void): void {
    if (!this.#engine.run(script, this.#parts.nowMs(), done)) done(playedGone(script));
    this.#flush();
  }

  /** Whoever waits is told that the modem is gone. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#engine.close(this.#parts.nowMs());
  }

  #flush(): void {
    if (this.#closed) return;
    for (const text of this.#engine.takeOut()) this.#write(text);
    clearTimeout(this.#timer);
    const { wakeAtMs } = this.#engine;
    if (wakeAtMs !== undefined) this.#timer = setTimeout(() => this.#wake(), Math.max(0, wakeAtMs - this.#parts.nowMs()));
    // Last: whoever hears may have more to say, or close.
    for (const what of this.#engine.takeHappened()) {
      if (what.on === "unsolicited") this.#parts.line(what.line);
      else this.#parts.silent(what.inARow);
    }
  }

  #wake(): void {
    this.#engine.timeout(this.#parts.nowMs());
    this.#flush();
  }

  #write(text: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(text, "latin1");
    this.#parts.wrote?.(bytes);
    this.#parts.link.write(bytes);
  }
}

function playedGone<Result>(script: AtScript<Result>): Result {
  let step = script.next();
  while (!step.done) step = script.next({ ok: false, why: { kind: "unsent" }, lines: [] });
  return step.value;
}
