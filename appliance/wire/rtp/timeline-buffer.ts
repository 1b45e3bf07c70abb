/** `windowMs`: how long a packet may be under way and still find its place. */
export type TimelineOptions = { silence?: number; windowMs?: number };

/** Counters since construction. anchors: times the stream was placed anew by the clock on the wall. */
export type TimelineStats = { packets: number; late: number; anchors: number };

const unitsPerMs = 8;
const capacity = 32768; // four seconds
const mask = capacity - 1;
/** A stream whose timestamps disagree with the wall clock by more than this has jumped (a stall delays all, so allow for one). */
const jumpUnits = 1500 * unitsPerMs;
/** Smaller disagreement is clock drift; it is made good in steps no smaller than this. */
const driftUnits = 30 * unitsPerMs;
const driftPeriodMs = 5000;

/**
 * One direction of a recording: payload bytes find their place by timestamp, gaps stay silent, and second n of the result is second n of the call.
 * Take the same number of bytes from both directions and they stay side by side. Drain the sockets before taking.
 */
export class TimelineBuffer {
  readonly stats: TimelineStats = { packets: 0, late: 0, anchors: 0 };
  readonly #ring = new Uint8Array(capacity);
  readonly #startMs: number;
  readonly #silence: number;
  readonly #windowUnits: number;
  #taken = 0;
  #ssrc = -1;
  /** Timeline position of timestamp `#base`. */
  #anchor = 0;
  #base = 0;
  #highest = 0; // position of the youngest packet
  #leastTransit = Number.POSITIVE_INFINITY;
  #periodEndMs = 0;

  constructor(startMs: number, options: TimelineOptions = {}) {
    this.#startMs = startMs;
    this.#silence = options.silence ?? 0xd5;
    this.#windowUnits = Math.min(options.windowMs ?? 400, 2000) * unitsPerMs;
    this.#ring.fill(this.#silence);
  }

  put(ssrc: number, _sequence: number, timestamp: number, bytes: Uint8Array, start: number, length: number, nowMs: number): void {
    this.stats.packets++;
    const arrival = Math.round((nowMs - this.#startMs) * unitsPerMs) - length; // its first byte was spoken this long ago at the latest
    let at = this.#highest + ((timestamp - this.#base - (this.#highest - this.#anchor)) | 0);
    if (ssrc !== this.#ssrc || this.stats.anchors === 0 || Math.abs(arrival - at) > jumpUnits) {
      this.#ssrc = ssrc;
      at = this.#place(timestamp, arrival, nowMs);
    } else if (this.#hasDrifted(arrival - at, nowMs)) at = this.#place(timestamp, at + this.#leastTransit, nowMs);
    if (at > this.#highest) this.#highest = at;
    this.#write(at, bytes, start, length);
  }

  /** Bytes that may be taken at `nowMs`: older than the window. */
  ready(nowMs: number): number {
    return Math.max(0, Math.floor((nowMs - this.#startMs) * unitsPerMs) - this.#windowUnits - this.#taken);
  }

  /** Bytes from the end of what was taken to `nowMs`: for the last piece of a recording. */
  rest(nowMs: number): number {
    return Math.max(0, Math.floor((nowMs - this.#startMs) * unitsPerMs) - this.#taken);
  }

  /** The next `count` bytes of the timeline; where nothing arrived, silence. */
  take(dst: Uint8Array, start: number, count: number): void {
    const from = this.#taken & mask;
    const first = Math.min(count, capacity - from);
    this.#move(dst, start, from, first);
    // Beyond the end of the ring it goes on at its beginning.
    if (first < count) this.#move(dst, start + first, 0, count - first);
    this.#taken += count;
  }

  /** Whole runs at once: this is on the path of every recorded packet. */
  #move(dst: Uint8Array, start: number, from: number, count: number): void {
    const ring = this.#ring;
    dst.set(ring.subarray(from, from + count), start);
    ring.fill(this.#silence, from, from + count);
  }

  #place(timestamp: number, at: number, nowMs: number): number {
    this.stats.anchors++;
    this.#base = timestamp;
    this.#anchor = at;
    this.#highest = at;
    this.#leastTransit = Number.POSITIVE_INFINITY;
    this.#periodEndMs = nowMs + driftPeriodMs;
    return at;
  }

  /** The fastest packet of some seconds tells the drift apart from jitter. */
  #hasDrifted(transit: number, nowMs: number): boolean {
    if (transit < this.#leastTransit) this.#leastTransit = transit;
    if (nowMs < this.#periodEndMs) return false;
    if (Math.abs(this.#leastTransit) > driftUnits) return true;
    this.#periodEndMs = nowMs + driftPeriodMs;
    this.#leastTransit = Number.POSITIVE_INFINITY;
    return false;
  }

  #write(at: number, bytes: Uint8Array, start: number, length: number): void {
    const from = Math.max(at, this.#taken);
    const to = Math.min(at + length, this.#taken + capacity);
    if (from >= to) {
      this.stats.late++;
      return;
    }
    const ring = this.#ring;
    const slot = from & mask;
    const first = Math.min(to - from, capacity - slot);
    let i = start + from - at;
    for (let n = 0; n < first; n++) ring[slot + n] = bytes[i++]!;
    for (let n = 0; n < to - from - first; n++) ring[n] = bytes[i++]!;
  }
}
