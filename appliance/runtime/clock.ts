/** Wall-clock moments for the timeline; a test hands in its own. */
export interface Clock {
  /** Epoch milliseconds; never runs backwards within a process. */
  nowMs(): number;
  /** Calls `ring` at or soon after `atMs`; returns how to call it off. */
  at(atMs: number, ring: () => void): () => void;
}
