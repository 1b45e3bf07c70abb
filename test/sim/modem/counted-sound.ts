import { alawSilence } from "../../../appliance/wire/audio/g711.ts";

export const frameBytes = 160;
const headBytes = 5;

/** A frame of A-law that says whose it is and which: no other frame of any voice is like it. */
export function countedFrame(voice: number, n: number): Uint8Array {
  const frame = new Uint8Array(frameBytes);
  frame.set([0xa5 ^ voice, n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
  for (let i = headBytes; i < frameBytes; i++) frame[i] = (Math.imul(n + 1, 2_654_435_761) >>> (i % 17)) ^ (voice * 31 + i * 7);
  return frame;
}

/** Counts what came of a voice, frame by frame. */
export class FrameCount {
  readonly #voice: number;
  #next: number | undefined;
  good = 0;
  /** Never came, although a later one did. */
  lost = 0;
  /** Came a second time, or after a later one. */
  again = 0;
  /** Frames of silence after the first good one. */
  silent = 0;
  /** What nobody said. */
  wrong = 0;

  constructor(voice: number) {
    this.#voice = voice;
  }

  /** Number of the last good one. */
  get last(): number {
    return (this.#next ?? 0) - 1;
  }

  take(frame: Uint8Array): void {
    if (frame.every((code) => code === alawSilence || code === (alawSilence ^ 0x80))) {
      if (this.#next !== undefined) this.silent++;
      return;
    }
    const n = ((frame[1]! << 24) | (frame[2]! << 16) | (frame[3]! << 8) | frame[4]!) >>> 0;
    const said = countedFrame(this.#voice, n);
    if (!said.every((code, i) => code === frame[i])) {
      this.wrong++;
      return;
    }
    if (this.#next !== undefined && n < this.#next) {
      this.again++;
      return;
    }
    this.lost += n - (this.#next ?? n);
    this.#next = n + 1;
    this.good++;
  }
}
