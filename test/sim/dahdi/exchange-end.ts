import type { FarCall, FarSide } from "../../conformance/lines/line-under-test.ts";
import { tone } from "../sound.ts";
import type { DahdiCard } from "./dahdi-card.ts";
import type { CallerIdWay, ExchangeSays } from "./exchange-line.ts";

type Say<K extends ExchangeSays["on"]> = Extract<ExchangeSays, { on: K }>;

/** The exchange's end of one FXO socket of a simulated card. */
export class ExchangeEnd implements FarSide {
  readonly #card: DahdiCard;
  readonly #channel: number;
  /** How the exchange tells who calls. */
  way: CallerIdWay = "fsk";

  constructor(card: DahdiCard, channel: number) {
    this.#card = card;
    this.#channel = channel;
  }

  async callIn(from: string): Promise<FarCall> {
    const seized = this.#next("seized");
    this.#card.send({ do: "call-in", channel: this.#channel, from, way: this.way });
    await seized;
    return this.#call("");
  }

  async nextCall(): Promise<FarCall> {
    const { number } = await this.#next("dialled");
    return this.#call(number);
  }

  async pull(): Promise<void> {
    this.#card.send({ do: "pull", channel: this.#channel });
  }
  async putBack(): Promise<void> {
    this.#card.send({ do: "put-back", channel: this.#channel });
  }
  stop(): Promise<void> {
    return this.#card.stop();
  }

  #next<K extends ExchangeSays["on"]>(on: K): Promise<Say<K>> {
    return new Promise((resolve) => {
      const off = this.#listen((says) => {
        if (says.on !== on) return;
        off();
        resolve(says as Say<K>);
      });
    });
  }

  #listen(hear: (says: ExchangeSays) => void): () => void {
    return this.#card.listen((message) => {
      if (message.on === "line" && message.channel === this.#channel) hear(message.says);
    });
  }

  #call(dialled: string): FarCall {
    const [card, channel] = [this.#card, this.#channel];
    const heard: Int16Array[] = [];
    let pressed = "";
    const off = this.#listen((says) => {
      if (says.on === "heard") heard.push(says.sound);
      if (says.on === "digit") pressed += says.digit;
      if (says.on === "freed") off();
    });
    const tell = (what: "ring" | "answer" | "busy" | "hang-up"): void => card.send({ do: what, channel });
    return {
      dialled,
      ring: () => tell("ring"),
      answer: () => tell("answer"),
      refuse: () => tell("busy"),
      hangUp: () => tell("hang-up"),
      press: (digits) => card.say(channel, { digits }),
      pressed: () => pressed,
      say: (frequencyHz, forMs) => card.say(channel, { samples: tone(frequencyHz, forMs * 8) }),
      heard: () => Int16Array.from(heard.flatMap((block) => [...block])),
      ended: this.#next("freed").then(() => {}),
    };
  }
}
