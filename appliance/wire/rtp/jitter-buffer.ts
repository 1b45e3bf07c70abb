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

/** `frameMs`: what `get` hands out, whatever the packets carry. The delay adapts between `minMs` and `maxMs` (at most 600). */
export type JitterOptions = { frameMs?: number; minMs?: number; maxMs?: number; silence?: number };

/** Counters since construction; plain numbers. */
export type JitterStats = {
  /** Packets that came in; late: after their time; duplicate: a second copy; reordered: after a younger one. */
  packets: number;
  late: number;
  duplicates: number;
  reordered: number;
  /** Frames handed out; lost: never came in time; dry: nothing was there when one was due, playing was held. */
  frames: number;
  lost: number;
  dry: number;
  /** Frames put in to gain delay, and thrown away to lose delay. */
  stretched: number;
  shed: number;
  /** New streams: another SSRC, or timestamps that jumped. */
  restarts: number;
};

const newStats = (): JitterStats => ({
  packets: 0,
  late: 0,
  duplicates: 0,
  reordered: 0,
  frames: 0,
  lost: 0,
  dry: 0,
  stretched: 0,
  shed: 0,
  restarts: 0,
});

const unitsPerMs = 8; // one payload byte per timestamp unit at 8 kHz
const capacity = 8192; // about one second
const mask = capacity - 1;
const absent = 0;
const present = 1;
const paused = 2; // the sender says there is nothing here (silence suppression, telephone events)
/** Packets may miss the target delay this often. */
const lateShare = 0.02;
/** After this many dry frames there is nothing left to conceal: it is a pause. */
const dryFramesConcealed = 3;
/** A transit time that differs by so much means that the sender's timestamps jumped. */
const clockJumpMs = 1000;
const never = Number.NEGATIVE_INFINITY;

/** Whoever drains the sockets does so in slots of a few ms: that much lag says nothing about the network. */
const grainMs = 5;

/**
 * Adaptive playout buffer over a ring of bytes placed by timestamp: any packet length fits, duplicates and disorder need no special case.
 * Playing dry holds the playout point (late words are heard late rather than never); too much delay is shed frame by frame, in silence if possible.
 * Nothing is allocated after construction.
 */
export class JitterBuffer {
  readonly stats: JitterStats = newStats();
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
  /** RTP timestamp of the stream's first packet; the positions below count from it and do not wrap. */
  #base = 0;
  #highest = 0; // first byte of the youngest packet
  #end = 0; // behind the last byte that arrived
  #play = 0; // next byte to play
  /** Playing has not begun, or begins anew with the next packet. */
  #waiting = true;
  #dryFrames = 0;
  /** Ticks for which the playout point was held; a gap found later was concealed by them already. */
  #heldFrames = 0;
  #lastGetMs = never;
  #excessSinceMs = never;
  #deficitSinceMs = never;
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
    return Math.max(0, this.#end - this.#play) / unitsPerMs;
  }

