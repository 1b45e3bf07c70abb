import type { ReportBlock } from "./rtcp.ts";

/** Facts about one received stream; plain numbers. `lossPercent` and `lost` over its whole life, never below 0. */
export type ReceptionStats = {
  received: number;
  expected: number;
  lost: number;
  lossPercent: number;
  duplicates: number;
  reordered: number;
  jitterMs: number;
  maxJitterMs: number;
  /** Times the sender began anew with other numbers. */
  restarts: number;
  highestSequence: number;
};

// RFC 3550 A.1
const maxDropout = 3000;
const maxMisorder = 100;
const minSequential = 2;
const sequenceCycle = 65536;

/** What RFC 3550 wants to know of a received stream: sequence validation (A.1), loss (A.3), jitter (A.8), and the block for our report. */
export class Reception {
  readonly #unitsPerMs: number;
  #started = false;
  #probation = minSequential;
  #baseSequence = 0;
  #highest = 0;
  #cycles = 0;
  #badSequence = -1;
  #received = 0;
  #duplicates = 0;
  #reordered = 0;
  #restarts = 0;
  /** Loss and packets of streams that ended with a restart. */
  #formerExpected = 0;
  #formerReceived = 0;
  #expectedAtReport = 0;
  #receivedAtReport = 0;
  #transit = Number.NaN;
  #jitter = 0;
  #maxJitter = 0;
  #lastTimestamp = 0;
  #extendedTimestamp = 0;
  #lastSenderReport = 0;
  #senderReportAtMs = 0;
  /** The last 64 sequence numbers, as bits behind the highest: to tell a duplicate from a latecomer. */
  readonly #seen = new Uint8Array(64);

  constructor(clockHz = 8000) {
    this.#unitsPerMs = clockHz / 1000;
  }

  reset(): void {
    this.#started = false;
    this.#received = 0;
    this.#expectedAtReport = 0;
    this.#receivedAtReport = 0;
    this.#restarts = 0;
    this.#formerExpected = 0;
    this.#formerReceived = 0;
    this.#duplicates = 0;
    this.#reordered = 0;
    this.#jitter = 0;
    this.#maxJitter = 0;
    this.#lastSenderReport = 0;
  }

