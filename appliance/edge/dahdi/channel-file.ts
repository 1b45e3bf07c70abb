import { alawGainTable } from "../../wire/audio/gain.ts";
import { blockBytes } from "../ports/port.ts";
import {
  alawLaw,
  call,
  dialBytes,
  dialling,
  errno,
  event,
  eventWaits,
  flushAll,
  gainsBytes,
  paramsAt,
  paramsBytes,
} from "./dahdi-calls.ts";
import type { Sys } from "./sys.ts";

/** Blocks the kernel keeps each way: enough for a process that is late, little enough not to be heard as delay. */
const keptBlocks = 16;

/** `isOffHook`: a telephone in the socket is off the hook. */
export type ChannelParams = { signalling: number; alarms: number; isOffHook: boolean };

/** The device file of one channel. Everything that fails comes back as false or a negative errno: cards are pulled at any moment. */
export class ChannelFile {
  readonly fd: number;
  readonly #sys: Sys;
  #isDialling = false;

  private constructor(sys: Sys, fd: number) {
    this.#sys = sys;
    this.fd = fd;
  }

  /** A negative errno when it isn't there or is taken. `root` is /dev/dahdi. */
  static open(sys: Sys, root: string, channel: number): ChannelFile | number {
    const direct = sys.open(`${root}/${channel}`);
    if (direct >= 0) return new ChannelFile(sys, direct);
    // Without udev there is no file for each channel, but one that is told which.
    const fd = direct === -errno.noEntry ? sys.open(`${root}/channel`) : direct;
    if (fd < 0) return fd;
    const done = sys.ioctl(fd, call.specify, ints(channel));
    if (done >= 0) return new ChannelFile(sys, fd);
    sys.close(fd);
    return done;
  }

  close(): void {
    this.#sys.close(this.fd);
  }

  /** Blocks of 20 ms in A-law, nothing of before. False when the channel doesn't take it. */
  prepare(): boolean {
    const buffers = ints(0, 0, keptBlocks, blockBytes, 0, 0);
    return (
      this.#sys.ioctl(this.fd, call.setBufferInfo, buffers) >= 0 &&
      this.#int(call.setLaw, alawLaw) >= 0 &&
      this.#int(call.flush, flushAll) >= 0
    );
  }

  params(): ChannelParams | undefined {
    const bytes = Buffer.alloc(paramsBytes);
    if (this.#sys.ioctl(this.fd, call.getParams, bytes) < 0) return undefined;
    return {
      signalling: bytes.readInt32LE(paramsAt.signalling),
      alarms: bytes.readInt32LE(paramsAt.alarms),
      isOffHook: bytes.readInt32LE(paramsAt.rxIsOffHook) !== 0,
    };
  }

  /** An on-hook shorter than this is a flash, longer is hanging up. */
  flashLimit(limitMs: number): boolean {
    const bytes = Buffer.alloc(paramsBytes);
    if (this.#sys.ioctl(this.fd, call.getParams, bytes) < 0) return false;
    bytes.writeInt32LE(limitMs, paramsAt.rxFlash);
    return this.#sys.ioctl(this.fd, call.setParams, bytes) >= 0;
  }

  gains(inDb: number, outDb: number): boolean {
    const bytes = new Uint8Array(gainsBytes);
    bytes.set(alawGainTable(inDb), 4);
    bytes.set(alawGainTable(outDb), 4 + 256);
    return this.#sys.ioctl(this.fd, call.setGains, bytes) >= 0;
  }

  /** Taps of the canceller; 0 takes it off. A card without one refuses, and is used as it is. */
  echoCanceller(taps: number): void {
    this.#int(call.echoCancel, taps);
  }

  hook(state: number): boolean {
    this.#isDialling = false;
    const done = this.#int(call.hook, state);
    return done >= 0 || done === -errno.inProgress;
  }

  /** Adds digits to what is dialled; the end is told by DIALCOMPLETE. */
  dial(digits: string): boolean {
    const bytes = Buffer.alloc(dialBytes);
    bytes.writeInt32LE(dialling.append);
    bytes.write(`T${digits}`.slice(0, dialBytes - 5), 4, "latin1");
    const isTaken = this.#sys.ioctl(this.fd, call.dial, bytes) >= 0;
    this.#isDialling ||= isTaken;
    return isTaken;
  }

  /** Digits are still to be dialled. The kernel would forget them with the first block that is written, and say nothing. */
  isDialling(): boolean {
    const bytes = Buffer.alloc(4);
    this.#isDialling &&= this.#sys.ioctl(this.fd, call.dialling, bytes) >= 0 && bytes.readInt32LE(0) !== 0;
    return this.#isDialling;
  }

  set(request: number, value: number): boolean {
    return this.#int(request, value) >= 0;
  }

  /** The oldest event; 0 when there is none. */
  nextEvent(): number {
    const bytes = Buffer.alloc(4);
    return this.#sys.ioctl(this.fd, call.getEvent, bytes) < 0 ? event.removed : bytes.readInt32LE(0);
  }

  /** "events": they must be fetched first. "gone": the card is. */
  read(into: Uint8Array): "block" | "nothing" | "events" | "gone" {
    return meaningOf(this.#sys.read(this.fd, into));
  }

  write(block: Uint8Array): "block" | "nothing" | "events" | "gone" {
    return meaningOf(this.#sys.write(this.fd, block));
  }

  #int(request: number, value: number): number {
    return this.#sys.ioctl(this.fd, request, ints(value));
  }
}

function meaningOf(done: number): "block" | "nothing" | "events" | "gone" {
  if (done === -eventWaits) return "events";
  if (done === blockBytes) return "block";
  return done === -errno.again || done >= 0 ? "nothing" : "gone";
}

function ints(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [n, value] of values.entries()) bytes.writeInt32LE(value, n * 4);
  return bytes;
}
