/** Wall-clock moments for the timeline; a test hands in its own. */
export interface Clock {
  /** Epoch milliseconds; never runs backwards within a process. */
  nowMs(): number;
  /** Calls `ring` at or soon after `atMs`; returns how to call it off. */
  at(atMs: number, ring: () => void): () => void;
}

/** setTimeout takes at most 2^31 - 1 ms; a longer wait is taken in pieces by waking early and asking again. */
const longestWaitMs = 2_000_000_000;

export function hostClock(): Clock {
  let last = 0;
  const nowMs = () => {
    // A clock set back (NTP, an operator) must not reorder events or revive timers.
    last = Math.max(last, Date.now());
    return last;
  };
  return {
    nowMs,
    at(atMs, ring) {
      const handle = setTimeout(ring, Math.min(Math.max(atMs - nowMs(), 0), longestWaitMs));
      return () => clearTimeout(handle);
    },
  };
}
