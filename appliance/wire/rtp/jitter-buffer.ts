import { DelayHistogram } from "./delay-histogram.ts";

/** One frame handed out; `bytes` belongs to the caller and is reused. */
export type FrameView = {
  bytes: Uint8Array;
  length: number;
  /** RTP timestamp of the first byte, 32 bits. */
  timestamp: number;
  /** Bytes of this frame that had not arrived and were filled with silence. */
  missing: number;
};

export const newFrameView = (bytes = 160): FrameView => ({ bytes: new Uint8Array(bytes), length: 0, timestamp: 0, missing: 0 });

export type JitterOptions = { frameMs?: number; minMs?: number; maxMs?: number; silence?: number };

/** Counters since construction; plain numbers. */
export type JitterStats = {
  /** Packets that came in; late: after their time; duplicate: a second copy; reordered: after a younger one. */
  packets: number;
  late: number;
  duplicates: number;
  reordered: number;
  /** Frames handed out; lost: due but not there; stretched: repeated to gain delay; shed: thrown away to lose delay. */
  frames: number;
  lost: number;
  stretched: number;
  shed: number;
  /** New streams: another SSRC, or timestamps that jumped. */
  restarts: number;
};

const unitsPerMs = 8; // one payload byte per timestamp unit at 8 kHz
const capacity = 8192; // about one second
const mask = capacity - 1;
const absent = 0;
const present = 1;
const paused = 2; // the sender says there is nothing here (silence suppression, telephone events)
/** Packets may be late for our target delay this often. */
const lateShare = 0.02;
/** After this many dry frames nobody needs concealment any more. */
const dryFramesConcealed = 3;

/**
 * Adaptive playout buffer over a ring of bytes placed by timestamp: any packet length fits, duplicates and disorder need no special case.
 * Playing dry holds the playout point (late words are heard late rather than never); too much delay is shed frame by frame, in silence if possible.
 * Nothing is allocated after construction.
 */
export class JitterBuffer {
  readonly stats: JitterStats = {
    packets: 0,
    late: 0,
    duplicates: 0,
    reordered: 0,
    frames: 0,
    lost: 0,
    stretched: 0,
    shed: 0,
    restarts: 0,
  };
  readonly #ring = new Uint8Array(capacity);
  readonly #state = new Uint8Array(capacity);
  readonly #delays = new DelayHistogram();
  readonly #frameUnits: number;
  readonly #frameMs: number;
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #silence: number;
  #streaming = false;
  #ssrc = -1;
  #highestSequence = 0;
  /** Timestamps without wrap: of the highest packet's first byte, of the byte behind the last one, of the next byte to play. */
  #highest = 0;
  #end = 0;
  #play = 0;
  /** Playing has not begun, or begins anew with the next packet. */
  #waiting = true;
  #dryFrames = 0;
  #heldFrames = 0;
  #lastGetMs = Number.NEGATIVE_INFINITY;
  #excessSinceMs = Number.NaN;
  #deficitSinceMs = Number.NaN;
  #targetMs: number;
  #putsSinceTarget = 0;

  constructor(options: JitterOptions = {}) {
    this.#frameMs = options.frameMs ?? 20;
    this.#frameUnits = this.#frameMs * unitsPerMs;
    this.#minMs = Math.max(options.minMs ?? 20, 0);
    this.#maxMs = Math.min(Math.max(options.maxMs ?? 400, this.#minMs + 2 * this.#frameMs), 600);
    this.#silence = options.silence ?? 0xd5;
    this.#targetMs = Math.max(this.#minMs, this.#frameMs);
  }

  /** Delay that is aimed at, counted from the arrival of the fastest packets. */
  get targetMs(): number {
    return this.#targetMs;
  }

  /** Audio that lies in the buffer, in ms. */
  get delayMs(): number {
    return this.#waiting ? 0 : Math.max(0, this.#end - this.#play) / unitsPerMs;
  }

  reset(): void {
    this.#streaming = false;
    this.#waiting = true;
    this.#ssrc = -1;
    this.#state.fill(absent);
    this.#delays.forgetTransit();
  }

