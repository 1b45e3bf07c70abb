import type { CodecName } from "../../contract/media.ts";
import { DtmfDetector } from "../../wire/audio/dtmf-detector.ts";
import type { RtpView } from "../../wire/rtp/packet.ts";
import { TelephoneEventReceiver } from "../../wire/rtp/telephone-event.ts";
import { FrameDecoder, payloadLimit } from "./frame-codec.ts";

const linear = new Int16Array(payloadLimit);
const digits = "0123456789*#ABCD";

/** Keys pressed at the far side. Tones are listened for only until the first telephone event: a gateway that sends both would count twice. */
export class DigitListener {
  #events = new TelephoneEventReceiver();
  #ssrc: number | undefined;
  readonly #wantsTones: boolean;
  #tones: { detector: DtmfDetector; decoder: FrameDecoder } | undefined;
  #eventsSeen = false;

  constructor(wantsTones: boolean) {
    this.#wantsTones = wantsTones;
  }

  /** The digit, the first time a press is heard of; else "". */
  event(bytes: Uint8Array, view: RtpView): string {
    this.#eventsSeen = true;
    // Another source begins its timestamps anew (RFC 3550 8.2): they say nothing about what came before.
    if (this.#ssrc !== undefined && this.#ssrc !== view.ssrc) this.#events = new TelephoneEventReceiver();
    this.#ssrc = view.ssrc;
    return digitOf(this.#events.receive(bytes, view.payloadStart, view.payloadLength, view.timestamp, view.marker));
  }

  /** The digit that this packet's sound makes certain; else "". */
  audio(codec: CodecName, bytes: Uint8Array, view: RtpView): string {
    if (!this.#wantsTones || this.#eventsSeen) return "";
    this.#tones ??= { detector: new DtmfDetector(), decoder: new FrameDecoder() };
    const count = this.#tones.decoder.decode(codec, bytes, view.payloadStart, view.payloadLength, linear);
    return digitOf(this.#tones.detector.feed(linear, 0, count));
  }
}

function digitOf(code: number): string {
  if (code === 0) return "";
  const digit = String.fromCharCode(code);
  return digits.includes(digit) ? digit : "";
}
