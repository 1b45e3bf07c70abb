import {
  call,
  dialBytes,
  dialling,
  errno,
  event,
  eventWaits,
  hook,
  paramsAt,
  paramsBytes,
  pollFor,
  signalling,
} from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { alawSilence, decodeAlaw, encodeAlaw } from "../../../appliance/wire/audio/g711.ts";

/** What is on the other end of a channel's pair: an exchange, or a telephone. Called every 20 ms. */
export interface PairEnd {
  /** Sound towards the box for the next 20 ms, and what it hears from it. */
  tick(into: Int16Array, heard: Int16Array): void;
  hook(state: number): void;
  digit(digit: string): void;
  /** The box switched something: polarity, lamp, on-hook transfer, echo canceller. */
  set(request: number, value: number): void;
  /** A telephone that is off the hook. */
  readonly isOff?: boolean;
}

export type ChannelKind = "fxo" | "fxs";

const blockBytes = 160;
/** Blocks the kernel keeps each way until it is asked for another number, and the most it keeps (DAHDI_DEFAULT_NUM_BUFS, DAHDI_MAX_NUM_BUFS). */
const usualBlocks = 2;
const mostBlocks = 32;
const mostEvents = 32;
/** The kernel is deaf to rings for so long after the hook was put down or the file opened (RING_DEBOUNCE). */
const deafMs = 2_000;
const blockMs = 20;
/** A tone and its pause in the kernel's dialler, in blocks of 20 ms. */
const digitBlocks = 8;

/** One channel of a card as its device file shows it. */
export class CardChannel {
  readonly number: number;
  readonly kind: ChannelKind;
  end: PairEnd | undefined;
  /** Files open on it. */
  readonly files = new Set<number>();
  isThere = true;
  alarms = 0;
  /** Set up with another kind of signalling than its socket is for. */
  signalling: number | undefined;
  hasEchoCanceller = true;
  #keptBlocks = usualBlocks;
  #deafMs = 0;
  #events: number[] = [];
  #toRead: Uint8Array[] = [];
  #toLine: Uint8Array[] = [];
  #dial: string[] = [];
  #dialWaits = 0;
  #isDialling = false;
  #gains: Uint8Array | undefined;
  readonly #sound = new Int16Array(blockBytes);
  readonly #heard = new Int16Array(blockBytes);
  /** Blocks lost because nobody read them, and blocks the line had to do without. */
  readonly counts = { overruns: 0, underruns: 0 };

  constructor(number: number, kind: ChannelKind) {
    this.number = number;
    this.kind = kind;
  }

