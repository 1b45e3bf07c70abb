import type { Clock } from "./clock.ts";

export type HostClockParts = {
  /** The machine's clock: epoch milliseconds, set by people and by NTP. */
  wallMs(): number;
  /** Milliseconds that nobody sets. */
  runMs(): number;
  /** Calls back after so long by `runMs`; returns how to call it off. */
  wait(ms: number, ring: () => void): () => void;
};

/** A difference to the machine's clock is made up by this share of the time that passes: one second in ten. */
const pace = 0.1;
/** Differences above this are no drift: somebody has set the machine's clock. */
const setMs = 2_000;
/** No wait is longer than this, so that one that has become shorter is noticed. */
const longestWaitMs = 10_000;

/**
 * The box's time of day. It runs on evenly when the machine's clock is set (NTP after a start without network, an operator), for by it
 * calls wait, ring and are counted: nobody is cut off and no ring stands still. A difference is made up slowly, or at once, forwards only,
 * while the box is idle.
 */
export class HostClock implements Clock {
  readonly #parts: HostClockParts;
  #nowMs: number;
  #runMs: number;
  /** Nobody is in a call: a leap harms nobody. */
  idle: () => boolean = () => false;

  constructor(parts: HostClockParts = host) {
    this.#parts = parts;
    this.#nowMs = parts.wallMs();
    this.#runMs = parts.runMs();
  }

  nowMs(): number {
    const { wallMs, runMs } = this.#parts;
    const run = runMs();
    const passedMs = Math.max(0, run - this.#runMs);
    this.#runMs = run;
    const behindMs = wallMs() - (this.#nowMs + passedMs);
    const mostMs = passedMs * pace;
    if (behindMs > setMs && this.idle()) this.#nowMs = wallMs();
    else this.#nowMs += passedMs + Math.min(mostMs, Math.max(-mostMs, behindMs));
    return Math.floor(this.#nowMs);
  }

  /** By how much the machine's clock was set and the box does not follow yet; positive: the machine's is ahead. 0 for what is drift. */
  setByMs(): number {
    const ahead = this.#parts.wallMs() - this.nowMs();
    return Math.abs(ahead) > setMs ? ahead : 0;
  }

  at(atMs: number, ring: () => void): () => void {
    let cancel = () => {};
    const wait = (): void => {
      const leftMs = atMs - this.nowMs();
      cancel = this.#parts.wait(Math.min(Math.max(leftMs, 0), longestWaitMs), () => (this.nowMs() >= atMs ? ring() : wait()));
    };
    wait();
    return () => cancel();
  }
}

const host: HostClockParts = {
  wallMs: () => Date.now(),
  runMs: () => performance.now(),
  wait: (ms, ring) => {
    const handle = setTimeout(ring, ms);
    return () => clearTimeout(handle);
  },
};
