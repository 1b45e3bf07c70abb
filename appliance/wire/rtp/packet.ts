/** The fixed header's fields and where the payload lies; one object per reader, reused for every packet. */
export type RtpView = {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payloadStart: number;
  payloadLength: number;
};

export const newRtpView = (): RtpView => ({
  payloadType: 0,
  marker: false,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadStart: 0,
  payloadLength: 0,
});

/** What arrived on a media port, told from its first bytes alone. */
export type DatagramKind = "rtp" | "rtcp" | "stun" | "dtls" | "other";

// RFC 7983 7 for the first byte; RFC 5761 4 for RTP against RTCP: RTCP packet types 192..223 are RTP payload types 64..95 with the marker.
export function classify(bytes: Uint8Array, length: number): DatagramKind {
  if (length < 1 || length > bytes.length) return "other";
  const first = bytes[0]!;
  if (first < 4) return isStun(bytes, length) ? "stun" : "other";
  if (first >= 20 && first < 64) return length >= 13 ? "dtls" : "other";
  if (first < 128 || first >= 192) return "other";
  if (length < 8) return "other";
  const second = bytes[1]!;
  if (second >= 192 && second <= 223) return "rtcp";
  return length >= 12 ? "rtp" : "other";
}

// RFC 8489 5: two zero bits, length a multiple of 4, magic cookie.
function isStun(bytes: Uint8Array, length: number): boolean {
  if (length < 20 || (bytes[3]! & 3) !== 0) return false;
  return bytes[4] === 0x21 && bytes[5] === 0x12 && bytes[6] === 0xa4 && bytes[7] === 0x42;
}

/** Length of the header of `bytes[0..length)`, CSRC list and extension included; -1 if it is not well-formed RTP. */
export function rtpHeaderLength(bytes: Uint8Array, length: number): number {
  if (length < 12 || length > bytes.length) return -1;
  const first = bytes[0]!;
  if (first >> 6 !== 2) return -1; // RFC 3550 5.1: version 2
  let start = 12 + (first & 15) * 4;
  if (first & 0x10) {
    // RFC 3550 5.3.1: 16 bits of profile, then the length in 32-bit words
    if (start + 4 > length) return -1;
    start += 4 + ((bytes[start + 2]! << 8) | bytes[start + 3]!) * 4;
  }
  return start > length ? -1 : start;
}

/** Reads the header of an RTP packet in `bytes[0..length)`. False, with `out` undefined in content, for anything that is not well-formed RTP. */
export function readRtp(bytes: Uint8Array, length: number, out: RtpView): boolean {
  const start = rtpHeaderLength(bytes, length);
  if (start < 0) return false;
  const first = bytes[0]!;
  let end = length;
  if (first & 0x20) {
    // RFC 3550 5.1: the last byte counts the padding, itself included
    const padding = bytes[length - 1]!;
    if (padding === 0 || start + padding > length) return false;
    end -= padding;
  }
  const second = bytes[1]!;
  out.marker = second >= 128;
  out.payloadType = second & 127;
  out.sequence = (bytes[2]! << 8) | bytes[3]!;
  out.timestamp = ((bytes[4]! << 24) | (bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!) >>> 0;
  out.ssrc = ((bytes[8]! << 24) | (bytes[9]! << 16) | (bytes[10]! << 8) | bytes[11]!) >>> 0;
  out.payloadStart = start;
  out.payloadLength = end - start;
  return true;
}

/** Writes the fixed header at `dst[0..12)`; sequence and timestamp are taken modulo their width. */
export function writeRtpHeader(
  dst: Uint8Array,
  payloadType: number,
  marker: boolean,
  sequence: number,
  timestamp: number,
  ssrc: number,
): 12 {
  dst[0] = 0x80;
  dst[1] = (marker ? 0x80 : 0) | (payloadType & 127);
  dst[2] = (sequence >> 8) & 255;
  dst[3] = sequence & 255;
  dst[4] = timestamp >>> 24;
  dst[5] = (timestamp >>> 16) & 255;
  dst[6] = (timestamp >>> 8) & 255;
  dst[7] = timestamp & 255;
  dst[8] = ssrc >>> 24;
  dst[9] = (ssrc >>> 16) & 255;
  dst[10] = (ssrc >>> 8) & 255;
  dst[11] = ssrc & 255;
  return 12;
}
