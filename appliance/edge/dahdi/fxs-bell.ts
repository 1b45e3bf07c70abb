import type { RingKind } from "../../contract/line.ts";
import type { AnalogPhone } from "../../contract/line-settings.ts";
import { callerMessage, lampMessage, messageBits } from "../../wire/analog/caller-id-message.ts";
import { dtmfCallerKeys } from "../../wire/analog/dtmf-caller-id.ts";
import { fskSound } from "../../wire/analog/fsk-sender.ts";
import { dtmfTone, ToneGenerator } from "../../wire/audio/tones.ts";
import { blockBytes } from "../ports/port.ts";
import { messageLeadMs } from "./play-lead.ts";

export type BellParts = {
  way: AnalogPhone["callerId"];
  /** Ringing current on or off. */
  ring(on: boolean): void;
  /** The telephone is to hear sound on the hook for so long. */
  transfer(forMs: number): void;
  /** Month, day, hour and minute where the box stands. */
  localTime(): { month: number; day: number; hour: number; minute: number };
};

type Step = { ring: boolean; blocks: number; sound?: Int16Array };

const blockMs = 20;
/** EN 300 659-1 6.1.1: 500 to 2000 ms behind the first ring; and the same before the next. */
const aroundMessageMs = 500;
/** Between the last key and the first ring; the ring is not behind the sound in the card's queue. */
const afterKeysMs = 260 + messageLeadMs;
/** Sound on the hook begins later by the card's queue, and goes on a little longer than what is sent. */
const transferMarginMs = 200 + messageLeadMs;

/** Ring, pause, ring, pause …; the last pause has room for the caller's number. No ring is longer than a card's own cadence. */
const cadencesMs: Readonly<Record<RingKind, readonly number[]>> = {
  normal: [1000, 4000],
  internal: [400, 200, 400, 4000],
  priority: [300, 200, 300, 200, 300, 3000],
  recall: [500, 3000],
  // A telephone on two wires can't take a call by itself: it rings as for any other.
  "auto-answer": [1000, 4000],
};

/** What a telephone on the hook is sent: rings in their cadence, who calls, its message lamp. Its clock is the card's block. */
export class FxsBell {
  readonly #parts: BellParts;
  #steps: Step[] = [];
  #again: Step[] = [];
  #done = 0;
  #isRinging = false;

  constructor(parts: BellParts) {
    this.#parts = parts;
  }

  /** Something is being sent. */
  get isBusy(): boolean {
    return this.#steps.length > 0;
  }

  /** Rings until it is stopped; without `from` nobody is announced. */
  start(kind: RingKind, from?: { number: string; name?: string }): void {
    this.stop();
    const again = stepsOf(cadencesMs[kind]);
    this.#again = again;
    if (!from || this.#parts.way === "none") this.#steps = [fillsQueue, ...again];
    else if (this.#parts.way === "dtmf") this.#steps = [...this.#keys(from), ...again];
    else this.#steps = [fillsQueue, ...this.#withMessage(again, from)];
  }

  /** Lights the message lamp or puts it out, without a ring. */
  lamp(on: boolean): void {
    this.stop();
    this.#steps = [pause(aroundMessageMs), said(fskSound(messageBits(lampMessage(on))))];
  }

  stop(): void {
    this.#steps = [];
    this.#again = [];
    this.#done = 0;
    this.#current(false);
  }

  /** The next 20 ms: true when they have sound. */
  next(into: Int16Array): boolean {
    if (this.#steps.length === 0) this.#steps = [...this.#again];
    const step = this.#steps[0];
    if (!step) return false;
    if (this.#done === 0) this.#begin(step);
    const at = this.#done * blockBytes;
    if (step.sound) into.set(step.sound.subarray(at, at + blockBytes));
    if (++this.#done >= step.blocks) {
      this.#steps.shift();
      this.#done = 0;
    }
    return step.sound !== undefined;
  }

  #begin({ ring, sound, blocks }: Step): void {
    this.#current(ring);
    if (sound) this.#parts.transfer(blocks * blockMs + transferMarginMs);
  }

  #current(on: boolean): void {
    if (this.#isRinging === on) return;
    this.#isRinging = on;
    this.#parts.ring(on);
  }

  #keys({ number }: { number: string }): Step[] {
    const keys = dtmfCallerKeys({ number, withheld: false });
    const samples = new Int16Array(keys.length * blockBytes * 8);
    new ToneGenerator(dtmfTone(keys)).render(samples, 0, samples.length);
    return [pause(aroundMessageMs), said(samples), pause(afterKeysMs)];
  }

  /** The number goes into the first long pause. */
  #withMessage(cadence: readonly Step[], { number, name }: { number: string; name?: string }): Step[] {
    const dialled = number.replace(/[^0-9+*#]/g, "");
    const caller = { number: dialled, withheld: false, ...(name === undefined ? {} : { name }) };
    const message = said(fskSound(messageBits(callerMessage(caller, this.#parts.localTime()))));
    const long = cadence.at(-1)!;
    const usedMs = aroundMessageMs + message.blocks * blockMs;
    const restMs = Math.max(aroundMessageMs, long.blocks * blockMs - usedMs);
    return [...cadence.slice(0, -1), pause(aroundMessageMs), message, pause(restMs)];
  }
}

const stepsOf = (cadenceMs: readonly number[]): Step[] => cadenceMs.map((ms, n) => ({ ring: n % 2 === 0, blocks: ms / blockMs }));
const pause = (ms: number): Step => ({ ring: false, blocks: ms / blockMs });
/** Taken at once: the first ring is not to be shortened by it. */
const fillsQueue = pause(messageLeadMs);

function said(samples: Int16Array): Step {
  const blocks = Math.ceil(samples.length / blockBytes);
  const sound = new Int16Array(blocks * blockBytes);
  sound.set(samples);
  return { ring: false, blocks, sound };
}
