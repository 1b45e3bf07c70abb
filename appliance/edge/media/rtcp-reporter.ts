import type { Reception } from "../../wire/rtp/reception.ts";
import {
  buildBye,
  buildReceiverReport,
  buildSenderReport,
  parseRtcp,
  type ReportBlock,
  roundTripMs,
} from "../../wire/rtp/rtcp.ts";
import type { OutStream } from "./out-stream.ts";

// RFC 3550 6.2: 5 s, spread over half to one and a half of it, and divided by e - 1.5; the first after half of it
const intervalMs = 5000;
const compensation = Math.E - 1.5;
const unitsPerMs = 8;

export type Clock = {
  /** Monotonic. */
  nowMs: () => number;
  unixMs: () => number;
  /** 0 <= x < 1 */
  random: () => number;
};

/** What one leg tells the far side about its streams, and hears from it (RFC 3550 6.4). */
export class RtcpReporter {
  roundTripMs: number | undefined;
  remoteLossPercent: number | undefined;
  readonly #clock: Clock;
  readonly #cname: string;
  readonly #stream: OutStream;
  readonly #reception: Reception;
  #dueMs: number;
  #packetsAtReport = 0;

  constructor(clock: Clock, cname: string, stream: OutStream, reception: Reception) {
    this.#clock = clock;
    this.#cname = cname;
    this.#stream = stream;
    this.#reception = reception;
    this.#dueMs = clock.nowMs() + this.#interval() / 2;
  }

  /** The compound packet that is due, if one is. `theirSsrc` 0: nothing heard yet. */
  tick(nowMs: number, theirSsrc: number): Uint8Array | undefined {
    if (nowMs < this.#dueMs) return undefined;
    this.#dueMs = nowMs + this.#interval();
    const reports = theirSsrc === 0 ? [] : [this.#reception.reportBlock(theirSsrc, nowMs)];
    const { ssrc, packets, octets } = this.#stream;
    const active = packets > this.#packetsAtReport;
    this.#packetsAtReport = packets;
    if (!active) return buildReceiverReport({ ssrc, cname: this.#cname, reports });
    const rtpTimestamp = (this.#stream.lastTimestamp + Math.round((nowMs - this.#stream.sentAtMs) * unitsPerMs)) >>> 0;
    return buildSenderReport({ ssrc, cname: this.#cname, unixMs: this.#clock.unixMs(), rtpTimestamp, packets, octets, reports });
  }

  bye(): Uint8Array {
    return buildBye({ ssrc: this.#stream.ssrc, cname: this.#cname });
  }

  /** A compound packet from the far side; nonsense changes nothing. */
  receive(bytes: Uint8Array, length: number, nowMs: number): void {
    for (const packet of parseRtcp(bytes, length) ?? []) {
      if (packet.kind === "sender-report") this.#reception.senderReport(packet.ntpSeconds, packet.ntpFraction, nowMs);
      if (packet.kind === "sender-report" || packet.kind === "receiver-report") this.#note(packet.reports);
    }
  }

  #note(reports: ReportBlock[]): void {
    for (const report of reports) {
      if (report.ssrc !== this.#stream.ssrc) continue;
      this.roundTripMs = roundTripMs(report, this.#clock.unixMs()) ?? this.roundTripMs;
      const { packets } = this.#stream;
      if (packets > 0) this.remoteLossPercent = Math.min(100, Math.max(0, (100 * report.cumulativeLost) / packets));
    }
  }

  #interval(): number {
    return (intervalMs * (0.5 + this.#clock.random())) / compensation;
  }
}
