import type { CodecName } from "../../contract/media.ts";
import { alawToUlaw, ulawToAlaw } from "../../wire/audio/g711.ts";
import type { PacketEnd } from "../../wire/capture/pcap.ts";
import { type RtpView, writeRtpHeader } from "../../wire/rtp/packet.ts";
import type { SrtpSender } from "../../wire/rtp/srtp.ts";
import type { EventPacket } from "../../wire/rtp/telephone-event.ts";
import type { DatagramIo, DatagramSocket, PacketBuffer } from "./datagram-io.ts";
import { FrameEncoder } from "./frame-codec.ts";
import type { Agreement } from "./negotiate.ts";
import type { OutStream } from "./out-stream.ts";
import type { Recording } from "./recording.ts";
import type { RtpTapCell } from "./rtp-tap.ts";

const headerBytes = 12;
const frameUnits = 160;
const unitsPerMs = 8;

/** Can payload of one codec be handed on as the other, byte by byte? */
export const isRelayable = (from: CodecName, to: CodecName): boolean => from === to || (from !== "G722" && to !== "G722");

/** All that one leg is sent: frames of our own, and packets handed on from another leg, as one stream. */
export class LegOutput {
  readonly stream: OutStream;
  socket: DatagramSocket | undefined;
  /** A prompt or digits are sounding: what the bridge brings is not heard meanwhile. */
  occupied = false;
  readonly #io: DatagramIo;
  readonly #recordings: Recording[];
  readonly #tapCell: RtpTapCell;
  readonly #farEnd: () => PacketEnd;
  readonly #encoder = new FrameEncoder();
  readonly #keptEncoder = new FrameEncoder();
  readonly #pending = new Uint8Array(2 * 480 + frameUnits);
  /** The same, as it is recorded: a whisper is never on a recording. */
  readonly #pendingKept = new Uint8Array(2 * 480 + frameUnits);
  #pendingUnits = 0;
  #nextTimestamp = 0;
  /** What was agreed, as the hot path wants it. */
  #codec: CodecName = "PCMA";
  #payloadType = 8;
  /** -1: none agreed. */
  #eventType = -1;
  #ptimeMs = 20;
  #sending = false;
  #protect: SrtpSender | undefined;

  constructor(io: DatagramIo, stream: OutStream, recordings: Recording[], tap: RtpTapCell, farEnd: () => PacketEnd) {
    this.#tapCell = tap;
    this.#farEnd = farEnd;
    this.#io = io;
    this.stream = stream;
    this.#recordings = recordings;
  }

