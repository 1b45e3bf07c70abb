import { HmacSha1 } from "./hmac-sha1.ts";
import { rtpHeaderLength } from "./packet.ts";
import { ReplayWindow } from "./replay-window.ts";
import { deriveSrtpKeys, type SessionKeys, type SrtpCrypto, type SrtpSuite, writeSrtpIv } from "./srtp-keys.ts";

/** What must be carried over (besides the key) to go on with a stream elsewhere: plain data. */
export type SrtpSenderState = { streams: { ssrc: number; index: number }[]; rtcpIndex: number };
export type SrtpReceiverState = {
  streams: { ssrc: number; rtp: [number, number, number]; rtcp: [number, number, number] }[];
};

/** Results below zero. */
const srtpMalformed = -1;
const srtpNotAuthentic = -2;
const srtpReplayed = -3;

const streamLimit = 8;
const rtcpTagLength = 10; // RFC 4568 6.2.2: also where RTP has a 32-bit tag
const nothing = new Uint8Array(0);
const lastRtcpIndex = 0x7fffffff;
const tagLengthOf = (suite: SrtpSuite): number => (suite === "AES_CM_128_HMAC_SHA1_80" ? 10 : 4);

/**
 * RFC 3711 appendix A: the 48-bit index that a sequence number most likely stands for, given the highest so far (-1: none).
 * Below zero if it would lie before the stream's beginning.
 */
function indexOf(sequence: number, highest: number): number {
  if (highest < 0) return sequence;
  const rollovers = Math.floor(highest / 65536);
  const highestSequence = highest % 65536;
  const ahead = sequence - highestSequence;
  const shift = ahead > 32768 ? -1 : ahead < -32768 ? 1 : 0;
  return (rollovers + shift) * 65536 + sequence;
}

const ssrcAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = (value >>> 16) & 255;
  bytes[at + 2] = (value >>> 8) & 255;
  bytes[at + 3] = value & 255;
}

/** In constant time. */
function isTag(bytes: Uint8Array, at: number, length: number, code: Uint8Array): boolean {
  let difference = 0;
  for (let i = 0; i < length; i++) difference |= bytes[at + i]! ^ code[i]!;
  return difference === 0;
}

/** What both directions share: keys, scratch space, cipher and code. */
class SrtpContext {
  readonly #crypto: SrtpCrypto;
  readonly rtp: SessionKeys;
  readonly rtcp: SessionKeys;
  readonly tagLength: number;
  readonly #rtpHmac: HmacSha1;
  readonly #rtcpHmac: HmacSha1;
  readonly #code = new Uint8Array(20);
  readonly #iv = new Uint8Array(16);
  readonly #rollovers = new Uint8Array(4);

  constructor(crypto: SrtpCrypto, suite: SrtpSuite, masterKeyAndSalt: Uint8Array) {
    this.#crypto = crypto;
    const keys = deriveSrtpKeys(crypto, masterKeyAndSalt);
    this.rtp = keys.rtp;
    this.rtcp = keys.rtcp;
    this.#rtpHmac = new HmacSha1(keys.rtp.auth);
    this.#rtcpHmac = new HmacSha1(keys.rtcp.auth);
    this.tagLength = tagLengthOf(suite);
  }

