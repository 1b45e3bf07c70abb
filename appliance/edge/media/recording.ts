import type { CodecName } from "../../contract/media.ts";
import type { RecordingId } from "../../kit/ids.ts";
import { alawSilence } from "../../wire/audio/g711.ts";
import { type BlockPool, blockBytes } from "./block-pool.ts";
import { QuietWatch } from "./quiet-watch.ts";
import { RecordingChannel } from "./recording-channel.ts";

/** To the thread that writes: blocks by number. `at`: place in the audio, in bytes; blocks that found no room leave a gap. */
export type DiskOrder =
  | { order: "open"; recording: RecordingId; path: string }
  | { order: "block"; recording: RecordingId; block: number; at: number; length: number }
  | { order: "close"; recording: RecordingId; bytes: number }
  /** The last one: whatever is still open is closed by now. */
  | { order: "end" };

const pieceUnits = 1600;
const pauseLimit = 1000;
/** One scratch for all recordings: they are served one after the other. */
const left = new Uint8Array(pieceUnits);
const right = new Uint8Array(pieceUnits);

/**
 * The media thread's half of a recording: two channels side by side in real time, interleaved into blocks of a second
 * that another thread writes. Left is what the leg says, right what it hears.
 */
export class Recording {
  readonly id: RecordingId;
  /** Listens along, when that was asked for. */
  readonly watch: QuietWatch | undefined;
  readonly #pool: BlockPool;
  readonly #order: (order: DiskOrder) => void;
  readonly #startMs: number;
  readonly #said: RecordingChannel;
  readonly #heard: RecordingChannel;
  /** Stretches to be silent, in units (1/8000 s) since the start; the last one may be open. */
  readonly #pauses: { from: number; to: number }[] = [];
  #block = -1;
  #target: Uint16Array | undefined;
  #filled = 0;
  #written = 0;
  #units = 0;

  constructor(
    id: RecordingId,
    path: string,
    nowMs: number,
    pool: BlockPool,
    order: (order: DiskOrder) => void,
    quietMs?: number,
  ) {
    this.id = id;
    this.watch = quietMs === undefined ? undefined : new QuietWatch(quietMs, nowMs);
    this.#pool = pool;
    this.#order = order;
    this.#startMs = nowMs;
    this.#said = new RecordingChannel(nowMs);
    this.#heard = new RecordingChannel(nowMs);
    order({ order: "open", recording: id, path });
  }

  said(
    codec: CodecName,
    ssrc: number,
    sequence: number,
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    length: number,
    nowMs: number,
  ): void {
    this.#said.put(codec, ssrc, sequence, timestamp, bytes, start, length, nowMs);
  }

  heard(
    codec: CodecName,
    ssrc: number,
    sequence: number,
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    length: number,
    nowMs: number,
  ): void {
    this.#heard.put(codec, ssrc, sequence, timestamp, bytes, start, length, nowMs);
  }

  pause(paused: boolean, nowMs: number): void {
    const at = Math.max(0, Math.round((nowMs - this.#startMs) * 8));
    const open = this.#pauses.at(-1)?.to === Number.POSITIVE_INFINITY;
    if (paused && !open && this.#pauses.length < pauseLimit) this.#pauses.push({ from: at, to: Number.POSITIVE_INFINITY });
    if (!paused && open) this.#pauses.at(-1)!.to = at;
  }

  /** Moves what can no longer change into blocks. */
  advance(nowMs: number): void {
    this.#move(this.#said.line.ready(nowMs));
  }

  finish(nowMs: number): void {
    this.#move(this.#said.line.rest(nowMs));
    this.#handOver();
    this.#order({ order: "close", recording: this.id, bytes: this.#written });
  }

  /** The disk has given up on it: what is at hand is forgotten. */
  abandon(): void {
    if (this.#block >= 0) this.#pool.giveBack(this.#block);
    this.#block = -1;
    this.#target = undefined;
  }

  #move(units: number): void {
    for (let rest = units; rest > 0; ) {
      const count = Math.min(rest, pieceUnits);
      this.#said.line.take(left, 0, count);
      this.#heard.line.take(right, 0, count);
      this.#silencePauses(count);
      this.#interleave(count);
      this.#units += count;
      rest -= count;
    }
  }

  #silencePauses(count: number): void {
    for (const { from, to } of this.#pauses) {
      const first = Math.max(0, from - this.#units);
      const end = Math.min(count, to - this.#units);
      if (first >= end) continue;
      left.fill(alawSilence, first, end);
      right.fill(alawSilence, first, end);
    }
  }

  #interleave(count: number): void {
    for (let done = 0; done < count; ) {
      const room = (blockBytes - this.#filled) >> 1;
      const units = Math.min(count - done, room);
      if (this.#target === undefined) this.#takeBlock();
      const target = this.#target;
      if (target !== undefined) {
        const shift = (this.#filled >> 1) - done;
        for (let i = done; i < done + units; i++) target[shift + i] = left[i]! | (right[i]! << 8);
      }
      this.#filled += 2 * units;
      done += units;
      if (this.#filled === blockBytes) this.#handOver();
    }
  }

  #takeBlock(): void {
    if (this.#filled > 0) return; // none was free when this second began: the whole second is lost
    this.#block = this.#pool.take();
    if (this.#block >= 0) this.#target = this.#pool.pairsOf(this.#block);
  }

  #handOver(): void {
    if (this.#filled === 0) return;
    const { id } = this;
    if (this.#target !== undefined) {
      this.#order({ order: "block", recording: id, block: this.#block, at: this.#written, length: this.#filled });
    }
    this.#written += this.#filled;
    this.#filled = 0;
    this.#target = undefined;
    this.#block = -1;
  }
}