  reset(): void {
    this.#streaming = false;
    this.#waiting = true;
    this.#play = this.#end;
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
    if (!this.#streaming) this.#restart(sequence, timestamp, ssrc);
    let steps = ((sequence - this.#highestSequence) << 16) >> 16;
    let at = this.#position(timestamp);
    if (this.#isNewStream(ssrc, steps, at, length, nowMs)) {
      this.stats.restarts++;
      this.#restart(sequence, timestamp, ssrc);
      steps = 0;
      at = 0;
    }
    if (steps > 0) this.#advance(sequence, steps, at, marker);
    else if (steps < 0) this.stats.reordered++;
    if (length > 0) this.#accept(at, bytes, start, length, nowMs);
  }

  /**
   * The frame for the tick at `nowMs` (the tick's nominal time: ticks made up for after a stall carry their own).
   * `quiet`: the last frame handed out was silent, so one frame more or less will not be heard.
   * "lost": due, but not here: conceal it. "empty": nothing is due: play silence. In both cases `out` keeps its old content.
   */
  get(nowMs: number, out: FrameView, quiet = false): "frame" | "lost" | "empty" {
    this.#lastGetMs = nowMs;
    if (this.#waiting && !this.#begin(nowMs)) return "empty";
    if (this.#adapt(nowMs, quiet)) {
      this.stats.stretched++;
      return "lost";
    }
    for (;;) {
      const missing = this.#missingAt(this.#play);
      const isWhole = this.#play + this.#frameUnits <= this.#end;
      if (missing < this.#frameUnits && (isWhole || this.#dryFrames >= dryFramesConcealed)) return this.#deliver(out, missing);
      if (!isWhole) return this.#runDry();
      const isPause = this.#state[this.#play & mask] === paused;
      this.#movePlay(this.#play + this.#frameUnits);
      if (!isPause) this.stats.lost++;
      if (this.#heldFrames === 0) return isPause ? "empty" : "lost";
      this.#heldFrames--;
    }
  }

  #position(timestamp: number): number {
    return this.#highest + ((timestamp - this.#base - this.#highest) | 0);
  }

  #isNewStream(ssrc: number, steps: number, at: number, length: number, nowMs: number): boolean {
    if (ssrc !== this.#ssrc) return true;
    if (steps > 3000 || steps < -3000) return true; // RFC 3550 A.1 MAX_DROPOUT
    if (length === 0) return false;
    if (steps <= 0) return Math.abs(at - this.#highest) > capacity;
    if (at <= this.#highest && at + length <= this.#end) return true; // younger, yet earlier: the sender's clock was set back
    const changeMs = nowMs - at / unitsPerMs - this.#delays.fastestMs;
    return Math.abs(changeMs) > clockJumpMs && changeMs !== never;
  }

  #restart(sequence: number, timestamp: number, ssrc: number): void {
    this.#state.fill(absent);
    this.#delays.forgetTransit();
    this.#streaming = true;
    this.#waiting = true;
    this.#ssrc = ssrc;
    this.#highestSequence = sequence;
    this.#base = timestamp;
    this.#highest = 0;
    this.#end = 0;
    this.#play = 0;
  }

  /** The youngest packet so far. */
  #advance(sequence: number, steps: number, at: number, marker: boolean): void {
    this.#highestSequence = sequence;
    const isDrained = this.#play >= this.#end;
    if (steps === 1 && at > this.#end && !this.#waiting) {
      // No number is missing between, so the sender left this out on purpose.
      const last = Math.min(at, this.#play + capacity);
      for (let unit = this.#end; unit < last; unit++) this.#state[unit & mask] = paused;
    }
    // RFC 3551 4.1: the marker opens a talkspurt: the best moment to begin with the delay we want.
    if (marker && isDrained) this.#waiting = true;
  }

  #accept(at: number, bytes: Uint8Array, start: number, length: number, nowMs: number): void {
    this.#learn(at, nowMs);
    const to = at + length;
    if (this.#waiting && this.#play >= this.#end) this.#movePlay(at); // playing will begin with this packet
    if (this.#waiting && at < this.#play && this.#end - at < capacity) this.#play = at; // the one before was overtaken
    if (to <= this.#play) {
      this.stats.late++;
      return;
    }
    if (to - this.#play > capacity) this.#shedUntil(to);
    if (at > this.#highest) this.#highest = at;
    if (to > this.#end) this.#end = to;
    const from = Math.max(at, this.#play);
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
    const weStoodStill = this.#lastGetMs !== never && nowMs - this.#lastGetMs > 2.5 * this.#frameMs;
    if (weStoodStill) this.#delays.addWithoutLearning(transitMs, nowMs);
    else this.#delays.add(transitMs, nowMs);
    if (++this.#putsSinceTarget < 8) return;
    this.#putsSinceTarget = 0;
    const wantedMs = this.#delays.latenessMs(lateShare);
    this.#targetMs = Math.min(this.#maxMs - this.#frameMs, Math.max(this.#minMs, wantedMs));
  }

  /** More came at once than fits: keep the youngest, as much as the target asks for. */
  #shedUntil(to: number): void {
    const keepFrames = Math.ceil(this.#targetMs / this.#frameMs) + 1;
    const play = to - keepFrames * this.#frameUnits;
    this.stats.shed += Math.round(Math.max(0, Math.min(play, this.#end) - this.#play) / this.#frameUnits);
    this.#movePlay(play);
    if (this.#end < play) this.#end = play;
  }

  /** Is it time for the first frame of a spurt? */
  #begin(nowMs: number): boolean {
    if (this.#end <= this.#play || this.#lagMs(nowMs) < this.#targetMs) return false;
    this.#waiting = false;
    this.#heldFrames = 0;
    this.#dryFrames = 0;
    this.#excessSinceMs = never;
    this.#deficitSinceMs = never;
    return true;
  }

  /** How long ago the next byte to play would have come by the fastest path. */
  #lagMs(nowMs: number): number {
    return nowMs - this.#play / unitsPerMs - this.#delays.fastestMs;
  }

  /** Moves the playout point towards the target; true if this tick shall play a stop-gap instead of a frame. */
  #adapt(nowMs: number, quiet: boolean): boolean {
    const excessMs = this.#lagMs(nowMs) - this.#targetMs - this.#frameMs;
    if (excessMs <= grainMs) this.#excessSinceMs = never;
    else if (this.#excessSinceMs === never) this.#excessSinceMs = nowMs;
    else if (nowMs - this.#excessSinceMs >= this.#patienceMs(excessMs, quiet)) this.#shedOne(nowMs);
    if (excessMs > -2 * this.#frameMs) {
      this.#deficitSinceMs = never;
      return false;
    }
    if (this.#deficitSinceMs === never) this.#deficitSinceMs = nowMs;
    if (nowMs - this.#deficitSinceMs < (quiet ? 2 * this.#frameMs : 1000)) return false;
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
    this.stats.shed++;
    if (this.#heldFrames > 0) this.#heldFrames--;
    this.#movePlay(this.#play + this.#frameUnits);
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
    out.timestamp = (play + this.#base) >>> 0;
    out.missing = missing;
    this.#play = play + this.#frameUnits;
    this.#dryFrames = 0;
    this.stats.frames++;
    return "frame";
  }

  /** Moves the playout point forward over bytes that will not be played. */
  #movePlay(to: number): void {
    const last = Math.min(to, this.#play + capacity);
    for (let unit = this.#play; unit < last; unit++) this.#state[unit & mask] = absent;
    if (to > this.#play) this.#play = to;
  }

  /** Nothing left: hold the playout point, so that what is merely late can still be heard. */
  #runDry(): "lost" | "empty" {
    this.stats.dry++;
    this.#heldFrames++;
    if (this.#heldFrames * this.#frameMs >= this.#maxMs) this.#waiting = true;
    return ++this.#dryFrames > dryFramesConcealed ? "empty" : "lost";
  }
}
