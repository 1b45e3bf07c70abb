import type { CallerId } from "../../../appliance/wire/analog/caller-id-message.ts";
import { MessageReader } from "../../../appliance/wire/analog/caller-id-message.ts";
import { DtmfCallerId } from "../../../appliance/wire/analog/dtmf-caller-id.ts";
import { FskReceiver } from "../../../appliance/wire/analog/fsk-receiver.ts";
import { DtmfDetector } from "../../../appliance/wire/audio/dtmf-detector.ts";
import { heardForMs, tone } from "../sound.ts";
import type { DahdiCard } from "./dahdi-card.ts";
import type { HandsetSays } from "./handset.ts";

/** Somebody at a telephone in an FXS socket of a simulated card. */
export class HandsetEnd {
  readonly #card: DahdiCard;
  readonly #channel: number;
  readonly #listeners = new Set<(says: HandsetSays) => void>();
  readonly #reader = new MessageReader();
  readonly #receiver: FskReceiver;
  /** Those that are told by keys, as telephones of the exchanges with DTMF are. */
  readonly #keys = new DtmfDetector();
  readonly #keyReader = new DtmfCallerId();
  #ms = 0;
  #heard: Int16Array[] = [];
  rings = 0;
  /** Rings when the caller was shown. */
  readonly callers: { caller: CallerId; afterRings: number }[] = [];
  /** What was said of its message lamp. */
  readonly lamps: boolean[] = [];

  constructor(card: DahdiCard, channel: number) {
    this.#card = card;
    this.#channel = channel;
    this.#receiver = new FskReceiver((heard) => {
      if ("lost" in heard) return this.#reader.forget();
      const message = this.#reader.feed(heard.byte);
      if (message?.kind === "caller") this.callers.push({ caller: message.caller, afterRings: this.rings });
      if (message?.kind === "lamp") this.lamps.push(message.on);
    });
    card.listen((message) => {
      if (message.on === "handset" && message.channel === channel) this.#hear(message.says);
    });
  }

  lift(): void {
    this.#card.send({ do: "off-hook", channel: this.#channel });
  }
  replace(): void {
    this.#card.send({ do: "on-hook", channel: this.#channel });
  }
  flash(): void {
    this.#heard = [];
    this.#card.send({ do: "flash", channel: this.#channel });
  }
  press(digits: string): Promise<void> {
    return this.#card.say(this.#channel, { digits });
  }
  say(frequencyHz: number, forMs: number): Promise<void> {
    return this.#card.say(this.#channel, { samples: tone(frequencyHz, forMs * 8) });
  }

  /** Begins to listen anew. */
  listenAnew(): void {
    this.#heard = [];
  }
  heardForMs(frequencyHz: number): number {
    return heardForMs(this.heard(), frequencyHz);
  }
  heard(): Int16Array {
    return Int16Array.from(this.#heard.flatMap((block) => [...block]));
  }

  until<K extends HandsetSays["on"]>(on: K): Promise<Extract<HandsetSays, { on: K }>> {
    return new Promise((resolve) => {
      const look = (says: HandsetSays): void => {
        if (says.on !== on) return;
        this.#listeners.delete(look);
        resolve(says as Extract<HandsetSays, { on: K }>);
      };
      this.#listeners.add(look);
    });
  }

  #hear(says: HandsetSays): void {
    if (says.on === "rings") this.rings++;
    if (says.on === "heard") {
      this.#heard.push(says.sound);
      this.#receiver.feed(says.sound);
      this.#byKeys(says.sound);
    }
    for (const listener of [...this.#listeners]) listener(says);
  }

  #byKeys(sound: Int16Array): void {
    this.#ms += sound.length / 8;
    const key = this.#keys.feed(sound, 0, sound.length);
    const caller = key ? this.#keyReader.key(String.fromCharCode(key), this.#ms) : undefined;
    if (caller) this.callers.push({ caller, afterRings: this.rings });
  }
}
