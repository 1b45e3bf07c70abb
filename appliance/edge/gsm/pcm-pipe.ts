import { DtmfDetector } from "../../wire/audio/dtmf-detector.ts";
import { alawToLinear, linearToAlaw } from "../../wire/audio/g711.ts";
import { alawGainTable } from "../../wire/audio/gain.ts";
import { blockBytes, type PortSound } from "../ports/port.ts";
import { SentenceFilter } from "./sentence-filter.ts";

const frameBytesOf = { 20: 320, 40: 640 } as const;
/** Frames the device may have waiting; what comes after is dropped, or the delay would grow. */
const mostWaitingFrames = 5;
/** Nothing came for so long: the frames for the modem go by our own clock until something does. */
const quietMs = 60;

export type PcmPipeParts = {
  frameMs: 20 | 40;
  gainInDb: number;
  gainOutDb: number;
  /** Listens for keys in the sound, where the modem doesn't tell of them. */
  digit?: (digit: string) => void;
  write(bytes: Uint8Array): void;
  waitingBytes(): number;
};

/**
 * Sound of a call between a modem's serial port (16 bit signed, little endian, 8 kHz, no framing) and blocks of A-law. The modem is the clock:
 * for each frame it sends it gets one. Reads are split anywhere, in the middle of a sample too.
 */
export class PcmPipe {
  readonly #parts: PcmPipeParts;
  readonly #block = new Uint8Array(blockBytes);
  readonly #samples = new Int16Array(blockBytes);
  readonly #inGain: Uint8Array | undefined;
  readonly #outGain: Uint8Array | undefined;
  readonly #detector = new DtmfDetector();
  readonly #filter = new SentenceFilter();
  #filled = 0;
  #low = -1;
  #owedBlocks = 0;
  #lastMs = 0;
  #sound: PortSound | undefined;
  /** Frames not written because the modem didn't take them. */
  dropped = 0;
  written = 0;

  constructor(parts: PcmPipeParts) {
    this.#parts = parts;
    this.#inGain = parts.gainInDb === 0 ? undefined : alawGainTable(parts.gainInDb);
    this.#outGain = parts.gainOutDb === 0 ? undefined : alawGainTable(parts.gainOutDb);
  }

  /** A call begins or ends: what is left of the last one is nobody's. */
  connect(sound: PortSound | undefined, nowMs: number): void {
    this.#sound = sound;
    this.#filled = 0;
    this.#low = -1;
    this.#owedBlocks = 0;
    this.#lastMs = nowMs;
    this.#detector.reset();
  }

  /** Sentences of a GPS that were taken out of the sound. */
  get sentences(): number {
    return this.#filter.taken;
  }

  receive(raw: Uint8Array, nowMs: number): void {
    if (!this.#sound) return;
    this.#lastMs = nowMs;
    for (const byte of this.#filter.feed(raw)) {
      if (this.#low < 0) {
        this.#low = byte;
        continue;
      }
      const sample = ((this.#low | (byte << 8)) << 16) >> 16;
      this.#low = -1;
      this.#samples[this.#filled++] = sample;
      if (this.#filled === blockBytes) this.#blockCame();
    }
  }

  /** To be called every 20 ms while a call is up: keeps the far end from hearing nothing when the modem sends nothing. */
  tick(nowMs: number): void {
    const { frameMs } = this.#parts;
    if (!this.#sound || nowMs - this.#lastMs < quietMs) return;
    // As many as time has passed, so that a late timer doesn't slow the stream down.
    this.#lastMs = Math.max(this.#lastMs, nowMs - quietMs - frameMs * mostWaitingFrames);
    while (nowMs - this.#lastMs >= quietMs) {
      this.#lastMs += frameMs;
      this.#send();
    }
  }

  #blockCame(): void {
    this.#filled = 0;
    const { digit, frameMs } = this.#parts;
    if (digit) {
      const key = this.#detector.feed(this.#samples, 0, blockBytes);
      if (key !== 0) digit(String.fromCharCode(key));
    }
    for (let i = 0; i < blockBytes; i++) {
      const code = linearToAlaw[this.#samples[i]! & 0xffff]!;
      this.#block[i] = this.#inGain ? this.#inGain[code]! : code;
    }
    this.#sound?.heard(this.#block);
    this.#owedBlocks++;
    if (this.#owedBlocks * 20 < frameMs) return;
    this.#owedBlocks = 0;
    this.#send();
  }

  #send(): void {
    const bytes = frameBytesOf[this.#parts.frameMs];
    const frame = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += 2 * blockBytes) this.#next(frame, at);
    // The blocks are taken even when they can't be written: the box's side must not pile up either.
    if (this.#parts.waitingBytes() >= bytes * mostWaitingFrames) this.dropped++;
    else {
      this.#parts.write(frame);
      this.written++;
    }
  }

  #next(frame: Uint8Array, at: number): void {
    this.#sound?.next(this.#block);
    for (let i = 0; i < blockBytes; i++) {
      const code = this.#block[i]!;
      const sample = alawToLinear[this.#outGain ? this.#outGain[code]! : code]!;
      frame[at + 2 * i] = sample & 0xff;
      frame[at + 2 * i + 1] = (sample >> 8) & 0xff;
    }
  }
}
