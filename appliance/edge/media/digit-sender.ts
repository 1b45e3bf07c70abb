import { dtmfTone, ToneGenerator } from "../../wire/audio/tones.ts";
import { type EventPacket, eventOf, newEventPacket, TelephoneEventSender } from "../../wire/rtp/telephone-event.ts";

const pressMs = 100;
const gapMs = 60;
const digitLimit = 64;

/** Digits on their way to a leg: as telephone events if the far side has agreed to them (RFC 4733), else as tones. */
export class DigitSender {
  readonly packet: EventPacket = newEventPacket();
  readonly #events = new TelephoneEventSender({ gapMs });
  #tones: ToneGenerator | undefined;
  #waiting = "";
  #eventsRunning = false;

  /** Characters that are no digits are left out. Beyond 64 waiting digits the rest is dropped. */
  send(digits: string, asEvents: boolean): void {
    const known = [...digits.toUpperCase()].filter((digit) => "0123456789*#ABCD".includes(digit)).join("");
    if (asEvents) {
      for (const digit of known) this.#eventsRunning = this.#events.press(eventOf(digit)!, pressMs) || this.#eventsRunning;
    } else this.#waiting = (this.#waiting + known).slice(0, digitLimit);
  }

  get busy(): boolean {
    return this.#eventsRunning || this.#tones !== undefined || this.#waiting.length > 0;
  }

  /** What this frame carries: an event in `packet`, tone samples in `frame`, a pause between two digits, or nothing of ours. */
  tick(timestamp: number, frame: Int16Array): "event" | "tone" | "pause" | "nothing" {
    if (this.#eventsRunning) {
      if (this.#events.tick(timestamp, this.packet)) return "event";
      if (this.#events.busy) return "pause";
      this.#eventsRunning = false;
    }
    if (this.#tones === undefined && this.#waiting.length > 0) {
      this.#tones = new ToneGenerator(dtmfTone(this.#waiting, pressMs, gapMs));
      this.#waiting = "";
    }
    if (this.#tones === undefined) return "nothing";
    if (!this.#tones.render(frame, 0, frame.length)) this.#tones = undefined;
    return "tone";
  }
}