  /**
   * A packet has arrived. `length` 0 stands for a packet without audio (telephone event, comfort noise): only its number counts, so that the gap is no loss.
   */
  put(
    sequence: number,
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    length: number,
    nowMs: number,
    marker = false,
    ssrc = -1,
  ): void {
    this.stats.packets++;
    if (length > capacity / 2) return; // half a second in one packet: nobody we can serve
    const steps = ((sequence - this.#highestSequence) << 16) >> 16;
    const at = this.#highest + ((timestamp - this.#highest) | 0);
    if (!this.#streaming || this.#isNewStream(ssrc, steps, at, length)) {
      this.#restart(sequence, timestamp, ssrc);
      this.#accept(timestamp, bytes, start, length, nowMs);
      return;
    }
    if (steps > 0) {
      if (steps === 1 && at > this.#end) this.#pause(this.#end, at);
      this.#highestSequence = sequence;
      // RFC 3551 4.1: the marker opens a talkspurt; what is still missing before it was silence, or is lost either way.
      if (marker && this.#play >= this.#end) this.#waiting = true;
    } else if (steps < 0) this.stats.reordered++;
    if (length > 0) this.#accept(at, bytes, start, length, nowMs);
    else if (steps > 0 && at > this.#end) this.#advanceEnd(at);
  }

  /**
   * The frame for the tick at `nowMs` (the tick's nominal time: ticks made up for after a stall carry their own).
   * `quiet`: the last frame handed out was silent, so one frame more or less will not be heard.
   * "lost": due, but not here: conceal it. "empty": nothing is due: play silence. In both cases `out` keeps its old content.
   */
  get(nowMs: number, out: FrameView, quiet = false): "frame" | "lost" | "empty" {
    this.#lastGetMs = nowMs;
    if (this.#waiting && !this.#begin(nowMs)) return this.#dry();
    if (this.#adapt(nowMs, quiet)) return this.#stretch();
    for (;;) {
      const missing = this.#missingAt(this.#play);
      if (missing < this.#frameUnits) return this.#deliver(out, missing);
      if (this.#play + this.#frameUnits >= this.#end) return this.#runDry();
      const isPause = this.#state[this.#play & mask] === paused;
      this.#clear(this.#play, this.#frameUnits);
      this.#play += this.#frameUnits;
      if (isPause) return "empty";
      if (this.#heldFrames === 0) {
        this.stats.lost++;
        return "lost";
      }
      this.#heldFrames--; // this frame was already concealed while we waited for it
    }
  }

  #isNewStream(ssrc: number, steps: number, at: number, length: number): boolean {
    if (ssrc !== this.#ssrc) return true;
    if (steps > 3000 || steps < -3000) return true; // RFC 3550 A.1 MAX_DROPOUT; nothing so old can be of use either
    const ahead = at - this.#highest;
    if (steps > 0) return length > 0 && ahead <= 0 && at + length <= this.#end; // younger, yet earlier: the sender's clock was set back
    return ahead > capacity || ahead < -capacity;
  }

  #restart(sequence: number, timestamp: number, ssrc: number): void {
    if (this.#streaming) this.stats.restarts++;
    this.#state.fill(absent);
    this.#delays.forgetTransit();
    this.#streaming = true;
    this.#waiting = true;
    this.#ssrc = ssrc;
    this.#highestSequence = sequence;
    this.#highest = timestamp;
    this.#end = timestamp;
    this.#play = timestamp;
  }

  #accept(at: number, bytes: Uint8Array, start: number, length: number, nowMs: number): void {
    this.#learn(at, nowMs);
    let from = at;
    const to = at + length;
    if (this.#waiting && this.#play >= this.#end) this.#play = at; // first packet of a spurt: playing will begin with it
    else if (this.#waiting && at < this.#play && this.#end - at < capacity) this.#play = at; // it overtook this one
    if (to <= this.#play) {
      this.stats.late++;
      return;
    }
    if (from < this.#play) from = this.#play;
    if (to - this.#play > capacity) this.#shedUntil(to);
    if (at > this.#highest) this.#highest = at;
    this.#advanceEnd(to);
    if (this.#state[from & mask] === present) {
      this.stats.duplicates++;
      return;
    }
    for (let unit = from, i = start + from - at; unit < to; unit++, i++) {
      const slot = unit & mask;
      this.#ring[slot] = bytes[i]!;
      this.#state[slot] = present;
    }
  }

  #learn(at: number, nowMs: number): void {
    const transitMs = nowMs - at / unitsPerMs;
    const weStoodStill = nowMs - this.#lastGetMs > 2.5 * this.#frameMs && this.#lastGetMs > 0;
    if (weStoodStill) this.#delays.addWithoutLearning(transitMs, nowMs);
    else this.#delays.add(transitMs, nowMs);
    if (++this.#putsSinceTarget < 8) return;
    this.#putsSinceTarget = 0;
    const wantedMs = this.#delays.latenessMs(lateShare);
    this.#targetMs = Math.min(this.#maxMs - this.#frameMs, Math.max(this.#minMs, wantedMs));
  }

  #advanceEnd(to: number): void {
    if (to > this.#end) this.#end = to;
  }

  /** The sender skipped this stretch on purpose. */
  #pause(from: number, to: number): void {
    const first = Math.max(from, this.#play);
    const last = Math.min(to, this.#play + capacity);
    for (let unit = first; unit < last; unit++) this.#state[unit & mask] = paused;
  }

  /** More came at once than fits: keep the youngest, as much as the target asks for. */
  #shedUntil(to: number): void {
    const keep = Math.ceil((this.#targetMs + this.#frameMs) / this.#frameMs) * this.#frameUnits;
    const play = to - keep;
    this.stats.shed += Math.round(Math.max(0, Math.min(play, this.#end) - this.#play) / this.#frameUnits);
    this.#clear(this.#play, Math.min(capacity, play - this.#play));
    this.#play = play;
    if (this.#end < play) this.#end = play;
  }

  /** Time for the first frame of a spurt? */
  #begin(nowMs: number): boolean {
    if (!this.#streaming || this.#end <= this.#play) return false;
    if (this.#lagMs(nowMs) < this.#targetMs) return false;
    this.#waiting = false;
    this.#heldFrames = 0;
    this.#excessSinceMs = Number.NaN;
    this.#deficitSinceMs = Number.NaN;
    return true;
  }

  /** How long ago the next byte to play would have come by the fastest path. */
  #lagMs(nowMs: number): number {
    return nowMs - this.#play / unitsPerMs - this.#delays.fastestMs;
  }

  /** Moves the playout point towards the target; true if this tick shall play a stop-gap instead of a frame. */
  #adapt(nowMs: number, quiet: boolean): boolean {
    const excessMs = this.#lagMs(nowMs) - this.#targetMs - this.#frameMs;
    if (excessMs <= 0) this.#excessSinceMs = Number.NaN;
    else if (Number.isNaN(this.#excessSinceMs)) this.#excessSinceMs = nowMs;
    else if (nowMs - this.#excessSinceMs >= this.#patienceMs(excessMs, quiet)) this.#shedOne(nowMs);
    if (excessMs > -2 * this.#frameMs || this.#heldFrames > 0) {
      this.#deficitSinceMs = Number.NaN;
      return false;
    }
    if (Number.isNaN(this.#deficitSinceMs)) this.#deficitSinceMs = nowMs;
    if (nowMs - this.#deficitSinceMs < (quiet ? this.#frameMs : 1000)) return false;
    this.#deficitSinceMs = nowMs;
    return true;
  }

  /** How long an excess must have lasted before a frame goes: long for a little (clock drift), short for much or in silence. */
  #patienceMs(excessMs: number, quiet: boolean): number {
    if (this.#targetMs + this.#frameMs + excessMs > this.#maxMs) return this.#frameMs;
    if (quiet) return 2 * this.#frameMs;
    return excessMs > 3 * this.#frameMs ? 4 * this.#frameMs : 1000;
  }

  #shedOne(nowMs: number): void {
    this.#excessSinceMs = nowMs;
    if (this.#end - this.#play < 2 * this.#frameUnits) return; // nothing to spare: the delay is in the network, not here
    if (this.#missingAt(this.#play) < this.#frameUnits) this.stats.shed++;
    this.#clear(this.#play, this.#frameUnits);
    this.#play += this.#frameUnits;
  }

  #stretch(): "lost" {
    this.stats.stretched++;
    return "lost";
  }

  #missingAt(from: number): number {
    let missing = 0;
    for (let unit = from; unit < from + this.#frameUnits; unit++) if (this.#state[unit & mask] !== present) missing++;
    return missing;
  }

  #deliver(out: FrameView, missing: number): "frame" {
    const play = this.#play;
    for (let i = 0; i < this.#frameUnits; i++) {
      const slot = (play + i) & mask;
      out.bytes[i] = this.#state[slot] === present ? this.#ring[slot]! : this.#silence;
      this.#state[slot] = absent;
    }
    out.length = this.#frameUnits;
    out.timestamp = play >>> 0;
    out.missing = missing;
    this.#play = play + this.#frameUnits;
    this.#dryFrames = 0;
    this.stats.frames++;
    return "frame";
  }

  #clear(from: number, units: number): void {
    for (let unit = from; unit < from + units; unit++) this.#state[unit & mask] = absent;
  }

  /** Nothing left: hold the playout point, so that what is merely late can still be heard. */
  #runDry(): "lost" | "empty" {
    this.#heldFrames++;
    if (this.#heldFrames * this.#frameMs >= this.#maxMs) this.#waiting = true;
    return this.#dry();
  }

  #dry(): "lost" | "empty" {
    if (!this.#streaming || ++this.#dryFrames > dryFramesConcealed) return "empty";
    this.stats.lost++;
    return "lost";
  }
}