  tell(code: number): void {
    if (this.#deafMs > 0 && this.kind === "fxo" && (code === event.ringBegin || code === event.ringOffHook)) return;
    if (this.#events.length < mostEvents) this.#events.push(code);
  }

  /** A file was opened on it. */
  opened(file: number): void {
    this.files.add(file);
    this.#keptBlocks = usualBlocks;
    this.#deafMs = deafMs;
  }

  tick(): void {
    this.#deafMs = Math.max(0, this.#deafMs - blockMs);
    const out = this.#toLine.shift();
    if (!out && this.files.size > 0) this.counts.underruns++;
    const gains = this.#gains;
    decodeAlaw(out && gains ? out.map((code) => gains[4 + 256 + code]!) : (out ?? silence), 0, this.#heard, 0, blockBytes);
    this.#dialOn();
    this.#sound.fill(0);
    this.end?.tick(this.#sound, this.#heard);
    if (this.files.size === 0 || !this.isThere) return;
    const block = new Uint8Array(blockBytes);
    encodeAlaw(this.#sound, 0, block, 0, blockBytes);
    this.#toRead.push(gains ? block.map((code) => gains[4 + code]!) : block);
    if (this.#toRead.length > this.#keptBlocks) {
      this.#toRead.shift();
      this.counts.overruns++;
    }
  }

  read(size: number): Uint8Array | number {
    if (this.#events.length > 0) return -eventWaits;
    if (!this.isThere) return -errno.noDevice;
    return size < blockBytes ? -errno.again : (this.#toRead.shift() ?? -errno.again);
  }

  write(bytes: Uint8Array): number {
    if (this.#events.length > 0) return -eventWaits;
    if (!this.isThere) return -errno.noDevice;
    if (this.#toLine.length >= this.#keptBlocks) return -errno.again;
    this.#toLine.push(Uint8Array.from(bytes));
    return bytes.length;
  }

  poll(): number {
    const urgent = this.#events.length > 0 ? pollFor.urgent : 0;
    if (!this.isThere) return urgent | pollFor.hangUp;
    return urgent | (this.#toRead.length > 0 ? pollFor.in : 0) | (this.#toLine.length < this.#keptBlocks ? pollFor.out : 0);
  }

  ioctl(request: number, input: Uint8Array): Uint8Array | number {
    const value = input.length >= 4 ? Buffer.from(input).readInt32LE(0) : 0;
    if (request === call.getEvent) return int(this.#events.shift() ?? event.none);
    if (!this.isThere) return -errno.noDevice;
    switch (request) {
      case call.hook:
        return this.#hook(value);
      case call.dial:
        return this.#startDial(input);
      case call.getParams:
        return this.#params();
      case call.setParams:
        this.end?.set(request, Buffer.from(input).readInt32LE(paramsAt.rxFlash));
        return 0;
      case call.flush:
        this.#toRead = [];
        this.#toLine = [];
        if (value & 4) this.#events = [];
        return 0;
      case call.setGains:
        this.#gains = Uint8Array.from(input);
        return 0;
      case call.setBufferInfo:
        return this.#keep(input);
      case call.setLaw:
      case call.setBlockSize:
        return 0;
      case call.echoCancel:
        if (!this.hasEchoCanceller) return -22;
        this.end?.set(request, value);
        return 0;
      case call.onHookTransfer:
      case call.vmwi:
      case call.vmwiConfig:
      case call.setPolarity:
        this.end?.set(request, value);
        return request === call.vmwi ? int(value) : 0;
      default:
        return -25;
    }
  }

  /** A non-blocking file is told that it goes on (EINPROGRESS), and it does. */
  #hook(value: number): number {
    if (value === hook.on) {
      this.#deafMs = deafMs;
      this.#dial = [];
      this.#isDialling = false;
    }
    this.end?.hook(value);
    return -errno.inProgress;
  }

  #startDial(input: Uint8Array): number {
    if (input.length < dialBytes) return -22;
    const bytes = Buffer.from(input);
    const operation = bytes.readInt32LE(0);
    const text = bytes.subarray(4, bytes.indexOf(0, 4)).toString();
    if (operation !== dialling.append) this.#dial = [];
    if (operation === dialling.cancel) return 0;
    this.#dial.push(...text.replace(/^[TP]/, ""));
    this.#isDialling = true;
    return 0;
  }

  #dialOn(): void {
    if (!this.#isDialling || --this.#dialWaits > 0) return;
    const digit = this.#dial.shift();
    if (digit === undefined) {
      this.#isDialling = false;
      this.tell(event.dialComplete);
      return;
    }
    this.#dialWaits = digit === "w" ? 25 : digitBlocks;
    if (digit !== "w") this.end?.digit(digit);
  }

  /** `struct dahdi_bufferinfo`: the third word is the number of buffers. */
  #keep(input: Uint8Array): number {
    const blocks = input.length < 24 ? 0 : Buffer.from(input).readInt32LE(8);
    if (blocks < 2 || blocks > mostBlocks) return -22;
    this.#keptBlocks = blocks;
    return 0;
  }

  #params(): Uint8Array {
    const bytes = Buffer.alloc(paramsBytes);
    bytes.writeInt32LE(this.number, paramsAt.channel);
    const own = this.kind === "fxo" ? signalling.fxsKewlstart : signalling.fxoKewlstart;
    bytes.writeInt32LE(this.signalling ?? own, paramsAt.signalling);
    bytes.writeInt32LE(this.end?.isOff ? 1 : 0, paramsAt.rxIsOffHook);
    bytes.writeInt32LE(2, paramsAt.law);
    bytes.write(`LB/${this.number}`, paramsAt.name);
    bytes.writeInt32LE(this.alarms, paramsAt.alarms);
    return bytes;
  }
}

const silence = new Uint8Array(blockBytes).fill(alawSilence);

function int(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
