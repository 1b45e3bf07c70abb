/** "accept": from the right place; "moved": likewise, and replies go to a new address from now on; "refuse": not from the other side. */
export type LatchVerdict = "accept" | "moved" | "refuse";

/** `learnMs`: how long after signalling an unannounced address may be believed. `quietMs`: how long the old place must have been silent before a later move. */
export type LatchOptions = { learnMs?: number; quietMs?: number };

/** A move must be shown by this many packets in a row from the new place that go on where the stream was. */
const proofPackets = 3;
const longestSequenceStep = 500;

/**
 * Symmetric RTP: sends where packets come from instead of where the SDP says, without letting a stranger steal the call.
 * - Within `learnMs` of signalling the first sender is believed, until one from the signalled address speaks up; that one stays.
 * - The signalled host may show up with another port later, as long as nobody else has been heard.
 * - A later move needs the old place silent, three packets in a row, the same SSRC and sequence numbers that go on; or one proven packet (SRTP).
 *   Soon after signalling (a call comes back from hold) it may be a new SSRC, if the old place is not the signalled one.
 * `Address` is compared with ===: a text, or an IPv4 address as a number.
 */
export class Latch<Address extends string | number> {
  /** Where to send; the signalled place until something better is known. */
  address: Address | undefined;
  port = 0;
  readonly #learnMs: number;
  readonly #quietMs: number;
  #signalledAddress: Address | undefined;
  #signalledPort = 0;
  #signalledAtMs = Number.NEGATIVE_INFINITY;
  #heard = false;
  #settled = false;
  #ssrc = 0;
  #sequence = 0;
  #lastHeardMs = 0;
  #candidateAddress: Address | undefined;
  #candidatePort = 0;
  #candidateSsrc = 0;
  #candidateSequence = 0;
  #candidatePackets = 0;

  constructor(options: LatchOptions = {}) {
    this.#learnMs = options.learnMs ?? 10_000;
    this.#quietMs = options.quietMs ?? 500;
  }

  /** An SDP (first, or of a re-INVITE) names this place. The same place again changes nothing once somebody is settled. */
  signalled(address: Address, port: number, nowMs: number): void {
    const isSame = address === this.#signalledAddress && port === this.#signalledPort;
    this.#signalledAddress = address;
    this.#signalledPort = port;
    this.#signalledAtMs = nowMs;
    if (isSame && this.#heard) return;
    this.address = address;
    this.port = port;
    this.#heard = false;
    this.#settled = false;
    this.#candidatePackets = 0;
  }

  /** A well-formed RTP packet came from there. `proven`: its authenticity was verified (SRTP). */
  receive(address: Address, port: number, ssrc: number, sequence: number, nowMs: number, proven = false): LatchVerdict {
    const isCurrent = this.#heard && address === this.address && port === this.port;
    if (isCurrent) return this.#accept(ssrc, sequence, nowMs);
    if (proven || !this.#heard) {
      if (!proven && !this.#mayBeFirst(address, nowMs)) return "refuse";
      return this.#moveTo(address, port, ssrc, sequence, nowMs);
    }
    const isSignalled = address === this.#signalledAddress && port === this.#signalledPort;
    if (isSignalled && !this.#settled) return this.#moveTo(address, port, ssrc, sequence, nowMs);
    return this.#weigh(address, port, ssrc, sequence, nowMs);
  }

  /** A packet is known to be from the present place without its address being looked at (a connected socket lets no other through). */
  continued(ssrc: number, sequence: number, nowMs: number): void {
    if (this.#heard) this.#accept(ssrc, sequence, nowMs);
  }

  #accept(ssrc: number, sequence: number, nowMs: number): "accept" {
    if (nowMs - this.#signalledAtMs > this.#learnMs) this.#settled = true;
    this.#ssrc = ssrc;
    this.#sequence = sequence;
    this.#lastHeardMs = nowMs;
    return "accept";
  }

  #mayBeFirst(address: Address, nowMs: number): boolean {
    return address === this.#signalledAddress || nowMs - this.#signalledAtMs <= this.#learnMs;
  }

  /** Somebody else, while the stream has a place: perhaps its NAT has changed ports. */
  #weigh(address: Address, port: number, ssrc: number, sequence: number, nowMs: number): LatchVerdict {
    const isCandidate = this.#candidatePackets > 0 && address === this.#candidateAddress && port === this.#candidatePort;
    const step = (sequence - (isCandidate ? this.#candidateSequence : this.#sequence)) & 0xffff;
    const goesOn = ssrc === (isCandidate ? this.#candidateSsrc : this.#ssrc) && step > 0 && step <= longestSequenceStep;
    const isAtSignalled = this.address === this.#signalledAddress && this.port === this.#signalledPort;
    const mayBegin = !isCandidate && !isAtSignalled && nowMs - this.#signalledAtMs <= this.#learnMs;
    if (!(goesOn || mayBegin) || nowMs - this.#lastHeardMs < this.#quietMs) {
      if (isCandidate) this.#candidatePackets = 0;
      return "refuse";
    }
    this.#candidateSsrc = ssrc;
    this.#candidateAddress = address;
    this.#candidatePort = port;
    this.#candidateSequence = sequence;
    this.#candidatePackets = isCandidate ? this.#candidatePackets + 1 : 1;
    return this.#candidatePackets < proofPackets ? "refuse" : this.#moveTo(address, port, ssrc, sequence, nowMs);
  }

  #moveTo(address: Address, port: number, ssrc: number, sequence: number, nowMs: number): LatchVerdict {
    const moved = address !== this.address || port !== this.port;
    this.address = address;
    this.port = port;
    this.#heard = true;
    this.#settled = address === this.#signalledAddress && port === this.#signalledPort;
    this.#candidatePackets = 0;
    this.#accept(ssrc, sequence, nowMs);
    return moved ? "moved" : "accept";
  }
}
