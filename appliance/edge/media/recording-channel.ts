import type { CodecName } from "../../contract/media.ts";
import { alawSilence, encodeAlaw, ulawToAlaw } from "../../wire/audio/g711.ts";
import { TimelineBuffer } from "../../wire/rtp/timeline-buffer.ts";
import { FrameDecoder, payloadLimit } from "./frame-codec.ts";

/** Scratch for all channels: they are served one after the other. */
const scratch = new Uint8Array(payloadLimit);
const linear = new Int16Array(payloadLimit);

/** One direction of a recording: A-law bytes on its time line, whatever the codec. */
export class RecordingChannel {
  readonly line: TimelineBuffer;
  #decoder: FrameDecoder | undefined;

  constructor(startMs: number) {
    this.line = new TimelineBuffer(startMs, { silence: alawSilence });
  }

  put(
    codec: CodecName,
    ssrc: number,
    sequence: number,
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    length: number,
    nowMs: number,
  ): void {
    const count = Math.min(length, payloadLimit);
    switch (codec) {
      case "PCMA":
        this.line.put(ssrc, sequence, timestamp, bytes, start, count, nowMs);
        return;
      case "PCMU":
        for (let i = 0; i < count; i++) scratch[i] = ulawToAlaw[bytes[start + i]!]!;
        break;
      case "G722":
        this.#decoder ??= new FrameDecoder();
        encodeAlaw(linear, 0, scratch, 0, this.#decoder.decode(codec, bytes, start, count, linear));
    }
    this.line.put(ssrc, sequence, timestamp, scratch, 0, count, nowMs);
  }
}
