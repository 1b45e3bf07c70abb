import type { ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import { type CallerId, MessageReader } from "../../wire/analog/caller-id-message.ts";
import { DtmfCallerId } from "../../wire/analog/dtmf-caller-id.ts";
import { FskReceiver } from "../../wire/analog/fsk-receiver.ts";
import { DtmfDetector } from "../../wire/audio/dtmf-detector.ts";
import { dbm0Of } from "../../wire/audio/energy.ts";
import { alawSilence, decodeAlaw, encodeAlaw } from "../../wire/audio/g711.ts";
import { Goertzel } from "../../wire/audio/goertzel.ts";
import { ToneMeter } from "../../wire/audio/tone-meter.ts";
import { ToneGenerator } from "../../wire/audio/tones.ts";
import { blockBytes } from "../ports/port.ts";
import { event } from "./dahdi-calls.ts";

/** What the probe does to its line. */
export type ProbeHand = { hook(isOff: boolean): void; dial(digits: string): void };
/** What is seen, without its moment. */
export type Sight = ProbeSaw extends infer Each ? (Each extends ProbeSaw ? Omit<Each, "atMs"> : never) : never;

const blockMs = 20;
/** No exchange is silent for so long between two rings of one call (ITU-T E.180). */
const ringsOverMs = 6_000;

type Saying = { generator: ToneGenerator; leftMs: number };
type Measuring = { finder: Goertzel; frequencyHz: number; leftMs: number };

/** Eyes and hands of the line doctor on one line while it is lent to him: tells all that is seen, decides nothing. */
export class FxoProbe {
  readonly #hand: ProbeHand;
  readonly #tell: (saw: ProbeSaw) => void;
  readonly #samples = new Int16Array(blockBytes);
  readonly #out = new Int16Array(blockBytes);
  readonly #keys = new DtmfDetector();
  readonly #meter: ToneMeter;
  readonly #fsk: FskReceiver;
  readonly #reader = new MessageReader();
  readonly #dtmf = new DtmfCallerId();
  #ms = 0;
  #saying: Saying | undefined;
  #measuring: Measuring | undefined;
  #ringMs: number | undefined;
  #caller: CallerId | undefined;
  isOffHook = false;

  constructor(hand: ProbeHand, tell: (saw: ProbeSaw) => void) {
    this.#hand = hand;
    this.#tell = tell;
    this.#meter = new ToneMeter(({ tone, ...measured }) => {
      if (this.isOffHook) this.see({ saw: tone, ...measured } as Sight);
    });
    this.#fsk = new FskReceiver((heard) => {
      if ("lost" in heard) return this.#reader.forget();
      const message = this.#reader.feed(heard.byte);
      if (message?.kind === "caller") this.#sawCaller("fsk", message.caller);
    });
  }

  /** Rings have been seen and may go on: whoever gets the line back has a call. */
  get isRinging(): boolean {
    return !this.isOffHook && this.#ringMs !== undefined && this.#ms - this.#ringMs < ringsOverMs;
  }
  get caller(): CallerId | undefined {
    return this.#caller;
  }

  see(sight: Sight): void {
    this.#tell({ ...sight, atMs: this.#ms } as ProbeSaw);
  }

  perform(order: Exclude<ProbeOrder, { do: "take" | "give-back" }>): void {
    switch (order.do) {
      case "off-hook":
      case "on-hook":
        this.#hook(order.do === "off-hook");
        return;
      case "dial":
        this.#meter.reset();
        this.#hand.dial(order.digits);
        return;
      case "say": {
        const { frequencyHz, levelDbm0, forMs } = order;
        const part = { frequenciesHz: [frequencyHz], levelDbm0, onMs: forMs, offMs: 0 };
        this.#saying = { generator: new ToneGenerator({ parts: [part], repeat: false }), leftMs: forMs };
        return;
      }
      case "measure":
        this.#measuring = { finder: new Goertzel(order.frequencyHz), frequencyHz: order.frequencyHz, leftMs: order.forMs };
        return;
    }
  }

  /** A card's event; alarms and removal are the port's own matter. */
  event(code: number): void {
    switch (code) {
      case event.ringBegin:
      case event.ringOffHook:
        this.#ringMs = this.#ms;
        return this.see({ saw: "ring", begins: code === event.ringBegin });
      case event.polarity:
        return this.see({ saw: "polarity" });
      case event.onHook:
        return this.see({ saw: "battery-gone" });
      case event.dialComplete:
        // What was heard while the card dialled were its own digits.
        this.#meter.reset();
        return this.see({ saw: "dialled" });
    }
  }

  block(block: Uint8Array): void {
    this.#ms += blockMs;
    decodeAlaw(block, 0, this.#samples, 0, blockBytes);
    this.#measure();
    // Its time is the line's, also while nothing is to be heard.
    this.#meter.feed(this.#samples);
    if (this.isOffHook) return;
    this.#fsk.feed(this.#samples);
    const key = this.#keys.feed(this.#samples, 0, blockBytes);
    const caller = (key ? this.#dtmf.key(String.fromCharCode(key), this.#ms) : undefined) ?? this.#dtmf.quiet(this.#ms);
    if (caller) this.#sawCaller("dtmf", caller);
  }

  /** What the line gets for each block it gives. */
  next(into: Uint8Array): void {
    const saying = this.#saying;
    if (!saying) {
      into.fill(alawSilence);
      return;
    }
    saying.generator.render(this.#out, 0, blockBytes);
    encodeAlaw(this.#out, 0, into, 0, blockBytes);
    saying.leftMs -= blockMs;
    if (saying.leftMs > 0) return;
    this.#saying = undefined;
    this.see({ saw: "said" });
  }

  #hook(isOff: boolean): void {
    this.isOffHook = isOff;
    this.#ringMs = undefined;
    this.#caller = undefined;
    this.#saying = undefined;
    this.#measuring = undefined;
    this.#keys.reset();
    this.#reader.forget();
    this.#meter.reset();
    this.#hand.hook(isOff);
  }

  #measure(): void {
    const measuring = this.#measuring;
    if (!measuring) return;
    measuring.finder.add(this.#samples, 0, blockBytes);
    measuring.leftMs -= blockMs;
    if (measuring.leftMs > 0) return;
    this.#measuring = undefined;
    this.see({ saw: "level", frequencyHz: measuring.frequencyHz, levelDbm0: dbm0Of(measuring.finder.take()) });
  }

  #sawCaller(way: "fsk" | "dtmf", caller: CallerId): void {
    this.#caller = caller;
    this.see({ saw: "caller", way, number: caller.number ?? "", withheld: caller.withheld });
  }
}
