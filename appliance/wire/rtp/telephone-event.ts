/** RFC 4733 3.2: events 0-15 are the DTMF digits, 16 is the hook flash. */
const characters = "0123456789*#ABCD!";

export const eventOf = (character: string): number | undefined => {
  const event = character.length === 1 ? characters.indexOf(character.toUpperCase()) : -1;
  return event < 0 ? undefined : event;
};
export const charOf = (event: number): string | undefined => characters[event];

/** One packet to send; `payload` (4 bytes) is reused. `timestamp` is that of the event's start. */
export type EventPacket = { payload: Uint8Array; marker: boolean; timestamp: number };

export const newEventPacket = (): EventPacket => ({ payload: new Uint8Array(4), marker: false, timestamp: 0 });

export type TelephoneEventSenderOptions = { frameMs?: number; updateMs?: number; gapMs?: number };

const unitsPerMs = 8;
const pressLimit = 64;
const longestUnits = 0xffff;
// RFC 4733 2.5.1.4: the last packet is sent three times in all
const endPackets = 3;
/** Timestamps so far back are a new stream, not a straggler. */
const staleUnits = 10 * 8000;

type Press = { event: number; units: number; volume: number };

/**
 * Sends key presses as telephone events: ask once per frame; when it answers, send that packet instead of audio, with the next sequence number.
 * Presses queue up (64 at most) and are `gapMs` apart.
 */
export class TelephoneEventSender {
  readonly #frameUnits: number;
  readonly #updateFrames: number;
  readonly #gapUnits: number;
  readonly #presses: Press[] = [];
  #current: Press | undefined;
  /** A long press is sent in segments, each with its own start and duration. */
  #segmentTimestamp = 0;
  #elapsedUnits = 0;
  #segmentUnits = 0;
  #framesToUpdate = 0;
  #endsLeft = 0;
  #gapLeftUnits = 0;

  constructor(options: TelephoneEventSenderOptions = {}) {
    const frameMs = options.frameMs ?? 20;
    this.#frameUnits = frameMs * unitsPerMs;
    this.#updateFrames = Math.max(1, Math.round((options.updateMs ?? 20) / frameMs));
    this.#gapUnits = (options.gapMs ?? 60) * unitsPerMs;
  }

  get busy(): boolean {
    return this.#current !== undefined || this.#presses.length > 0;
  }

