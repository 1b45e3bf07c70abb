import { call, event, hook } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { callerMessage, messageBits } from "../../../appliance/wire/analog/caller-id-message.ts";
import { dtmfCallerKeys } from "../../../appliance/wire/analog/dtmf-caller-id.ts";
import { fskSound } from "../../../appliance/wire/analog/fsk-sender.ts";
import { dtmfTone, ToneGenerator, type ToneSpec } from "../../../appliance/wire/audio/tones.ts";
import type { PairEnd } from "./card-channel.ts";

export type CallerIdWay = "fsk" | "dtmf" | "none";
export type ExchangeSays =
  | { on: "seized" }
  | { on: "taken" }
  /** On the hook again; so long after the far end hung up, by the blocks. */
  | { on: "freed"; afterHangUpMs?: number }
  | { on: "dialled"; number: string }
  | { on: "digit"; digit: string }
  | { on: "heard"; sound: Int16Array }
  | { on: "said"; id: number }
  | { on: "set"; request: number; value: number };

export type ExchangeHabits = {
  /** Polarity is reversed while the far end has answered. */
  reversal: boolean;
  toneHz: number;
  busyMs: [number, number];
  /** Quiet between the far end's hanging up and the busy tone. */
  beforeBusyMs: number;
  /** Line left alone after a call before the next ring. */
  guardMs: number;
  /** What is lost on the way to the far end, and how far below itself a voice comes back; no echo without it. */
  lossDb?: number;
  echoDb?: number;
};

const blockMs = 20;
const blockSamples = 160;
// A ring of China: a second, and four of silence; the number half a second after the first.
const ringMs = 1000;
const ringEveryMs = 5000;
const callerIdAfterMs = 500;
const digitsOverMs = 600;

type Phase = "free" | "wanted" | "ringing" | "talking" | "dial-tone" | "collecting" | "calling" | "over";

/** A subscriber line of an exchange: rings, tells who calls, gives tones, takes digits. Its clock is the block. */
export class ExchangeLine implements PairEnd {
  readonly #say: (says: ExchangeSays) => void;
  readonly #tellEvent: (code: number) => void;
  habits: ExchangeHabits;
  #phase: Phase = "free";
  #ms = 0;
  #since = 0;
  #freeSince = Number.NEGATIVE_INFINITY;
  #from = "";
  #way: CallerIdWay = "none";
  #dialled = "";
  #digitAt = 0;
  #tone: ToneGenerator | undefined;
  #far: Int16Array[] = [];
  readonly #queue: { samples: Int16Array; at: number; id: number }[] = [];

  constructor(habits: ExchangeHabits, say: (says: ExchangeSays) => void, tellEvent: (code: number) => void) {
    this.habits = habits;
    this.#say = say;
    this.#tellEvent = tellEvent;
  }

  get isFree(): boolean {
    return this.#phase === "free";
  }

  callIn(from: string, way: CallerIdWay): void {
    this.#from = from;
    this.#way = way;
    this.#enter("wanted");
  }

