import { hasGoodCrc } from "./crc16.ts";
import { answers, askedOf, isRead } from "./request.ts";

/** An adapter that switches its direction late adds so many bytes of noise, all 00 or FF. */
const mostNoise = 2;

/** What was heard begins with what was sent: the adapter hears itself. */
export const beginsWith = (heard: Uint8Array, frame: Uint8Array): boolean =>
  heard.length >= frame.length && frame.every((byte, n) => heard[n] === byte);

/**
 * The frame that answers `request` (with its CRC) in what was heard since it was sent, once the line is quiet. It stands at the end: whatever
 * follows a frame says that something is wrong with it. `echoes`: the adapter is known to hear itself.
 */
export function rtuReply(heard: Uint8Array, request: Uint8Array, echoes: boolean): Uint8Array | undefined {
  const { fc, replyBytes } = askedOf(request);
  // A written value is said back in the words of the request: only of an adapter that is known is the first one an echo.
  const strip = beginsWith(heard, request) && (isRead(fc) || echoes);
  const bytes = strip ? heard.subarray(request.length) : heard;
  for (let noise = 0; noise <= mostNoise; noise++) {
    if (noise > 0 && !isNoise(bytes[bytes.length - noise])) return undefined;
    for (const length of [replyBytes + 2, 5]) {
      const start = bytes.length - noise - length;
      if (start < 0) continue;
      const frame = bytes.subarray(start, start + length);
      if (answers(frame.subarray(0, length - 2), request) && hasGoodCrc(frame)) return frame;
    }
  }
  return undefined;
}

const isNoise = (byte: number | undefined): boolean => byte === 0x00 || byte === 0xff;
