import { alawToLinear } from "../../wire/audio/g711.ts";

/** Half a second may come at once when a process was kept from its work; beyond it the oldest goes. */
const mostWaiting = 25;
const beginWith = 2;
/** Looked at every second: what was never used of the waiting in that time is only delay. It goes in the pauses of what is said. */
const lookEvery = 50;
const usualWaiting = 3;
/** Beyond 200 ms the delay hurts more than a lost 20 ms: half of the surplus goes, whatever is said (ITU-T G.114). */
const mostDelay = 10;
/** Some -40 dBm0 in samples of 16 bits: nobody speaks. */
const quietBelow = 256;

/** Blocks of 20 ms of A-law on their way to a line: the media plane and the line have clocks of their own, and both jitter. */
export class SoundQueue {
  readonly #waiting: Uint8Array[] = [];
  #isFlowing = false;
  #least = mostWaiting;
  #taken = 0;
  #surplus = 0;
  /** Blocks dropped because the line fell behind, and blocks that did not come in time. */
  readonly counts = { dropped: 0, missing: 0 };

  push(block: Uint8Array): void {
    this.#waiting.push(block);
    if (this.#waiting.length > mostWaiting) this.#drop(1);
  }

  /** The next for the line; nothing when none came in time. */
  next(): Uint8Array | undefined {
    if (!this.#isFlowing && this.#waiting.length >= beginWith) this.#isFlowing = true;
    if (!this.#isFlowing) return undefined;
    for (; this.#surplus > 0 && this.#waiting.length > 1 && isQuiet(this.#waiting[0]!); this.#surplus--) this.#drop(1);
    const block = this.#waiting.shift();
    if (block) this.#look();
    else {
      this.counts.missing++;
      this.#isFlowing = false;
    }
    return block;
  }

  #look(): void {
    this.#least = Math.min(this.#least, this.#waiting.length);
    if (++this.#taken < lookEvery) return;
    this.#surplus = Math.max(0, this.#least - usualWaiting);
    if (this.#least > mostDelay) this.#drop(Math.ceil(this.#surplus / 2));
    this.#taken = 0;
    this.#least = mostWaiting;
  }

  #drop(blocks: number): void {
    this.counts.dropped += this.#waiting.splice(0, blocks).length;
  }
}

const isQuiet = (block: Uint8Array): boolean => block.every((code) => Math.abs(alawToLinear[code]!) < quietBelow);