  /** One packet. False while the source is on probation or has jumped and not yet shown that it means it (RFC 3550 A.1). */
  receive(sequence: number, timestamp: number, nowMs: number): boolean {
    if (!this.#started) this.#start(sequence, timestamp, nowMs);
    if (!this.#isValid(sequence)) return false;
    this.#measureJitter(timestamp, nowMs);
    return true;
  }

  stats(): ReceptionStats {
    const expected = this.#expected();
    const received = this.#formerReceived + this.#received;
    const lost = Math.max(0, expected - received + this.#duplicates);
    return {
      received,
      expected,
      lost,
      lossPercent: expected > 0 ? (100 * lost) / expected : 0,
      duplicates: this.#duplicates,
      reordered: this.#reordered,
      jitterMs: this.#jitter / this.#unitsPerMs,
      maxJitterMs: this.#maxJitter / this.#unitsPerMs,
      restarts: this.#restarts,
      highestSequence: this.#cycles + this.#highest,
    };
  }

  /** The other side's sender report, for the round trip: the middle 32 bits of its NTP time. */
  senderReport(ntpSeconds: number, ntpFraction: number, nowMs: number): void {
    this.#lastSenderReport = (((ntpSeconds & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0;
    this.#senderReportAtMs = nowMs;
  }

  /** The block about this stream for our next report; loss counts since the last call. RFC 3550 6.4.1 and A.3. */
  reportBlock(ssrc: number, nowMs: number): ReportBlock {
    const expected = this.#expected();
    const received = this.#formerReceived + this.#received;
    const expectedNow = expected - this.#expectedAtReport;
    const lostNow = expectedNow - (received - this.#receivedAtReport);
    this.#expectedAtReport = expected;
    this.#receivedAtReport = received;
    return {
      ssrc,
      fractionLost: expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow)),
      cumulativeLost: Math.max(-0x800000, Math.min(0x7fffff, expected - received)),
      highestSequence: (this.#cycles + this.#highest) >>> 0,
      jitter: Math.floor(this.#jitter),
      lastSenderReport: this.#lastSenderReport,
      delaySinceLastSenderReport:
        this.#lastSenderReport === 0 ? 0 : Math.round(((nowMs - this.#senderReportAtMs) * 65536) / 1000) >>> 0,
    };
  }

  #expected(): number {
    if (!this.#started || this.#probation > 0) return this.#formerExpected;
    return this.#formerExpected + this.#cycles + this.#highest - this.#baseSequence + 1;
  }

  #start(sequence: number, timestamp: number, nowMs: number): void {
    this.#started = true;
    this.#initialise(sequence);
    this.#highest = (sequence - 1) & 0xffff;
    this.#probation = minSequential;
    this.#restartClock(timestamp, nowMs);
  }

  // RFC 3550 A.1 init_seq
  #initialise(sequence: number): void {
    this.#baseSequence = sequence;
    this.#highest = sequence;
    this.#badSequence = -1;
    this.#cycles = 0;
    this.#received = 0;
    this.#seen.fill(0);
  }

  // RFC 3550 A.1 update_seq
  #isValid(sequence: number): boolean {
    const ahead = (sequence - this.#highest) & 0xffff;
    if (this.#probation > 0) return this.#isProving(sequence, ahead);
    if (ahead === 0) this.#duplicates++;
    else if (ahead < maxDropout) this.#advance(sequence, ahead);
    else if (ahead <= sequenceCycle - maxMisorder) {
      if (sequence !== this.#badSequence) {
        this.#badSequence = (sequence + 1) & 0xffff;
        return false;
      }
      this.#beginAnew(sequence); // two in a row: the other side restarted without telling
    } else this.#noteOld(sequence);
    this.#received++;
    return true;
  }

  #isProving(sequence: number, ahead: number): boolean {
    if (ahead !== 1) {
      this.#probation = minSequential - 1;
      this.#highest = sequence;
      return false;
    }
    this.#probation--;
    if (this.#probation > 0) {
      this.#highest = sequence;
      return false;
    }
    // The packet on probation counts as well, unlike in A.1: it was played.
    this.#initialise((sequence - 1) & 0xffff);
    this.#seen[this.#baseSequence & 63] = 1;
    this.#received = 1;
    this.#advance(sequence, 1);
    this.#received++;
    return true;
  }

  #beginAnew(sequence: number): void {
    this.#formerExpected = this.#expected();
    this.#formerReceived += this.#received;
    this.#restarts++;
    this.#initialise(sequence);
    this.#seen[sequence & 63] = 1;
    this.#transit = Number.NaN;
  }

  #advance(sequence: number, steps: number): void {
    for (let i = 1; i < Math.min(steps, 64); i++) this.#seen[(sequence - i) & 63] = 0;
    this.#seen[sequence & 63] = 1;
    if (sequence < this.#highest) this.#cycles += sequenceCycle;
    this.#highest = sequence;
  }

  #noteOld(sequence: number): void {
    const behind = (this.#highest - sequence) & 0xffff;
    if (behind < 64 && this.#seen[sequence & 63] === 1) this.#duplicates++;
    else this.#reordered++;
    if (behind < 64) this.#seen[sequence & 63] = 1;
  }

  #restartClock(timestamp: number, nowMs: number): void {
    this.#lastTimestamp = timestamp;
    this.#extendedTimestamp = 0;
    this.#transit = nowMs * this.#unitsPerMs;
  }

  // RFC 3550 A.8, in floating point
  #measureJitter(timestamp: number, nowMs: number): void {
    if (Number.isNaN(this.#transit)) this.#restartClock(timestamp, nowMs);
    else if (timestamp === this.#lastTimestamp) return; // one telephone event's packets share its timestamp (RFC 4733 2.1): no jitter
    this.#extendedTimestamp += (timestamp - this.#lastTimestamp) | 0;
    this.#lastTimestamp = timestamp;
    const transit = nowMs * this.#unitsPerMs - this.#extendedTimestamp;
    const change = Math.abs(transit - this.#transit);
    this.#transit = transit;
    if (change > 10_000 * this.#unitsPerMs) return; // the sender's clock was set, that is no jitter
    this.#jitter += (change - this.#jitter) / 16;
    if (this.#jitter > this.#maxJitter) this.#maxJitter = this.#jitter;
  }
}
