import type { FarCall } from "../../conformance/lines/line-under-test.ts";
import { dtmfSound } from "../dtmf-sound.ts";
import { tone } from "../sound.ts";

/** States as `+CLCC` counts them (TS 27.007 7.18). */
export type SimState = "active" | "dialing" | "alerting" | "incoming";

export type SimCallHost = {
  changed(call: SimCall): void;
  ended(call: SimCall): void;
  /** Tells the box of a key; false when the modem hears none. */
  tellKey(digit: string): boolean;
};

const keyMs = 200;
/** Samples: a fifth of a second. */
const mostCarried = 1_600;

/** One call in the network, seen from its far end. */
export class SimCall implements FarCall {
  readonly dialled: string;
  readonly outgoing: boolean;
  readonly number: string;
  readonly index = 1;
  state: SimState;
  busy = false;
  /** Says and hears in place of what is said by `say`. */
  voice?: { speak(samples: number): Int16Array; hear(samples: Int16Array): void };
  over = false;
  /** The same call at its other end, where the network has two of our modems talk. */
  peer?: SimCall;
  readonly #host: SimCallHost;
  readonly #ended = Promise.withResolvers<void>();
  readonly #heard: Int16Array[] = [];
  #toSay = new Int16Array(0);
  #said: (() => void)[] = [];
  #pressed = "";

  constructor(host: SimCallHost, { outgoing, number }: { outgoing: boolean; number: string }) {
    this.#host = host;
    this.outgoing = outgoing;
    this.number = number;
    this.dialled = outgoing ? number : "";
    this.state = outgoing ? "dialing" : "incoming";
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  ring(): void {
    this.become("alerting");
  }
  answer(): void {
    this.become("active");
  }
  refuse(): void {
    this.busy = true;
    this.hangUp();
  }

  become(state: SimState): void {
    if (this.over) return;
    this.state = state;
    this.#host.changed(this);
    if (state === "active" && !this.outgoing) this.peer?.answer();
  }

  hangUp(): void {
    if (this.over) return;
    this.over = true;
    this.#host.ended(this);
    this.#ended.resolve();
    for (const done of this.#said.splice(0)) done();
    this.peer?.hangUp();
  }

  async press(digits: string): Promise<void> {
    for (const digit of digits) {
      if (!this.#host.tellKey(digit)) await this.#speak(dtmfSound(digit));
      else await new Promise((done) => setTimeout(done, keyMs));
    }
  }

  pressed = (): string => this.#pressed;
  keyed(digit: string): void {
    this.#pressed += digit;
    void this.peer?.press(digit);
  }

  say = (frequencyHz: number, forMs: number): Promise<void> => this.#speak(tone(frequencyHz, forMs * 8));

  heard(): Int16Array {
    const all = new Int16Array(this.#heard.reduce((n, h) => n + h.length, 0));
    let at = 0;
    for (const piece of this.#heard) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  /** The box's sound came. */
  hear(samples: Int16Array): void {
    if (this.peer) this.peer.carry(samples);
    else if (this.voice) this.voice.hear(samples);
    else this.#heard.push(samples);
  }

  /** The next samples for the box. */
  speak(samples: number): Int16Array {
    if (this.voice) return this.voice.speak(samples);
    const out = new Int16Array(samples);
    out.set(this.#toSay.subarray(0, samples));
    this.#toSay = this.#toSay.slice(samples);
    if (this.#toSay.length === 0) for (const done of this.#said.splice(0)) done();
    return out;
  }

  /** What the other end says; a network keeps no more than a moment of it. */
  carry(samples: Int16Array): void {
    if (this.#toSay.length < mostCarried) void this.#speak(samples);
  }

  #speak(sound: Int16Array): Promise<void> {
    if (this.over) return Promise.resolve();
    const all = new Int16Array(this.#toSay.length + sound.length);
    all.set(this.#toSay);
    all.set(sound, this.#toSay.length);
    this.#toSay = all;
    return new Promise((done) => this.#said.push(done));
  }
}
