import {
  alawLaw,
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
/** Sizes of a block it takes, and the room for all (DAHDI_MAX_BLOCKSIZE, DAHDI_MAX_BUF_SPACE). */
const leastBlockBytes = 16;
const mostBlockBytes = 8_192;
const mostKeptBytes = 32_768;
/** A ring of 64 with one always free (DAHDI_MAX_EVENTSIZE). */
const mostEvents = 63;
/** The kernel is deaf to rings for so long after the hook was put down or the file opened (RING_DEBOUNCE_TIME). */
const deafMs = 2_000;
const blockMs = 20;
/** A tone of 100 ms and as long a pause, and what a "w" waits, in blocks of 20 ms. */
const digitBlocks = 10;
const waitBlocks = 25;

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
  /** Set up with the tones of a country, or it neither dials nor rings. */
  hasTones = true;
  #keptBlocks = usualBlocks;
  #deafMs = 0;
  #isRinging = false;
  #isOff = false;
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
    this.#isRinging = false;
    this.#isOff = false;
    this.#gains = undefined;
    this.#stopDial();
    this.#forget();
    this.#events = [];
  }

  /** Its file was closed, by whom it was or because he died: the hook is put down. */
  closed(file: number): void {
    if (this.files.delete(file) && this.isThere) this.#hook(hook.on);
  }

  tick(): void {
    this.#deafMs = Math.max(0, this.#deafMs - blockMs);
    const out = this.#toLine.shift();
    if (!out && this.files.size > 0) this.counts.underruns++;
    const gains = this.#gains;
    decodeAlaw(out && gains ? out.map((code) => gains[4 + 256 + code]!) : (out ?? silence), 0, this.#heard, 0, blockBytes);
    // What was written is said first.
    if (!out) this.#dialOn();
    this.#sound.fill(0);
    this.end?.tick(this.#sound, this.#heard);
    if (this.files.size === 0 || !this.isThere) return;
    const block = new Uint8Array(blockBytes);
    encodeAlaw(this.#sound, 0, block, 0, blockBytes);
    // No place: what comes now is lost, what came before is kept.
    if (this.#toRead.length >= this.#keptBlocks) this.counts.overruns++;
    else this.#toRead.push(gains ? block.map((code) => gains[4 + code]!) : block);
  }

  read(size: number): Uint8Array | number {
    if (!this.isThere) return -errno.noDevice;
    if (this.#events.length > 0) return -eventWaits;
    // The rest of a block that is read in part is lost.
    return this.#toRead.shift()?.subarray(0, size) ?? -errno.again;
  }

  write(bytes: Uint8Array): number {
    if (!this.isThere) return -errno.noDevice;
    // Whoever writes wants to be heard: what was still to be dialled is forgotten, and no DIALCOMPLETE tells of it.
    this.#stopDial();
    if (this.#events.length > 0) return -eventWaits;
    if (this.#toLine.length >= this.#keptBlocks) return -errno.again;
    const block = Uint8Array.from(bytes.subarray(0, blockBytes));
    this.#toLine.push(block);
    return block.length;
  }

  poll(): number {
    // The kernel gives -ENODEV where a mask is meant; these bits of it come through.
    if (!this.isThere) return pollFor.in | pollFor.out | pollFor.error;
    const urgent = this.#events.length > 0 ? pollFor.urgent : 0;
    return urgent | (this.#toRead.length > 0 ? pollFor.in : 0) | (this.#toLine.length < this.#keptBlocks ? pollFor.out : 0);
  }

  ioctl(request: number, input: Uint8Array): Uint8Array | number {
    const value = input.length >= 4 ? Buffer.from(input).readInt32LE(0) : 0;
    if (!this.isThere) return -errno.noDevice;
    if (request === call.getEvent) return int(this.#events.shift() ?? event.none);
    switch (request) {
      case call.hook:
        return this.#hook(value);
      case call.dial:
        return this.#startDial(input);
      case call.dialling:
        return int(this.#isDialling ? 1 : 0);
      case call.getParams:
        return this.#params();
      case call.setParams:
        this.end?.set(request, Buffer.from(input).readInt32LE(paramsAt.rxFlash));
        return 0;
      case call.flush:
        if (value & 1) this.#toRead = [];
        if (value & 2) this.#toLine = [];
        if (value & 4) this.#events = [];
        return 0;
      case call.setGains:
        this.#gains = Uint8Array.from(input);
        return 0;
      case call.setBufferInfo:
        return this.#keep(input);
      case call.setLaw:
        return value < 0 || value > alawLaw ? -errno.invalid : 0;
      case call.echoCancel:
        if (!this.hasEchoCanceller) return -errno.invalid;
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

  /** It stops dialling in any case. A ring goes on by itself, which a non-blocking file is told (EINPROGRESS); everything else is done at once. */
  #hook(value: number): number {
    this.#stopDial();
    if (value === hook.ring && !this.hasTones) return -errno.noData;
    if (value === hook.ring && (this.#isRinging || this.#isOff)) return -errno.busy;
    if (value === hook.on) {
      this.#deafMs = deafMs;
      this.#forget();
    }
    this.#isRinging = value === hook.ring;
    if (value === hook.on || value === hook.off) this.#isOff = value === hook.off;
    this.end?.hook(value);
    return value === hook.ring ? -errno.inProgress : 0;
  }

  #startDial(input: Uint8Array): number {
    if (input.length < dialBytes) return -errno.invalid;
    if (!this.hasTones) return -errno.noData;
    const bytes = Buffer.from(input);
    const operation = bytes.readInt32LE(0);
    const text = bytes.subarray(4, bytes.indexOf(0, 4)).toString().toUpperCase();
    if (operation !== dialling.append) this.#stopDial();
    if (operation === dialling.cancel) return 0;
    // Letters among them say how the digits behind them are dialled.
    this.#dial.push(...text.replace(/[TPMOR]/g, ""));
    this.#isDialling = true;
    return 0;
  }

  #stopDial(): void {
    this.#dial = [];
    this.#dialWaits = 0;
    this.#isDialling = false;
  }

  #dialOn(): void {
    if (!this.#isDialling || --this.#dialWaits > 0) return;
    const digit = this.#dial.shift();
    if (digit === undefined) {
      this.#isDialling = false;
      this.tell(event.dialComplete);
      return;
    }
    this.#dialWaits = digit === "W" ? waitBlocks : digitBlocks;
    if (digit !== "W") this.end?.digit(digit);
  }

  /** `struct dahdi_bufferinfo`: the third word is the number of buffers, held to what there can be; the fourth their size. */
  #keep(input: Uint8Array): number {
    if (input.length < bufferInfoBytes) return -errno.invalid;
    const words = Buffer.from(input);
    const [wanted, size] = [words.readInt32LE(8), words.readInt32LE(12)];
    if (size < leastBlockBytes || size > mostBlockBytes || wanted * size > mostKeptBytes) return -errno.invalid;
    // Only blocks of 20 ms are simulated.
    if (size !== blockBytes) throw new Error(`blocks of ${size} bytes`);
    this.#keptBlocks = Math.min(mostBlocks, Math.max(usualBlocks, wanted));
    this.#forget();
    return 0;
  }

  /** Sound that was written and not said, or came and was not read. */
  #forget(): void {
    this.#toRead = [];
    this.#toLine = [];
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

/** struct dahdi_bufferinfo. */
const bufferInfoBytes = 24;
const silence = new Uint8Array(blockBytes).fill(alawSilence);

function int(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
