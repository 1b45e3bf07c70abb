import { call, event, hook } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { dtmfTone, ToneGenerator } from "../../../appliance/wire/audio/tones.ts";
import type { PairEnd } from "./card-channel.ts";

export type HandsetSays =
  | { on: "rings" }
  | { on: "silent" }
  | { on: "heard"; sound: Int16Array }
  | { on: "said"; id: number }
  | { on: "set"; request: number; value: number };

const blockSamples = 160;

/** A telephone in a socket of the card: its bell, its hook, its keys, its ear. On-hook it hears what is sent between the rings. */
export class Handset implements PairEnd {
  readonly #say: (says: HandsetSays) => void;
  readonly #tellEvent: (code: number) => void;
  #isOff = false;
  readonly #queue: { samples: Int16Array; at: number; id: number }[] = [];

  constructor(say: (says: HandsetSays) => void, tellEvent: (code: number) => void) {
    this.#say = say;
    this.#tellEvent = tellEvent;
  }

  /** Lifted: the card calls it RINGOFFHOOK, ringing or not. */
  lift(): void {
    this.#isOff = true;
    this.#tellEvent(event.ringOffHook);
  }
  replace(): void {
    this.#isOff = false;
    this.#queue.splice(0);
    this.#tellEvent(event.onHook);
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
  }
  digit(): void {}
  set(request: number, value: number): void {
    if (request === call.vmwi || request === call.onHookTransfer || request === call.setPolarity)
      this.#say({ on: "set", request, value });
  }

  tick(into: Int16Array, heard: Int16Array): void {
    this.#say({ on: "heard", sound: heard.slice() });
    const piece = this.#isOff ? this.#queue[0] : undefined;
    if (!piece) return;
    into.set(piece.samples.subarray(piece.at, piece.at + blockSamples));
    piece.at += blockSamples;
    if (piece.at < piece.samples.length) return;
    this.#queue.shift();
    this.#say({ on: "said", id: piece.id });
  }
}
