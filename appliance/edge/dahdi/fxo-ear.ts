import type { AnalogLine } from "../../contract/line-settings.ts";
import { type CallerId, MessageReader } from "../../wire/analog/caller-id-message.ts";
import { DtmfCallerId } from "../../wire/analog/dtmf-caller-id.ts";
import { FskReceiver } from "../../wire/analog/fsk-receiver.ts";
import { DtmfDetector } from "../../wire/audio/dtmf-detector.ts";
import { levelDbm0 } from "../../wire/audio/energy.ts";
import { decodeAlaw } from "../../wire/audio/g711.ts";
import { type LineTone, LineTones } from "../../wire/audio/line-tones.ts";
import { blockBytes, type CallerShown } from "../ports/port.ts";

export type FxoHears = { caller: CallerShown } | { tone: LineTone } | { digit: string } | { quiet: true };

/** What can be heard now: who calls, or the exchange and the far end. */
export type Listening = "caller" | "call" | "nothing";

/** Nothing louder than the noise of a line for so long: nobody is there. */
const quietLimitMs = 60_000;
const quietDbm0 = -45;
const blockMs = 20;

/** Listens to a line from the exchange, one block after the other. */
export class FxoEar {
  readonly #hear: (heard: FxoHears) => void;
  readonly #ways: AnalogLine["callerId"];
  readonly #tones: LineTones;
  readonly #keys = new DtmfDetector();
  readonly #samples = new Int16Array(blockBytes);
  #reader = new MessageReader();
  #fsk: FskReceiver | undefined;
  #dtmf = new DtmfCallerId();
  #listening: Listening = "nothing";
  #quietMs = 0;
  #ms = 0;

  constructor(line: Pick<AnalogLine, "callerId" | "busyTone">, country: string, hear: (heard: FxoHears) => void) {
    this.#ways = line.callerId;
    this.#tones = new LineTones(country, line.busyTone);
    this.#hear = hear;
  }

  listen(to: Listening): void {
    if (to === this.#listening) return;
    this.#listening = to;
    this.#keys.reset();
    this.#tones.reset();
    this.#dtmf = new DtmfCallerId();
    this.#reader = new MessageReader();
    this.#fsk = to === "caller" && this.#ways.includes("fsk") ? this.#receiver() : undefined;
    this.#quietMs = 0;
  }

  block(block: Uint8Array): void {
    if (this.#listening === "nothing") return;
    this.#ms += blockMs;
    decodeAlaw(block, 0, this.#samples, 0, blockBytes);
    if (this.#listening === "caller") this.#caller();
    else this.#call();
  }

  #receiver(): FskReceiver {
    return new FskReceiver((heard) => {
      if ("lost" in heard) return this.#reader.forget();
      const message = this.#reader.feed(heard.byte);
      if (message?.kind === "caller") this.#hear({ caller: shown(message.caller) });
    });
  }

  #caller(): void {
    this.#fsk?.feed(this.#samples);
    if (!this.#ways.includes("dtmf")) return;
    const key = this.#keys.feed(this.#samples, 0, blockBytes);
    const caller = (key ? this.#dtmf.key(String.fromCharCode(key), this.#ms) : undefined) ?? this.#dtmf.quiet(this.#ms);
    if (caller) this.#hear({ caller: shown(caller) });
  }

  #call(): void {
    const tone = this.#tones.feed(this.#samples);
    if (tone) this.#hear({ tone });
    const key = this.#keys.feed(this.#samples, 0, blockBytes);
    if (key) this.#hear({ digit: String.fromCharCode(key) });
    this.#quietMs = levelDbm0(this.#samples, 0, blockBytes) < quietDbm0 ? this.#quietMs + blockMs : 0;
    if (this.#quietMs === quietLimitMs) this.#hear({ quiet: true });
  }
}

const shown = ({ number = "", name, withheld }: CallerId): CallerShown => ({
  number,
  withheld,
  ...(name === undefined ? {} : { name }),
});
