const unitsPerMs = 8;
/** In place of an SSRC. */
const ours = -1;
const nobody = -2;
/** RFC 3550 A.1 MAX_DROPOUT: a jump of this many packets is a new stream. */
const jump = 3000;

/**
 * Sequence numbers and timestamps of what one leg is sent, continuous although the sound comes from prompts, mixes and other legs in turn.
 * After `own` or `relay` the fields `sequence`, `timestamp` and `marker` are those of the packet to send.
 */
export class OutStream {
  readonly ssrc: number;
  sequence = 0;
  timestamp = 0;
  marker = false;
  packets = 0;
  octets = 0;
  /** Without wrap. Numbers begin as numbers: V8 keeps such fields in place instead of making a new object for each value. */
  #highest = 0;
  #floor = 0;
  #lastTimestamp = 0;
  #lastUnits = 0;
  #sentAtMs = 0;
  #started = false;
  #source = nobody;
  #sequenceShift = 0;
  #timestampShift = 0;

  constructor(ssrc: number, firstSequence: number, firstTimestamp: number) {
    this.ssrc = ssrc >>> 0;
    this.#highest = 65536 + (firstSequence & 0xffff) - 1;
    this.#lastTimestamp = firstTimestamp >>> 0;
  }

  get started(): boolean {
    return this.#started;
  }
  get lastTimestamp(): number {
    return this.#lastTimestamp;
  }
  get sentAtMs(): number {
    return this.#sentAtMs;
  }

  /** Timestamp of a frame of our own whose tick is at `tickMs`. */
  ownTimestamp(tickMs: number): number {
    const units = Math.round(tickMs * unitsPerMs);
    if (this.#source !== ours) {
      this.#source = ours;
      this.#timestampShift = this.#spliceTimestamp(tickMs) - units;
    }
    return (units + this.#timestampShift) >>> 0;
  }

  /** A packet of our own, `units` long. */
  own(timestamp: number, units: number, tickMs: number): void {
    this.sequence = ++this.#highest & 0xffff;
    this.timestamp = timestamp >>> 0;
    // RFC 3551 4.1: the marker says that a talkspurt begins
    this.marker = !this.#started || this.timestamp !== (this.#lastTimestamp + this.#lastUnits) >>> 0;
    this.#floor = this.#highest;
    this.#note(this.timestamp, units, tickMs);
  }

  /** What is handed on next comes from somewhere else, whatever its SSRC. */
  cut(): void {
    if (this.#source !== ours) this.#source = nobody;
  }

  /** A packet handed on from the stream of this SSRC. False: it belongs before something already sent in its place. */
  relay(ssrc: number, sequence: number, timestamp: number, marker: boolean, units: number, nowMs: number): boolean {
    this.marker = marker;
    if (ssrc !== this.#source) this.#splice(ssrc, sequence, timestamp, nowMs);
    let step = this.#step(sequence);
    if (step > jump || step < -jump) {
      this.#splice(ssrc, sequence, timestamp, nowMs);
      step = 1;
    }
    if (this.#highest + step < this.#floor) return false;
    this.sequence = (this.#highest + step) & 0xffff;
    this.timestamp = (timestamp + this.#timestampShift) >>> 0;
    if (step > 0) {
      this.#highest += step;
      this.#note(this.timestamp, units, nowMs);
    }
    return true;
  }

  #step(sequence: number): number {
    return ((sequence + this.#sequenceShift - this.#highest) << 16) >> 16;
  }

  #splice(ssrc: number, sequence: number, timestamp: number, nowMs: number): void {
    this.#source = ssrc;
    this.#floor = this.#highest + 1;
    this.#sequenceShift = this.#floor - sequence;
    this.#timestampShift = this.#spliceTimestamp(nowMs) - timestamp;
    this.marker = true;
  }

  /** Where a new source begins: as much later as time has passed, and never inside what was sent. */
  #spliceTimestamp(nowMs: number): number {
    if (!this.#started) return this.#lastTimestamp;
    const passed = Math.round((nowMs - this.#sentAtMs) * unitsPerMs);
    return this.#lastTimestamp + Math.max(this.#lastUnits, passed);
  }

  #note(timestamp: number, units: number, nowMs: number): void {
    this.#lastTimestamp = timestamp;
    this.#lastUnits = units;
    this.#sentAtMs = nowMs;
    this.#started = true;
  }
}
