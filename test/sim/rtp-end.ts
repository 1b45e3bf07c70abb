import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { alawToLinear, encodeAlaw, ulawToLinear } from "../../appliance/wire/audio/g711.ts";
import { newRtpView, readRtp, writeRtpHeader } from "../../appliance/wire/rtp/packet.ts";
import { charOf, eventOf } from "../../appliance/wire/rtp/telephone-event.ts";

const frame = 160;
const eventType = 101;

/** A far end's sound: sends frames every 20 ms, keeps what it hears, presses keys by RFC 4733. */
export class RtpEnd {
  readonly #socket: Socket;
  #to: { address: string; port: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sequence = 1000;
  #timestamp = 5000;
  readonly #ssrc = (Math.random() * 0xffff_ffff) >>> 0;
  #queue: Int16Array[] = [];
  #heard: Int16Array[] = [];
  #started = 0;
  #sent = 0;
  received = 0;
  #pressed = "";
  #lastKey: number | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    const view = newRtpView();
    socket.on("message", (packet) => {
      if (!readRtp(packet, packet.length, view)) return;
      if (view.payloadType === eventType) this.#key(packet, view.payloadStart, view.timestamp);
      if (view.payloadType !== 8 && view.payloadType !== 0) return;
      this.received++;
      const table = view.payloadType === 8 ? alawToLinear : ulawToLinear;
      const samples = new Int16Array(view.payloadLength);
      for (let i = 0; i < samples.length; i++) samples[i] = table[packet[view.payloadStart + i]!]!;
      this.#heard.push(samples);
    });
    socket.on("error", () => {});
  }

  static async open(address = "127.0.0.1"): Promise<RtpEnd> {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((done) => socket.bind(0, address, done));
    return new RtpEnd(socket);
  }

  get port(): number {
    return (this.#socket.address() as AddressInfo).port;
  }

  /** Starts talking (silence at first) to the other side. */
  start(to: { address: string; port: number }): void {
    this.#to = to;
    if (this.#timer) return;
    this.#started = performance.now();
    this.#sent = 0;
    this.#timer = setInterval(() => {
      // As many frames as time has passed, so that a stalled process doesn't slow the stream down.
      while (this.#sent * 20 <= performance.now() - this.#started) this.#frame();
    }, 10);
  }

  /** Says this after what is still to be said; resolves when it was sent. */
  say(sound: Int16Array): Promise<void> {
    for (let i = 0; i < sound.length; i += frame) {
      const piece = new Int16Array(frame);
      piece.set(sound.subarray(i, i + frame));
      this.#queue.push(piece);
    }
    return new Promise((done) => {
      const look = setInterval(() => {
        if (this.#queue.length > 0) return;
        clearInterval(look);
        done();
      }, 20);
    });
  }

  /** Keys the far side pressed so far (RFC 4733). */
  pressed(): string {
    return this.#pressed;
  }

  /** All sound heard so far. */
  heard(): Int16Array {
    const all = new Int16Array(this.#heard.reduce((n, h) => n + h.length, 0));
    let at = 0;
    for (const piece of this.#heard) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
  forget(): void {
    this.#heard = [];
  }

  /** Presses keys as RFC 4733 events: 100 ms each, three end packets, 100 ms between. */
  async press(digits: string): Promise<void> {
    for (const digit of digits) {
      const event = eventOf(digit);
      if (event === undefined) continue;
      const timestamp = this.#timestamp;
      for (let n = 1; n <= 5; n++) {
        this.#event(event, n * frame, false, n === 1, timestamp);
        await new Promise((done) => setTimeout(done, 20));
      }
      for (let n = 0; n < 3; n++) this.#event(event, 5 * frame, true, false, timestamp);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#socket.close();
  }

  /** RFC 4733 2.5.1.4: the end is told three times; all packets of one press share its timestamp. */
  #key(packet: Uint8Array, at: number, timestamp: number): void {
    if ((packet[at + 1]! & 0x80) === 0 || timestamp === this.#lastKey) return;
    this.#lastKey = timestamp;
    this.#pressed += charOf(packet[at]!) ?? "";
  }

  #frame(): void {
    const packet = new Uint8Array(12 + frame);
    writeRtpHeader(packet, 8, this.#sent === 0, this.#sequence++ & 0xffff, this.#timestamp >>> 0, this.#ssrc);
    encodeAlaw(this.#queue.shift() ?? new Int16Array(frame), 0, packet, 12, frame);
    this.#timestamp += frame;
    this.#sent++;
    this.#send(packet);
  }

  #event(event: number, duration: number, end: boolean, marker: boolean, timestamp: number): void {
    const packet = new Uint8Array(16);
    writeRtpHeader(packet, eventType, marker, this.#sequence++ & 0xffff, timestamp >>> 0, this.#ssrc);
    packet.set([event, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff], 12);
    this.#send(packet);
  }

  #send(packet: Uint8Array): void {
    if (this.#to) this.#socket.send(packet, this.#to.port, this.#to.address);
  }
}