  /** False if the queue is full or the event is none of 0..255. `volume`: 0..63, in -dBm0. */
  press(event: number, durationMs: number, volume = 10): boolean {
    if (!Number.isInteger(event) || event < 0 || event > 255 || this.#presses.length >= pressLimit) return false;
    const units = Math.max(this.#frameUnits, Math.round(Math.min(durationMs, 60_000) * unitsPerMs));
    this.#presses.push({ event, units, volume: Math.min(63, Math.max(0, Math.round(volume))) });
    return true;
  }

  /** Ends the present press at the next tick and forgets the queued ones. */
  release(): void {
    this.#presses.length = 0;
    if (this.#current !== undefined) this.#current.units = Math.min(this.#current.units, this.#elapsedUnits + this.#frameUnits);
  }

  /** One frame at RTP time `timestamp`. "event": send `out` instead of audio; "hush": send nothing; "idle": send audio as usual. */
  tick(timestamp: number, out: EventPacket): "event" | "hush" | "idle" {
    if (this.#current !== undefined) return this.#continue(this.#current, out);
    if (this.#gapLeftUnits > 0) {
      this.#gapLeftUnits -= this.#frameUnits;
      return "idle";
    }
    this.#current = this.#presses.shift();
    if (this.#current === undefined) return "idle";
    this.#segmentTimestamp = timestamp >>> 0;
    this.#elapsedUnits = 0;
    this.#segmentUnits = 0;
    this.#framesToUpdate = 0;
    this.#endsLeft = endPackets;
    this.#continue(this.#current, out);
    out.marker = true; // RFC 4733 2.5.1.1: on the first packet of an event
    return "event";
  }

  #continue(press: Press, out: EventPacket): "event" | "hush" {
    if (this.#elapsedUnits < press.units) {
      const step = Math.min(this.#frameUnits, press.units - this.#elapsedUnits);
      // RFC 4733 2.5.1.3: the duration field is full: a new segment begins where this one ends, without marker
      if (this.#segmentUnits + step > longestUnits) {
        this.#segmentTimestamp = (this.#segmentTimestamp + this.#segmentUnits) >>> 0;
        this.#segmentUnits = 0;
      }
      this.#elapsedUnits += step;
      this.#segmentUnits += step;
    }
    const ending = this.#elapsedUnits >= press.units;
    if (!ending && this.#framesToUpdate > 0) {
      this.#framesToUpdate--;
      return "hush";
    }
    this.#framesToUpdate = this.#updateFrames - 1;
    this.#write(press, ending, out);
    if (ending && --this.#endsLeft === 0) {
      this.#current = undefined;
      this.#gapLeftUnits = Math.max(0, this.#gapUnits - (endPackets - 1) * this.#frameUnits);
    }
    return "event";
  }

  // RFC 4733 2.3: event, E R volume, duration
  #write(press: Press, ending: boolean, out: EventPacket): void {
    out.payload[0] = press.event;
    out.payload[1] = (ending ? 0x80 : 0) | press.volume;
    out.payload[2] = this.#segmentUnits >> 8;
    out.payload[3] = this.#segmentUnits & 255;
    out.marker = false;
    out.timestamp = this.#segmentTimestamp;
  }
}

/** Hears key presses in telephone events. Each press is told once, by the first of its packets that gets through. */
export class TelephoneEventReceiver {
  #event = -1;
  #timestamp = 0;
  #lastDuration = 0;
  #segmentsUnits = 0;
  #ended = true;
  #heard = false;

  /** The character that is held down now, as far as the packets tell; a lost end leaves it so until the next press or `forget`. */
  get held(): string | undefined {
    return this.#ended ? undefined : charOf(this.#event);
  }

  /** Length of the present or last press. */
  get durationMs(): number {
    return (this.#segmentsUnits + this.#lastDuration) / unitsPerMs;
  }

  /** Audio has come back, or the stream has changed: nothing is held any more. */
  forget(): void {
    this.#ended = true;
  }

  /** One packet's payload. The char code of a press not told before, otherwise 0. */
  receive(bytes: Uint8Array, start: number, length: number, timestamp: number, marker: boolean): number {
    if (length < 4 || start + 4 > bytes.length) return 0;
    const event = bytes[start]!;
    const ends = bytes[start + 1]! >= 128;
    const duration = (bytes[start + 2]! << 8) | bytes[start + 3]!;
    const ahead = this.#heard ? (timestamp - this.#timestamp) | 0 : 1;
    if (ahead < 0 && ahead > -staleUnits) return 0; // a straggler of an earlier press
    if (ahead === 0 && event === this.#event) return this.#update(duration, ends);
    if (ahead !== 0 && !marker && this.#continues(event, ahead, duration)) {
      this.#segmentsUnits += ahead;
      this.#timestamp = timestamp;
      this.#lastDuration = 0;
      return this.#update(duration, ends);
    }
    this.#heard = true;
    this.#event = event;
    this.#timestamp = timestamp;
    this.#lastDuration = duration;
    this.#segmentsUnits = 0;
    this.#ended = ends;
    return characters.charCodeAt(event) || 0;
  }

  #update(duration: number, ends: boolean): number {
    if (duration > this.#lastDuration) this.#lastDuration = duration;
    if (ends) this.#ended = true;
    return 0;
  }

  /**
   * RFC 4733 2.5.1.3: the next segment of a long press starts where the full one ended (allow for lost updates).
   * Some senders wrongly move the timestamp with every update; their duration then still grows.
   */
  #continues(event: number, ahead: number, duration: number): boolean {
    if (event !== this.#event || this.#ended) return false;
    const isSegment = ahead > longestUnits - 4000 && ahead <= longestUnits;
    return isSegment || (ahead < 4000 && duration > this.#lastDuration);
  }
}
