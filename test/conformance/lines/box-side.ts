import type { EndReason } from "../../../appliance/contract/end-reason.ts";
import type { LineEvent, Party } from "../../../appliance/contract/line.ts";
import type { MediaDescription } from "../../../appliance/contract/media.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { RtpEnd } from "../../sim/rtp-end.ts";
import { heardForMs, tone } from "../../sim/sound.ts";
import type { LineUnderTest } from "./line-under-test.ts";

/** How long an event may take to come. */
const usualPatienceMs = 15_000;
type On<K extends LineEvent["on"]> = Extract<LineEvent, { on: K }>;

/** What a driver has to have for the box's half. */
type Driven = Pick<LineUnderTest, "perform" | "stop"> & { party: Party };

/** The box's half of a call over the line under test: what the timeline and the media plane would do. */
export class BoxSide<Line extends Driven = LineUnderTest> {
  readonly events: LineEvent[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #patienceMs: number;
  #line: Line | undefined;
  static #legs = 0;

  private constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  static async open<L extends Driven>(
    open: (hear: (event: LineEvent) => void) => Promise<L>,
    patienceMs = usualPatienceMs,
  ): Promise<BoxSide<L>> {
    const side = new BoxSide<L>(patienceMs);
    side.#line = await open((event) => {
      side.events.push(event);
      for (const listener of [...side.#listeners]) listener();
    });
    return side;
  }

  get line(): Line {
    if (!this.#line) throw new Error("not open");
    return this.#line;
  }

  /** The first event, of those to come or already there, that fits. */
  until<K extends LineEvent["on"]>(on: K, fits: (event: On<K>) => boolean = () => true): Promise<On<K>> {
    const find = (): On<K> | undefined => this.events.find((e): e is On<K> => e.on === on && fits(e as On<K>));
    const found = find();
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        reject(new Error(`no ${on} within ${this.#patienceMs} ms; heard: ${this.events.map((e) => e.on).join(", ")}`));
      }, this.#patienceMs);
      const look = (): void => {
        const event = find();
        if (!event) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve(event);
      };
      this.#listeners.add(look);
    });
  }

  ended(leg: LegId): Promise<On<"line.ended">> {
    return this.until("line.ended", (e) => e.leg === leg);
  }

  /** How often the leg's end was told. */
  endsOf(leg: LegId): number {
    return this.events.filter((e) => e.on === "line.ended" && e.leg === leg).length;
  }

  /** Takes the call that rings now. */
  async take(): Promise<BoxCall> {
    const known = new Set(this.events.filter((e) => e.on === "line.answered").map((e) => (e as On<"line.answered">).leg));
    const { leg, remote, from } = await this.until("line.ringing", (e) => !known.has(e.leg) && this.endsOf(e.leg) === 0);
    const sound = await RtpEnd.open();
    this.line.perform({ do: "line.answer", leg, local: descriptionOf(sound) });
    if (remote) sound.start(remote);
    await this.until("line.confirmed", (e) => e.leg === leg);
    return new BoxCall(this, leg, sound, from.number);
  }

  async dial(number: string, giveUpMs = 10_000, party: Party = this.line.party): Promise<BoxCall> {
    const sound = await RtpEnd.open();
    const leg = `test${++BoxSide.#legs}/1` as LegId;
    const to = { ...party, number };
    this.line.perform({ do: "line.dial", leg, to, from: { number: "075512345678" }, local: descriptionOf(sound), giveUpMs });
    void this.until("line.answered", (e) => e.leg === leg).then(
      ({ remote }) => remote && sound.start(remote),
      () => {},
    );
    return new BoxCall(this, leg, sound, "");
  }

  stop(): Promise<void> {
    return this.line.stop();
  }
}

export class BoxCall {
  readonly leg: LegId;
  readonly from: string;
  readonly #side: BoxSide<Driven>;
  readonly #sound: RtpEnd;

  constructor(side: BoxSide<Driven>, leg: LegId, sound: RtpEnd, from: string) {
    this.#side = side;
    this.leg = leg;
    this.#sound = sound;
    this.from = from;
  }

  say = (frequencyHz: number, forMs: number): Promise<void> => this.#sound.say(tone(frequencyHz, forMs * 8));
  press = (digits: string): Promise<void> => this.#sound.press(digits);
  /** Keys the far side pressed, whether the line tells of them or they come beside the sound (RFC 4733). */
  keys = (): string =>
    this.#side.events.map((e) => (e.on === "line.digit" && e.leg === this.leg ? e.digit : "")).join("") + this.#sound.pressed();
  heardForMs = (frequencyHz: number): number => heardForMs(this.#sound.heard(), frequencyHz);

  answered(): Promise<unknown> {
    return this.#side.until("line.answered", (e) => e.leg === this.leg);
  }

  /** Ends it from the box's side. */
  hangUp(why: EndReason = "hangup"): void {
    this.#side.line.perform({ do: "line.hangup", leg: this.leg, why });
  }

  /** Resolves when the line says it is over. */
  async over(): Promise<On<"line.ended">> {
    const event = await this.#side.ended(this.leg);
    this.#sound.stop();
    return event;
  }
}

const descriptionOf = (sound: RtpEnd): MediaDescription => ({
  address: "127.0.0.1",
  port: sound.port,
  codecs: [{ name: "PCMA", payloadType: 8 }],
  telephoneEventType: 101,
  ptimeMs: 20,
  direction: "sendrecv",
  rtcp: { mux: true, port: sound.port },
  sessionId: "1",
  sessionVersion: 1,
});
