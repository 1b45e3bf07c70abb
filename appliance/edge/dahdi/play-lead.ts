/** A card that runs out of sound plays a gap; 60 ms are enough for a process that is on time. */
const leastBlocks = 3;
/** Beyond 160 ms the delay is worse than the gap (ITU-T G.114). */
const mostBlocks = 8;
/** The lead shrinks by a block when it wasn't needed for so long: 10 s. */
const lookEvery = 500;
/** What a telephone on the hook is sent (caller ID, its lamp) is spoiled by a gap and nobody waits for it: 240 ms. */
const messageBlocks = 12;
export const messageLeadMs = messageBlocks * 20;

/**
 * How far the sound written to a card is ahead of what it plays. The card takes a block whenever it gives one, so its queue is known without asking.
 * A process that was late leaves a gap; without this account it would go on writing a block for each it reads, and every later sound came late by
 * the longest pause there ever was.
 */
export class PlayLead {
  /** Blocks the card still has. */
  #ahead = 0;
  #wanted = leastBlocks;
  /** Blocks given since the queue was filled last. */
  #due = 0;
  #latest = 0;
  #counted = 0;

  /** The card gave a block, and took one. */
  played(): void {
    this.#due++;
  }

  /** All the card gave was read: so many blocks are to be written now. `isMessage`: no talk, a message. */
  missing(isMessage = false): number {
    this.#adapt();
    this.#ahead = Math.max(0, this.#ahead - this.#due);
    this.#due = 0;
    const missing = Math.max(0, (isMessage ? messageBlocks : this.#wanted) - this.#ahead);
    this.#ahead += missing;
    return missing;
  }

  /** The card plays sound of its own, and has none of ours any more: so many blocks of ours went by meanwhile. */
  passedBy(): number {
    const due = this.#due;
    this.#ahead = 0;
    this.#due = 0;
    return due;
  }

  #adapt(): void {
    const needed = Math.min(mostBlocks, Math.max(leastBlocks, this.#due + 1));
    this.#latest = Math.max(this.#latest, needed);
    this.#wanted = Math.max(this.#wanted, needed);
    this.#counted += this.#due;
    if (this.#counted < lookEvery) return;
    if (this.#latest < this.#wanted) this.#wanted--;
    this.#latest = 0;
    this.#counted = 0;
  }
}
