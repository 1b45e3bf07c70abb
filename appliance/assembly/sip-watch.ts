import type { Clock } from "../runtime/clock.ts";

const everyMs = 60_000;

export type SipWatchParts = {
  clock: Clock;
  /** What the SIP server counts since its start; undefined when the box has none of its own. Rejects when it is gone. */
  gauges(): Promise<{ faults: number; lastFault: string } | undefined>;
  fault(text: string): void;
  mended(): void;
};

/** Looks once a minute whether a message met a defect in the SIP server, which survives it and would otherwise keep it to itself. */
export class SipWatch {
  readonly #parts: SipWatchParts;
  #known = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(parts: SipWatchParts) {
    this.#parts = parts;
  }

  /** A server that has just started has met nothing yet: what a former run raised is over. */
  start(): void {
    this.#parts.mended();
    this.#wait();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #wait(): void {
    const { clock } = this.#parts;
    if (!this.#stopped) this.#cancel = clock.at(clock.nowMs() + everyMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const found = await this.#parts.gauges().catch(() => undefined);
    if (this.#stopped) return;
    if (found && found.faults > this.#known) this.#parts.fault(`${found.faults - this.#known}: ${found.lastFault}`);
    this.#known = found?.faults ?? 0;
    this.#wait();
  }
}
