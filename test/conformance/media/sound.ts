import type { CodecName } from "../../../appliance/contract/media.ts";
import { FrameDecoder, FrameEncoder } from "../../../appliance/edge/media/frame-codec.ts";
import { tonePowerDbm0 } from "../../../appliance/wire/audio/goertzel.ts";
import { ToneGenerator } from "../../../appliance/wire/audio/tones.ts";
import type { Heard } from "./peer.ts";

/** Payload of 20 ms, over and over: a steady tone as a codec carries it. */
export function toneIn(codec: CodecName, hz: number, levelDbm0 = -12): () => Uint8Array {
  const tone = new ToneGenerator({
    parts: [{ frequenciesHz: [hz], levelDbm0, onMs: Number.POSITIVE_INFINITY, offMs: 0 }],
    repeat: false,
  });
  const encoder = new FrameEncoder();
  const samples = new Int16Array(160);
  return () => {
    tone.render(samples, 0, 160);
    const payload = new Uint8Array(160);
    encoder.encode(codec, samples, 160, payload, 0);
    return payload;
  };
}

/** What the packets say, as samples, in order of arrival. */
export function samplesOf(codec: CodecName, packets: readonly Heard[]): Int16Array {
  const decoder = new FrameDecoder();
  const frame = new Int16Array(1280);
  const pieces = packets.map((packet) => frame.slice(0, decoder.decode(codec, packet.payload, 0, packet.payload.length, frame)));
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export const powerOf = (samples: Int16Array, hz: number): number => tonePowerDbm0(samples, 0, samples.length, hz);

/** Tones of these frequencies that can be heard, out of those asked for. Steps of 50 Hz suit the length of what is listened to. */
export const audible = (samples: Int16Array, hz: readonly number[]): number[] => hz.filter((one) => powerOf(samples, one) > -25);
