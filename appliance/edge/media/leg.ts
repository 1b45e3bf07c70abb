import type { CodecName, LegStats, MediaDescription, MediaEvent } from "../../contract/media.ts";
import type { LegId } from "../../kit/ids.ts";
import type { PacketEnd } from "../../wire/capture/pcap.ts";
import type { RtpView } from "../../wire/rtp/packet.ts";
import { SrtpReceiver, SrtpSender } from "../../wire/rtp/srtp.ts";
import type { DatagramIo, DatagramSocket } from "./datagram-io.ts";
import { DigitListener } from "./digit-listener.ts";
import { type InputSink, LegInput } from "./leg-input.ts";
import { LegOutput } from "./leg-output.ts";
import { legStats } from "./leg-stats.ts";
import { LegVoice } from "./leg-voice.ts";
import type { Agreement, OurSide } from "./negotiate.ts";
import { OutStream } from "./out-stream.ts";
import type { Player } from "./player.ts";
import type { Recording } from "./recording.ts";
import type { Room } from "./room.ts";
import { type Clock, RtcpReporter } from "./rtcp-reporter.ts";
import type { RtpTapCell } from "./rtp-tap.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { nodeSrtpCrypto } from "./srtp-crypto.ts";

/** What every leg of a worker shares. */
export type LegHost = {
  io: DatagramIo;
  clock: Clock;
  cname: string;
  country: string;
  emit: (event: MediaEvent) => void;
  /** Something went wrong that must not happen; whatever it was, the other legs go on. */
  trouble: (error: unknown) => void;
  /** Told every packet while somebody captures. */
  tap: RtpTapCell;
};

/** What a leg hears apart from prompts: nobody, one other leg packet by packet, or the mix of a room. */
export type Link = { kind: "none" } | { kind: "direct"; peer: Leg } | { kind: "room"; room: Room };

const none: Link = { kind: "none" };
/** RFC 6263 4.6: something goes out now and then. */
const keepAliveMs = 5000;
const choreFrames = 5;
let legs = 0;

/** One audio stream with one far side. */
export class Leg implements InputSink {
  readonly id: LegId;
  readonly ours: OurSide;
  readonly input: LegInput;
  readonly output: LegOutput;
  readonly voice: LegVoice;
  readonly recordings: Recording[] = [];
  /** The room or group of slots it is served in. */
  slot = 0;
  link: Link = none;
  local: MediaDescription | undefined;
  agreed: Agreement | undefined;
  rtp: DatagramSocket | undefined;
  rtcp: DatagramSocket | undefined;
  closed = false;
  readonly #host: LegHost;
  readonly #reporter: RtcpReporter;
  readonly #watch = new SilenceWatch();
  readonly #listener: DigitListener;
  #protect: SrtpSender | undefined;
  #open: SrtpReceiver | undefined;
  #framesToChores = 1 + (legs++ % choreFrames);