  crypt(keys: SessionKeys, ssrc: number, index: number, bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    writeSrtpIv(this.#iv, keys.salt, ssrc, index);
    this.#crypto.aesCtr(keys.cipher, this.#iv, bytes, start, end - start);
  }

  /** RFC 3711 4.2: the rollover counter is authenticated without being sent. */
  rtpCode(bytes: Uint8Array, end: number, index: number): Uint8Array {
    writeUint32(this.#rollovers, 0, Math.floor(index / 65536));
    return this.#codeOf(this.#rtpHmac, this.rtp.auth, bytes, end, this.#rollovers);
  }

  rtcpCode(bytes: Uint8Array, end: number): Uint8Array {
    return this.#codeOf(this.#rtcpHmac, this.rtcp.auth, bytes, end, nothing);
  }

  #codeOf(hmac: HmacSha1, key: Uint8Array, bytes: Uint8Array, end: number, more: Uint8Array): Uint8Array {
    if (this.#crypto.hmacSha1 !== undefined) return this.#crypto.hmacSha1(key, bytes.subarray(0, end), more);
    hmac.code(bytes, end, more, this.#code);
    return this.#code;
  }
}

/** Protects what we send, with our key. The buffer needs 14 spare bytes behind the packet. */
export class SrtpSender {
  readonly #context: SrtpContext;
  readonly #highest = new Map<number, number>();
  #rtcpIndex: number;

  constructor(crypto: SrtpCrypto, suite: SrtpSuite, masterKeyAndSalt: Uint8Array, state?: SrtpSenderState) {
    this.#context = new SrtpContext(crypto, suite, masterKeyAndSalt);
    for (const stream of state?.streams ?? []) this.#highest.set(stream.ssrc, stream.index);
    this.#rtcpIndex = state?.rtcpIndex ?? 0;
  }

  state(): SrtpSenderState {
    return { streams: Array.from(this.#highest, ([ssrc, index]) => ({ ssrc, index })), rtcpIndex: this.#rtcpIndex };
  }

  /** The RTP packet in `buffer[0..length)` becomes SRTP in place; returns the new length, or -1. */
  protectRtp(buffer: Uint8Array, length: number): number {
    const start = rtpHeaderLength(buffer, length);
    if (start < 0 || length + this.#context.tagLength > buffer.length) return srtpMalformed;
    const ssrc = ssrcAt(buffer, 8);
    const highest = this.#highest.get(ssrc) ?? -1;
    if (highest < 0 && this.#highest.size >= streamLimit) return srtpMalformed;
    const index = indexOf((buffer[2]! << 8) | buffer[3]!, highest);
    if (index < 0) return srtpMalformed;
    if (index > highest) this.#highest.set(ssrc, index);
    this.#context.crypt(this.#context.rtp, ssrc, index, buffer, start, length);
    const code = this.#context.rtpCode(buffer, length, index);
    for (let i = 0; i < this.#context.tagLength; i++) buffer[length + i] = code[i]!;
    return length + this.#context.tagLength;
  }

  /** The compound RTCP packet in `buffer[0..length)` becomes SRTCP in place; returns the new length, or -1 (also when the key is used up). RFC 3711 3.4. */
  protectRtcp(buffer: Uint8Array, length: number): number {
    if (length < 8 || length + 4 + rtcpTagLength > buffer.length || this.#rtcpIndex >= lastRtcpIndex) return srtpMalformed;
    const index = this.#rtcpIndex++;
    this.#context.crypt(this.#context.rtcp, ssrcAt(buffer, 4), index, buffer, 8, length);
    writeUint32(buffer, length, (index | 0x80000000) >>> 0); // E flag: encrypted
    const code = this.#context.rtcpCode(buffer, length + 4);
    for (let i = 0; i < rtcpTagLength; i++) buffer[length + 4 + i] = code[i]!;
    return length + 4 + rtcpTagLength;
  }
}

type ReceivedStream = { rtp: ReplayWindow; rtcp: ReplayWindow };

/** Checks and opens what the other side sends, with its key. Streams are made only by authentic packets, eight at most; the oldest goes. */
export class SrtpReceiver {
  readonly #context: SrtpContext;
  readonly #streams = new Map<number, ReceivedStream>();

  constructor(crypto: SrtpCrypto, suite: SrtpSuite, masterKeyAndSalt: Uint8Array, state?: SrtpReceiverState) {
    this.#context = new SrtpContext(crypto, suite, masterKeyAndSalt);
    for (const saved of state?.streams ?? []) {
      const stream = this.#add(saved.ssrc);
      stream.rtp.restore(saved.rtp);
      stream.rtcp.restore(saved.rtcp);
    }
  }

  state(): SrtpReceiverState {
    const streams = Array.from(this.#streams, ([ssrc, stream]) => ({
      ssrc,
      rtp: stream.rtp.snapshot(),
      rtcp: stream.rtcp.snapshot(),
    }));
    return { streams };
  }

  /** The SRTP packet in `buffer[0..length)` becomes RTP in place; returns the new length, or -1 malformed, -2 not authentic, -3 replayed. RFC 3711 3.3. */
  unprotectRtp(buffer: Uint8Array, length: number): number {
    const end = length - this.#context.tagLength;
    const start = end < 12 || length > buffer.length ? -1 : rtpHeaderLength(buffer, end);
    if (start < 0) return srtpMalformed;
    const ssrc = ssrcAt(buffer, 8);
    const stream = this.#streams.get(ssrc);
    const index = indexOf((buffer[2]! << 8) | buffer[3]!, stream?.rtp.highest ?? -1);
    if (index < 0) return srtpMalformed;
    if (stream !== undefined && !stream.rtp.allows(index)) return srtpReplayed;
    if (!isTag(buffer, end, this.#context.tagLength, this.#context.rtpCode(buffer, end, index))) return srtpNotAuthentic;
    (stream ?? this.#add(ssrc)).rtp.note(index);
    this.#context.crypt(this.#context.rtp, ssrc, index, buffer, start, end);
    return end;
  }

  /** The SRTCP packet in `buffer[0..length)` becomes RTCP in place; results as of `unprotectRtp`. RFC 3711 3.4. */
  unprotectRtcp(buffer: Uint8Array, length: number): number {
    const end = length - rtcpTagLength - 4;
    if (end < 8 || length > buffer.length) return srtpMalformed;
    const ssrc = ssrcAt(buffer, 4);
    const trailer = ssrcAt(buffer, end);
    const index = trailer & lastRtcpIndex;
    const stream = this.#streams.get(ssrc);
    if (stream !== undefined && !stream.rtcp.allows(index)) return srtpReplayed;
    if (!isTag(buffer, end + 4, rtcpTagLength, this.#context.rtcpCode(buffer, end + 4))) return srtpNotAuthentic;
    (stream ?? this.#add(ssrc)).rtcp.note(index);
    if (trailer >= 0x80000000) this.#context.crypt(this.#context.rtcp, ssrc, index, buffer, 8, end);
    return end;
  }

  #add(ssrc: number): ReceivedStream {
    if (this.#streams.size >= streamLimit) this.#streams.delete(this.#streams.keys().next().value!);
    const stream = { rtp: new ReplayWindow(), rtcp: new ReplayWindow() };
    this.#streams.set(ssrc, stream);
    return stream;
  }
}
