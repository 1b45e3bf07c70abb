import type { CodecName } from "../../contract/media.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from "../../wire/audio/g711.ts";
import { G722Decoder, G722Encoder } from "../../wire/audio/g722.ts";
import { Downsample16to8, Upsample8to16 } from "../../wire/audio/resample.ts";

/** Longest payload one packet may carry, in bytes; in all three codecs a byte is 1/8000 s. */
export const payloadLimit = 1280;

/** Payload to 8 kHz samples, one sample per byte. Keeps the state G.722 needs: one decoder per stream and purpose. */
export class FrameDecoder {
  #g722: { decoder: G722Decoder; down: Downsample16to8; wide: Int16Array } | undefined;

  /** `dst` gets `length` samples. */
  decode(codec: CodecName, src: Uint8Array, start: number, length: number, dst: Int16Array): number {
    const count = Math.min(length, payloadLimit, dst.length);
    switch (codec) {
      case "PCMA":
        decodeAlaw(src, start, dst, 0, count);
        return count;
      case "PCMU":
        decodeUlaw(src, start, dst, 0, count);
        return count;
      case "G722": {
        this.#g722 ??= { decoder: new G722Decoder(), down: new Downsample16to8(), wide: new Int16Array(2 * payloadLimit) };
        const samples = this.#g722.decoder.decode(src, start, count, this.#g722.wide, 0);
        return this.#g722.down.process(this.#g722.wide, 0, samples, dst, 0);
      }
      default:
        return exhaustive(codec);
    }
  }
}

/** 8 kHz samples to payload, one byte per sample. */
export class FrameEncoder {
  #g722: { encoder: G722Encoder; up: Upsample8to16; wide: Int16Array } | undefined;

  encode(codec: CodecName, src: Int16Array, count: number, dst: Uint8Array, dstStart: number): number {
    switch (codec) {
      case "PCMA":
        encodeAlaw(src, 0, dst, dstStart, count);
        return count;
      case "PCMU":
        encodeUlaw(src, 0, dst, dstStart, count);
        return count;
      case "G722": {
        this.#g722 ??= { encoder: new G722Encoder(), up: new Upsample8to16(), wide: new Int16Array(2 * payloadLimit) };
        const samples = this.#g722.up.process(src, 0, count, this.#g722.wide, 0);
        return this.#g722.encoder.encode(this.#g722.wide, 0, samples, dst, dstStart);
      }
      default:
        return exhaustive(codec);
    }
  }
}