  constructor(host: LegHost, id: LegId, ours: OurSide, inbandDigits: boolean) {
    this.#host = host;
    this.id = id;
    this.ours = ours;
    const { random } = host.clock;
    // RFC 3711 3.3.1: a first number in the lower half keeps the rollover counter beyond doubt
    const stream = new OutStream(
      Math.floor(random() * 0xffffffff) + 1,
      Math.floor(random() * 0x8000),
      Math.floor(random() * 0x100000000),
    );
    this.input = new LegInput(this, host.tap);
    this.output = new LegOutput(host.io, stream, this.recordings, host.tap, () => this.#farEnd());
    this.voice = new LegVoice(this.output, (player, how) => this.#played(player, how));
    this.#reporter = new RtcpReporter(host.clock, host.cname, stream, this.input.reception);
    this.#listener = new DigitListener(inbandDigits);
  }

  /** Both sides agree, at first or anew. Keys that stay keep their counters. */
  configure(local: MediaDescription, agreed: Agreement, nowMs: number): void {
    const { rtp } = this;
    if (rtp === undefined) return;
    const before = this.agreed?.srtp;
    const { srtp } = agreed;
    if (srtp?.ours !== before?.ours || srtp?.suite !== before?.suite) {
      this.#protect = srtp && new SrtpSender(nodeSrtpCrypto, srtp.suite, Buffer.from(srtp.ours, "base64"));
    }
    if (srtp?.theirs !== before?.theirs || srtp?.suite !== before?.suite) {
      this.#open = srtp && new SrtpReceiver(nodeSrtpCrypto, srtp.suite, Buffer.from(srtp.theirs, "base64"));
    }
    this.local = local;
    this.agreed = agreed;
    this.output.socket = rtp;
    this.output.configure(agreed, this.#protect);
    this.input.configure(agreed, this.#open, rtp, nowMs);
    if (!agreed.mux) this.rtcp?.aim(this.input.latch.address ?? agreed.remote.address, agreed.remote.rtcpPort);
  }

  receiveRtp(length: number, nowMs: number): void {
    const { rtp } = this;
    if (rtp === undefined || this.agreed === undefined) return;
    try {
      this.input.receive(this.#host.io.rx.bytes, length, rtp, nowMs);
    } catch (error) {
      this.#host.trouble(error);
    }
  }

  receiveRtcp(length: number, nowMs: number): void {
    const { rtcp } = this;
    if (rtcp === undefined || rtcp.fromAddress !== this.input.latch.address) return;
    rtcp.aim(rtcp.fromAddress, rtcp.fromPort); // RFC 4961: reports go back where they come from
    try {
      this.report(this.#host.io.rx.bytes, length, nowMs);
    } catch (error) {
      this.#host.trouble(error);
    }
  }

  heard(nowMs: number): void {
    if (this.#watch.heard(nowMs)) this.#host.emit({ on: "media.heard", leg: this.id });
  }

  audio(codec: CodecName, bytes: Uint8Array, view: RtpView, nowMs: number): void {
    const digit = this.#listener.audio(codec, bytes, view);
    if (digit !== "") this.#pressed(digit, "inband");
    for (const recording of this.recordings) {
      recording.said(codec, view.ssrc, view.sequence, view.timestamp, bytes, view.payloadStart, view.payloadLength, nowMs);
      if (recording.watch?.audio(codec, bytes, view.payloadStart, view.payloadLength, nowMs))
        this.#host.emit({ on: "media.speaking", leg: this.id, recording: recording.id });
    }
    const { link } = this;
    if (link.kind === "direct") link.peer.output.relay(view, codec, nowMs);
    else if (link.kind === "room") link.room.hear(this, codec, bytes, view, nowMs);
  }

  event(bytes: Uint8Array, view: RtpView, nowMs: number): void {
    const digit = this.#listener.event(bytes, view);
    const { link } = this;
    if (link.kind === "direct") {
      const handedOn = link.peer.output.relayEvent(view, nowMs);
      if (!handedOn && digit !== "") link.peer.sendDigits(digit);
    } else if (link.kind === "room") link.room.hearNothing(this, view, nowMs);
    if (digit !== "") this.#pressed(digit, "rfc4733");
  }

  comfortNoise(view: RtpView, nowMs: number): void {
    if (this.link.kind === "room") this.link.room.hearNothing(this, view, nowMs);
  }

  report(bytes: Uint8Array, length: number, nowMs: number): void {
    const plain = this.#open === undefined ? length : this.#open.unprotectRtcp(bytes, length);
    if (plain > 0 && this.#host.tap.now !== undefined) {
      const { rtp, rtcp } = this;
      this.#host.tap.now.came(this.#farEnd(true), (rtcp ?? rtp)?.port ?? 0, bytes, plain);
    }
    if (plain > 0) this.#reporter.receive(bytes, plain, nowMs);
  }

  sendDigits(digits: string): void {
    this.voice.sendDigits(digits, this.agreed?.eventType !== undefined);
  }

  /** Its turn: every 20 ms. `mix` is what its room brings, `kept` what of it is recorded when that is not the same. A leg that makes no sound of its own costs next to nothing here. */
  tick(tickMs: number, nowMs: number, mix?: Int16Array, kept?: Int16Array): void {
    if ((this.voice.sounding || mix !== undefined) && this.agreed !== undefined) this.voice.tick(tickMs, mix, kept);
    if (--this.#framesToChores > 0) return;
    this.#framesToChores = choreFrames;
    this.#chores(tickMs, nowMs);
  }

  /** Ends everything but its recordings, which the owner finishes first. */
  close(): LegStats {
    this.closed = true;
    this.link = none;
    this.voice.end("stopped");
    if (this.agreed !== undefined) this.#sendReport(this.#reporter.bye());
    const stats = this.stats();
    this.rtp?.close();
    this.rtcp?.close();
    this.rtp = undefined;
    this.rtcp = undefined;
    return stats;
  }

  stats(): LegStats {
    const { input, agreed } = this;
    const codec = agreed?.codec ?? this.ours.codecs[0] ?? "PCMA";
    return legStats({
      input,
      reporter: this.#reporter,
      packetsSent: this.output.stream.packets,
      codec,
      srtp: agreed?.srtp !== undefined,
    });
  }

  /** What bears a delay of 100 ms. */
  #chores(tickMs: number, nowMs: number): void {
    for (const recording of this.recordings) {
      recording.advance(nowMs);
      const forMs = Math.round(recording.watch?.tick(nowMs) ?? 0);
      if (forMs > 0) this.#host.emit({ on: "media.quiet", leg: this.id, recording: recording.id, forMs });
    }
    const { rtp, agreed } = this;
    if (rtp === undefined || agreed === undefined) return;
    const { stream } = this.output;
    this.input.tick(rtp, nowMs, choreFrames);
    if (tickMs - stream.sentAtMs >= keepAliveMs || !stream.started) this.voice.keepAlive(tickMs);
    const silentMs = this.#watch.tick(nowMs, agreed.receiving);
    if (silentMs > 0) this.#host.emit({ on: "media.silent", leg: this.id, forMs: silentMs });
    const report = this.#reporter.tick(nowMs, this.input.ssrc);
    if (report !== undefined) this.#sendReport(report);
  }

  /** Where the far side is, as far as it is known. */
  #farEnd(reports = false): PacketEnd {
    const remote = this.agreed?.remote;
    const address = this.input.latch.address ?? remote?.address ?? "0.0.0.0";
    return { address, port: (reports ? remote?.rtcpPort : (this.input.latch.port ?? remote?.port)) ?? 0 };
  }

  #pressed(digit: string, via: "rfc4733" | "inband"): void {
    this.#host.emit({ on: "media.digit", leg: this.id, digit, via });
    if (this.voice.player?.bargeIn) this.voice.end("interrupted");
  }

  #played(player: Player, how: Extract<MediaEvent, { on: "media.played" }>["how"]): void {
    const fault = player.faults.length > 0 ? { fault: player.faults.join("; ") } : {};
    this.#host.emit({ on: "media.played", leg: this.id, play: player.play, how, ...fault });
  }

  #sendReport(report: Uint8Array): void {
    const socket = this.agreed?.mux === false ? this.rtcp : this.rtp;
    const { tx } = this.#host.io;
    if (socket === undefined || report.length > 1200) return;
    tx.bytes.set(report);
    if (this.#host.tap.now !== undefined)
      this.#host.tap.now.went(socket.port, this.#farEnd(socket === this.rtcp), report, report.length);
    const length = this.#protect === undefined ? report.length : this.#protect.protectRtcp(tx.bytes, report.length);
    if (length > 0) socket.send(tx, length);
  }
}
