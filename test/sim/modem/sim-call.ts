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
  }

  hangUp(): void {
    if (this.over) return;
    this.over = true;
    this.#host.ended(this);
    this.#ended.resolve();
    for (const done of this.#said.splice(0)) done();
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
    if (this.voice) this.voice.hear(samples);
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

  #speak(sound: Int16Array): Promise<void> {
    if (this.over) return Promise.resolve();
    const all = new Int16Array(this.#toSay.length + sound.length);
    all.set(this.#toSay);
    all.set(sound, this.#toSay.length);
    this.#toSay = all;
    return new Promise((done) => this.#said.push(done));
  }
}
