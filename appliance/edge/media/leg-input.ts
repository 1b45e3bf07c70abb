import type { CodecName } from "../../contract/media.ts";
import { Latch } from "../../wire/rtp/latch.ts";
import { classify, newRtpView, type RtpView, readRtp } from "../../wire/rtp/packet.ts";
import { Reception } from "../../wire/rtp/reception.ts";
import type { SrtpReceiver } from "../../wire/rtp/srtp.ts";
import type { DatagramSocket } from "./datagram-io.ts";
import type { Agreement } from "./negotiate.ts";
import type { RtpTapCell } from "./rtp-tap.ts";

/** What a payload type stands for in the present agreement. */
type Meaning = CodecName | "event" | "comfort-noise" | undefined;

/** Packets served per 20 ms, with a reserve of four seconds for what piled up while we or the network stood still. */
const packetsPerFrame = 8;
const packetReserve = 400;
/** The kernel may filter for us once a source has proven itself this long. */
const settlePackets = 50;
const learnMs = 10_000;
const unsettleAfterMs = 1_000;

/** Who hears what a leg receives. The packet lies in `bytes` and may be changed by the last who needs it. */
export type InputSink = {
  heard(nowMs: number): void;
  audio(codec: CodecName, bytes: Uint8Array, view: RtpView, nowMs: number): void;
  event(bytes: Uint8Array, view: RtpView, nowMs: number): void;
  comfortNoise(view: RtpView, nowMs: number): void;
  report(bytes: Uint8Array, length: number, nowMs: number): void;
};

/** The receiving side of a leg: who may speak, what is well-formed and authentic, and what it means. */
export class LegInput {
  readonly reception = new Reception();
  readonly latch = new Latch<string>({ learnMs });
  /** Of the stream being received; 0 before the first packet. */
  ssrc = 0;
  refused = 0;
  readonly #view = newRtpView();
  readonly #sink: InputSink;
  readonly #tap: RtpTapCell;
  readonly #meanings: Meaning[] = new Array<Meaning>(128).fill(undefined);
  #receiving = false;
  #open: SrtpReceiver | undefined;
  #budget = packetReserve;
  #fromCurrent = 0;
  #signalledAddress = "";
  #signalledPort = 0;
  #signalledAtMs = 0;
  #lastPacketMs = 0;

  constructor(sink: InputSink, tap: RtpTapCell) {
    this.#sink = sink;
    this.#tap = tap;
  }

  configure(agreed: Agreement, open: SrtpReceiver | undefined, socket: DatagramSocket, nowMs: number): void {
    this.#meanings.fill(undefined);
    this.#meanings[13] = "comfort-noise"; // RFC 3389 4
    for (const { payloadType, codec } of agreed.receive) this.#meanings[payloadType] = codec;
    for (const payloadType of agreed.receiveEventTypes) this.#meanings[payloadType] = "event";
    this.#receiving = agreed.receiving;
    this.#open = open;
    const { address, port } = agreed.remote;
    if (address === "0.0.0.0" || address === "::") return; // an old way to say hold: nowhere to send, and the stream's place stays
    const before = `${this.latch.address} ${this.latch.port}`;
    this.latch.signalled(address, port, nowMs);
    this.#signalledAddress = address;
    this.#signalledPort = port;
    this.#signalledAtMs = nowMs;
    if (`${this.latch.address} ${this.latch.port}` === before) return;
    socket.unsettle();
    socket.aim(address, port);
    this.#fromCurrent = 0;
  }

  /** Every now and then; `frames` of 20 ms have passed since. */
  tick(socket: DatagramSocket, nowMs: number, frames: number): void {
    this.#budget = Math.min(packetReserve, this.#budget + frames * packetsPerFrame);
    if (!socket.settled || nowMs - this.#lastPacketMs < unsettleAfterMs) return;
    socket.unsettle(); // it may speak from another place by now
    this.#fromCurrent = 0;
  }

  /** A datagram on the RTP port. */
  receive(bytes: Uint8Array, length: number, socket: DatagramSocket, nowMs: number): void {
    if (--this.#budget < 0) {
      this.#budget = 0;
      this.refused++;
      return;
    }
    const kind = classify(bytes, length);
    if (kind === "rtcp") {
      this.#sink.report(bytes, length, nowMs); // RFC 5761: both kinds on one port
      return;
    }
    const plainLength = kind !== "rtp" ? -1 : this.#open === undefined ? length : this.#open.unprotectRtp(bytes, length);
    const view = this.#view;
    if (plainLength < 0 || !readRtp(bytes, plainLength, view)) {
      this.refused++;
      return;
    }
    if (this.#tap.now !== undefined) this.#tell(bytes, plainLength, view.payloadStart, socket);
    if (!socket.settled && !this.#isFromFarSide(socket, view, nowMs)) {
      this.refused++;
      return;
    }
    // The latch must know how far the stream got, or a later move of the far side looks like somebody else's.
    if (socket.settled) this.latch.continued(view.ssrc, view.sequence, nowMs);
    this.#lastPacketMs = nowMs;
    this.#dispatch(bytes, view, nowMs);
  }

  /** Also what is refused in the next moment: of a call that is silent it is the telling part. */
  #tell(bytes: Uint8Array, length: number, headerBytes: number, socket: DatagramSocket): void {
    const { address, port } = socket.settled ? this.latch : { address: socket.fromAddress, port: socket.fromPort };
    this.#tap.now?.came({ address: address ?? "0.0.0.0", port: port ?? 0 }, socket.port, bytes, length, headerBytes);
  }

  #isFromFarSide(socket: DatagramSocket, view: RtpView, nowMs: number): boolean {
    const { fromAddress, fromPort } = socket;
    const verdict = this.latch.receive(fromAddress, fromPort, view.ssrc, view.sequence, nowMs, this.#open !== undefined);
    if (verdict === "refuse") return false;
    if (verdict === "moved") {
      socket.aim(fromAddress, fromPort);
      this.#fromCurrent = 0;
    }
    // While the latch still learns, the signalled place must be able to speak up.
    if (++this.#fromCurrent >= settlePackets && (this.#isAtSignalledPlace() || nowMs - this.#signalledAtMs > learnMs))
      socket.settle();
    return true;
  }

  #isAtSignalledPlace(): boolean {
    return this.latch.address === this.#signalledAddress && this.latch.port === this.#signalledPort;
  }

  #dispatch(bytes: Uint8Array, view: RtpView, nowMs: number): void {
    const meaning = this.#meanings[view.payloadType];
    if (meaning === undefined) {
      this.refused++;
      return;
    }
    this.ssrc = view.ssrc;
    this.reception.receive(view.sequence, view.timestamp, nowMs);
    this.#sink.heard(nowMs);
    if (!this.#receiving) return;
    if (meaning === "event") this.#sink.event(bytes, view, nowMs);
    else if (meaning === "comfort-noise") this.#sink.comfortNoise(view, nowMs);
    else this.#sink.audio(meaning, bytes, view, nowMs);
  }
}
