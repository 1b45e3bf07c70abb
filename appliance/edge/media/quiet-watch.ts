import type { CodecName } from "../../contract/media.ts";
import { meanSquare, meanSquareOf } from "../../wire/audio/energy.ts";
import { FrameDecoder, payloadLimit } from "./frame-codec.ts";

/** Speech on a telephone line is about -15 to -35 dBm0, the noise of a line or a room below -45. */
const loud = meanSquareOf(-38);
/** What has begun goes on down to here: the soft end of a word is not quiet yet. */
const faint = meanSquareOf(-44);
/** So many frames of 20 ms in a row are a voice; fewer are a click. */
const voiceFrames = 4;
const samplesPerFrame = 160;

const linear = new Int16Array(payloadLimit);

/** Listens to what a leg says while it is recorded: the first words, and when there have been none for so long. Absent packets are quiet. */
export class QuietWatch {
  readonly #quietMs: number;
  readonly #decoder = new FrameDecoder();
  #voiceAtMs: number;
  #inRow = 0;
  #speaking = false;
  #spoken = false;
  #told = false;

  /** `quietMs` 0: only the first words are told. */
  constructor(quietMs: number, nowMs: number) {
    this.#quietMs = quietMs;
    this.#voiceAtMs = nowMs;
  }

  /** True once: somebody has begun to speak. */
  audio(codec: CodecName, bytes: Uint8Array, start: number, length: number, nowMs: number): boolean {
    const count = this.#decoder.decode(codec, bytes, start, length, linear);
    let first = false;
    for (let at = 0; at < count; at += samplesPerFrame) {
      const level = meanSquare(linear, at, Math.min(samplesPerFrame, count - at));
      this.#inRow = level >= loud || (this.#speaking && level >= faint) ? this.#inRow + 1 : 0;
      this.#speaking = this.#inRow >= voiceFrames;
      if (!this.#speaking) continue;
      this.#voiceAtMs = nowMs;
      this.#told = false;
      if (!this.#spoken) first = true;
      this.#spoken = true;
    }
    return first;
  }

  /** How long it has been quiet, once each time it has been so for as long as was asked; else 0. */
  tick(nowMs: number): number {
    const quietMs = nowMs - this.#voiceAtMs;
    if (this.#quietMs <= 0 || this.#told || quietMs < this.#quietMs) return 0;
    this.#told = true;
    return quietMs;
  }
}