  configure(agreed: Agreement, protect: SrtpSender | undefined): void {
    if (this.#codec !== agreed.codec) this.#pendingUnits = 0;
    this.#codec = agreed.codec;
    this.#payloadType = agreed.payloadType;
    this.#eventType = agreed.eventType ?? -1;
    this.#ptimeMs = agreed.ptimeMs;
    this.#sending = agreed.sending;
    this.#protect = protect;
  }

  /** A frame of 160 samples whose tick is at `tickMs`. `kept`: what is recorded in its place. */
  frame(samples: Int16Array, tickMs: number, kept?: Int16Array): void {
    if (!this.#sending) return;
    const timestamp = this.stream.ownTimestamp(tickMs);
    if (this.#ptimeMs === 20) {
      const units = this.#encoder.encode(this.#codec, samples, frameUnits, this.#io.tx.bytes, headerBytes);
      if (kept) this.#keptEncoder.encode(this.#codec, kept, frameUnits, this.#pendingKept, 0);
      this.#sendOwn(timestamp, units, tickMs, kept !== undefined);
    } else this.#packetise(samples, timestamp, tickMs, kept);
  }

  /** Instead of a frame: one packet of a telephone event. */
  event(packet: EventPacket, tickMs: number): void {
    if (this.#eventType < 0 || !this.#sending) return;
    const { stream } = this;
    const tx = this.#io.tx;
    stream.own(stream.ownTimestamp(tickMs), frameUnits, tickMs);
    tx.bytes.set(packet.payload, headerBytes);
    // RFC 4733 2.1: every packet of an event carries the timestamp of its beginning
    writeRtpHeader(tx.bytes, this.#eventType, packet.marker, stream.sequence, packet.timestamp, stream.ssrc);
    this.#send(tx, headerBytes + 4, 4);
  }

  /** Hands on the audio packet that lies in `io.rx`; changes it in place. */
  relay(view: RtpView, codec: CodecName, nowMs: number): void {
    if (this.occupied || !this.#sending || !isRelayable(codec, this.#codec)) return;
    const { stream } = this;
    const { bytes } = this.#io.rx;
    const length = view.payloadLength;
    if (!stream.relay(view.ssrc, view.sequence, view.timestamp, view.marker, length, nowMs)) return;
    this.#alignPayload(bytes, view);
    if (codec !== this.#codec) translate(codec === "PCMA" ? alawToUlaw : ulawToAlaw, bytes, headerBytes, length);
    writeRtpHeader(bytes, this.#payloadType, stream.marker, stream.sequence, stream.timestamp, stream.ssrc);
    this.#tap(bytes, headerBytes, length, nowMs);
    this.#send(this.#io.rx, headerBytes + length, length);
  }

  /** Hands on a telephone event as it is. False if this side has not agreed to any. */
  relayEvent(view: RtpView, nowMs: number): boolean {
    if (this.#eventType < 0) return false;
    if (this.occupied || !this.#sending) return true;
    const { stream } = this;
    const { bytes } = this.#io.rx;
    if (!stream.relay(view.ssrc, view.sequence, view.timestamp, view.marker, frameUnits, nowMs)) return true;
    this.#alignPayload(bytes, view);
    writeRtpHeader(bytes, this.#eventType, stream.marker, stream.sequence, stream.timestamp, stream.ssrc);
    this.#send(this.#io.rx, headerBytes + view.payloadLength, view.payloadLength);
    return true;
  }

  /** Contributing sources, extensions and padding are the other side's affair: payload moves up behind a plain header. */
  #alignPayload(bytes: Uint8Array, view: RtpView): void {
    if (view.payloadStart !== headerBytes)
      bytes.copyWithin(headerBytes, view.payloadStart, view.payloadStart + view.payloadLength);
  }

  #packetise(samples: Int16Array, timestamp: number, tickMs: number, kept: Int16Array | undefined): void {
    const packetUnits = this.#ptimeMs * unitsPerMs;
    if (timestamp !== this.#nextTimestamp) this.#pendingUnits = 0;
    this.#nextTimestamp = (timestamp + frameUnits) >>> 0;
    let start = timestamp - this.#pendingUnits;
    const before = this.#pendingUnits;
    this.#pendingUnits += this.#encoder.encode(this.#codec, samples, frameUnits, this.#pending, before);
    if (kept) this.#keptEncoder.encode(this.#codec, kept, frameUnits, this.#pendingKept, before);
    else this.#pendingKept.set(this.#pending.subarray(before, this.#pendingUnits), before);
    while (this.#pendingUnits >= packetUnits) {
      this.#io.tx.bytes.set(this.#pending.subarray(0, packetUnits), headerBytes);
      this.#sendOwn(start, packetUnits, tickMs, true);
      this.#pending.copyWithin(0, packetUnits, this.#pendingUnits);
      this.#pendingKept.copyWithin(0, packetUnits, this.#pendingUnits);
      this.#pendingUnits -= packetUnits;
      start += packetUnits;
    }
  }

  /** `apart`: what is recorded lies in `#pendingKept`. */
  #sendOwn(timestamp: number, units: number, tickMs: number, apart: boolean): void {
    const { stream } = this;
    const tx = this.#io.tx;
    stream.own(timestamp, units, tickMs);
    writeRtpHeader(tx.bytes, this.#payloadType, stream.marker, stream.sequence, stream.timestamp, stream.ssrc);
    if (apart) this.#tap(this.#pendingKept, 0, units, tickMs);
    else this.#tap(tx.bytes, headerBytes, units, tickMs);
    this.#send(tx, headerBytes + units, units);
  }

  #tap(bytes: Uint8Array, start: number, length: number, nowMs: number): void {
    for (const recording of this.#recordings) {
      recording.heard(this.#codec, this.stream.ssrc, this.stream.sequence, this.stream.timestamp, bytes, start, length, nowMs);
    }
  }

  #send(packet: PacketBuffer, length: number, octets: number): void {
    if (this.#tapCell.now !== undefined)
      this.#tapCell.now.went(this.socket?.port ?? 0, this.#farEnd(), packet.bytes, length, headerBytes);
    const protectedLength = this.#protect === undefined ? length : this.#protect.protectRtp(packet.bytes, length);
    if (protectedLength < 0) return;
    this.stream.packets++;
    this.stream.octets += octets;
    this.socket?.send(packet, protectedLength);
  }
}

function translate(table: Uint8Array, bytes: Uint8Array, start: number, length: number): void {
  for (let i = start; i < start + length; i++) bytes[i] = table[bytes[i]!]!;
}
