/** One second of stereo G.711. */
export const blockBytes = 16_000;
const free = 0;
const taken = 1;

/** Memory shared by the media thread, which fills blocks, and the disk thread, which writes them and gives them back. Bounded: a stalled disk costs recordings, not calls. */
export type BlockMemory = { states: SharedArrayBuffer; bytes: SharedArrayBuffer };

export const newBlockMemory = (blocks: number): BlockMemory => ({
  states: new SharedArrayBuffer(blocks * 4),
  bytes: new SharedArrayBuffer(blocks * blockBytes),
});

export class BlockPool {
  readonly #states: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory: BlockMemory) {
    this.#states = new Int32Array(memory.states);
    this.#bytes = new Uint8Array(memory.bytes);
  }

  /** Number of a free block, now taken; -1 when all are on their way to the disk. */
  take(): number {
    for (let block = 0; block < this.#states.length; block++) {
      if (Atomics.compareExchange(this.#states, block, free, taken) === free) return block;
    }
    return -1;
  }

  giveBack(block: number): void {
    Atomics.store(this.#states, block, free);
  }

  bytesOf(block: number): Uint8Array {
    return this.#bytes.subarray(block * blockBytes, (block + 1) * blockBytes);
  }

  /** The same memory as pairs: left in the low byte, which comes first on every machine we run on. */
  pairsOf(block: number): Uint16Array {
    return new Uint16Array(this.#bytes.buffer, block * blockBytes, blockBytes / 2);
  }
}