  /** The far end rings, answers, is busy. */
  ring(): void {
    if (this.#phase === "calling") this.#play([1000, 4000]);
  }
  answer(): void {
    if (this.#phase !== "calling") return;
    this.#tone = undefined;
    this.#enter("talking");
    if (this.habits.reversal) this.#tellEvent(event.polarity);
  }
  busy(): void {
    if (this.#phase !== "calling") return;
    this.#enter("over");
    this.#play(this.habits.busyMs);
  }

  hangUp(): void {
    if (this.#phase === "wanted" || this.#phase === "ringing") return this.#free();
    if (this.#phase !== "talking" && this.#phase !== "calling") return;
    if (this.#phase === "talking" && this.habits.reversal) this.#tellEvent(event.polarity);
    this.#enter("over");
    this.#shutUp();
    this.#play(this.habits.busyMs, this.habits.beforeBusyMs);
  }

  /** Another line of the exchange speaks to this one. */
  far(sound: Int16Array): void {
    if (this.#phase === "talking" && this.#far.length < 10) this.#far.push(sound);
  }

  say(samples: Int16Array, id: number): void {
    this.#queue.push({ samples, at: 0, id });
  }
  press(digits: string, id: number): void {
    const generator = new ToneGenerator(dtmfTone(digits));
    const samples = new Int16Array(digits.length * 160 * 8);
    generator.render(samples, 0, samples.length);
    this.say(samples, id);
  }

  hook(state: number): void {
    if (state === hook.off && this.#phase === "ringing") {
      // The number is broken off; what the caller begins to say is heard.
      this.#queue.splice(0, this.#queue.length, ...this.#queue.filter(({ id }) => id !== 0));
      this.#enter("talking");
      this.#say({ on: "taken" });
    } else if (state === hook.off && (this.#phase === "free" || this.#phase === "wanted")) {
      this.#dialled = "";
      this.#enter("dial-tone");
      this.#play([Number.POSITIVE_INFINITY, 0], 200);
    } else if (state === hook.on && this.#phase !== "free" && this.#phase !== "wanted" && this.#phase !== "ringing") this.#free();
  }

  digit(digit: string): void {
    this.#tone = this.#phase === "dial-tone" ? undefined : this.#tone;
    if (this.#phase === "dial-tone" || this.#phase === "collecting") {
      this.#enter("collecting");
      this.#dialled += digit;
      this.#digitAt = this.#ms;
    } else this.#say({ on: "digit", digit });
  }

  set(request: number, value: number): void {
    if (request === call.echoCancel) this.#say({ on: "set", request, value });
  }

  tick(into: Int16Array, heard: Int16Array): void {
    this.#ms += blockMs;
    this.#ringOn();
    if (this.#phase === "collecting" && this.#ms - this.#digitAt > digitsOverMs) {
      this.#enter("calling");
      this.#say({ on: "dialled", number: this.#dialled });
    }
    if (this.#phase === "talking") this.#say({ on: "heard", sound: heard.slice() });
    if (this.#tone) this.#tone.render(into, 0, blockSamples);
    else this.#speak(into);
    if (this.#phase !== "talking") return;
    const far = this.#far.shift();
    if (far) add(into, far, this.habits.lossDb ?? 0);
    if (this.habits.echoDb !== undefined) add(into, heard, this.habits.echoDb);
  }

  #ringOn(): void {
    if (this.#phase === "wanted" && this.#ms - this.#freeSince > this.habits.guardMs) {
      this.#enter("ringing");
      if (this.#way === "dtmf") this.press(dtmfCallerKeys({ number: this.#from, withheld: false }), 0);
      this.#say({ on: "seized" });
    }
    if (this.#phase !== "ringing") return;
    // Keys come before the first ring.
    const inMs = this.#ms - this.#since - (this.#way === "dtmf" ? 160 * (this.#from.length + 2) + 200 : 0);
    if (inMs < 0) return;
    const at = inMs % ringEveryMs;
    if (at === 0) this.#tellEvent(event.ringBegin);
    if (at === ringMs) this.#tellEvent(event.ringOffHook);
    if (inMs === ringMs + callerIdAfterMs && this.#way === "fsk") {
      const noon = { month: 11, day: 22, hour: 12, minute: 5 };
      this.say(fskSound(messageBits(callerMessage({ number: this.#from, withheld: false }, noon))), 0);
    }
  }

  #speak(into: Int16Array): void {
    const piece = this.#queue.find(({ id }) => id === 0 || this.#phase !== "ringing");
    if (!piece) return;
    into.set(piece.samples.subarray(piece.at, piece.at + blockSamples));
    piece.at += blockSamples;
    if (piece.at < piece.samples.length) return;
    this.#queue.splice(this.#queue.indexOf(piece), 1);
    if (piece.id) this.#say({ on: "said", id: piece.id });
  }

  #play([onMs, offMs]: [number, number], afterMs = 0): void {
    const pause = { frequenciesHz: [], levelDbm0: -90, onMs: 0, offMs: afterMs };
    const part = { frequenciesHz: [this.habits.toneHz], levelDbm0: -12, onMs, offMs };
    // The pause is heard once: enough cycles for any patience follow it.
    const spec: ToneSpec = { parts: [pause, ...Array.from({ length: 200 }, () => part)], repeat: false };
    this.#tone = new ToneGenerator(spec);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = this.#ms;
  }

  #shutUp(): void {
    for (const { id } of this.#queue.splice(0)) if (id) this.#say({ on: "said", id });
  }

  #free(): void {
    this.#shutUp();
    this.#tone = undefined;
    this.#far = [];
    this.#freeSince = this.#ms;
    const afterHangUpMs = this.#ms - this.#since;
    const isAfter = this.#phase === "over";
    this.#enter("free");
    this.#say({ on: "freed", ...(isAfter ? { afterHangUpMs } : {}) });
  }
}

function add(into: Int16Array, sound: Int16Array, lossDb: number): void {
  const share = 10 ** (-lossDb / 20);
  for (let n = 0; n < into.length; n++) into[n] = into[n]! + Math.round(sound[n]! * share);
}
