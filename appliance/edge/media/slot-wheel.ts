const slotMs = 2;
const frameMs = 20;
export const slotsPerFrame = frameMs / slotMs;
/** Slots served at one wake-up when we are late: twice the pace, so that what was missed is made up without a burst. */
const catchUp = 2;
/** Later than this we do not make up for it; time leaps. */
const leapMs = 200;

/** Which slots are due. Every leg and room is served in one of the ten slots of a 20 ms frame. */
export class SlotWheel {
  /** Slots that were served more than one slot after their time, and slots left out. */
  lateSlots = 0;
  leaptSlots = 0;
  #startMs = 0;
  #next = 0;

  /** After a rest. */
  restart(nowMs: number): void {
    this.#startMs = nowMs;
    this.#next = 0;
  }

  /** How many slots to serve at this wake-up: 0, 1, or 2 when late. */
  due(nowMs: number): number {
    const behind = Math.floor((nowMs - this.#startMs) / slotMs) + 1 - this.#next;
    if (behind <= 0) return 0;
    if (behind > 2) this.lateSlots++;
    if (behind > leapMs / slotMs) {
      this.leaptSlots += behind - 1;
      this.#next += behind - 1;
      return 1;
    }
    return Math.min(behind, catchUp);
  }

  /** Late enough for packets to have piled up in the sockets. */
  isLate(nowMs: number): boolean {
    return nowMs - this.#startMs - this.#next * slotMs > frameMs / 2;
  }

  /** The slot to serve now: which of the ten, and the moment it was meant for. */
  take(): { slot: number; atMs: number } {
    this.#taken.slot = this.#next % slotsPerFrame;
    this.#taken.atMs = this.#startMs + this.#next * slotMs;
    this.#next++;
    return this.#taken;
  }
  readonly #taken = { slot: 0, atMs: 0 };

  waitMs(nowMs: number): number {
    return this.#startMs + this.#next * slotMs - nowMs;
  }
}
