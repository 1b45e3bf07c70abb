import { call, event, hook } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { dtmfTone, ToneGenerator } from "../../../appliance/wire/audio/tones.ts";
import type { PairEnd } from "./card-channel.ts";

export type HandsetSays =
  | { on: "rings" }
  | { on: "silent" }
  | { on: "heard"; sound: Int16Array }
  | { on: "said"; id: number }
  /** The box knows that it was put back, so long after by the blocks. */
  | { on: "freed"; afterMs: number }
  | { on: "set"; request: number; value: number };

const blockSamples = 160;

/** A telephone in a socket of the card: its bell, its hook, its keys, its ear. On-hook it hears what is sent between the rings. */
export class Handset implements PairEnd {
  readonly #say: (says: HandsetSays) => void;
  readonly #tellEvent: (code: number) => void;
  #isOff = false;
  /** What isn't a flash any more; the kernel's own until the box sets it. */
  #flashLimitMs = 1250;
  #onHookMs: number | undefined;
  readonly #queue: { samples: Int16Array; at: number; id: number }[] = [];

  constructor(say: (says: HandsetSays) => void, tellEvent: (code: number) => void) {
    this.#say = say;
    this.#tellEvent = tellEvent;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  /** Lifted: the card calls it RINGOFFHOOK, ringing or not. */
  lift(): void {
    this.#isOff = true;
    this.#onHookMs = undefined;
    this.#tellEvent(event.ringOffHook);
  }
  replace(): void {
    this.#isOff = false;
    this.#queue.splice(0);
    this.#onHookMs = 0;
  }
  flash(): void {
    this.#tellEvent(event.winkFlash);
  }
  say(samples: Int16Array, id: number): void {
    this.#queue.push({ samples, at: 0, id });
  }
  press(digits: string, id: number): void {
    const samples = new Int16Array(digits.length * 160 * 8);
    new ToneGenerator(dtmfTone(digits)).render(samples, 0, samples.length);
    this.say(samples, id);
  }

  hook(state: number): void {
    if (state === hook.ring) this.#say({ on: "rings" });
    if (state === hook.ringOff || state === hook.on) this.#say({ on: "silent" });
    if (state === hook.on && this.#onHookMs !== undefined) {
      this.#say({ on: "freed", afterMs: this.#onHookMs });
      this.#onHookMs = undefined;
    }
  }
  digit(): void {}
  set(request: number, value: number): void {
    if (request === call.setParams) this.#flashLimitMs = value;
    const told: readonly number[] = [call.vmwi, call.vmwiConfig, call.onHookTransfer, call.setPolarity, call.echoCancel];
    if (told.includes(request)) this.#say({ on: "set", request, value });
  }

  tick(into: Int16Array, heard: Int16Array): void {
    this.#say({ on: "heard", sound: heard.slice() });
    this.#hookOn();
    const piece = this.#isOff ? this.#queue[0] : undefined;
    if (!piece) return;
    into.set(piece.samples.subarray(piece.at, piece.at + blockSamples));
    piece.at += blockSamples;
    if (piece.at < piece.samples.length) return;
    this.#queue.shift();
    this.#say({ on: "said", id: piece.id });
  }

  /** The kernel waits whether it is a flash before it tells of the hook. */
  #hookOn(): void {
    if (this.#onHookMs === undefined) return;
    const before = this.#onHookMs;
    this.#onHookMs += 20;
    if (before < this.#flashLimitMs && this.#onHookMs >= this.#flashLimitMs) this.#tellEvent(event.onHook);
  }
}
