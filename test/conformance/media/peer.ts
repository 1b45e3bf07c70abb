import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { CodecName, MediaDescription } from "../../../appliance/contract/media.ts";
import { nodeSrtpCrypto } from "../../../appliance/edge/media/srtp-crypto.ts";
import { classify, newRtpView, type RtpView, readRtp, writeRtpHeader } from "../../../appliance/wire/rtp/packet.ts";
import { parseRtcp, type RtcpPacket } from "../../../appliance/wire/rtp/rtcp.ts";
import { SrtpReceiver, SrtpSender } from "../../../appliance/wire/rtp/srtp.ts";
import { runner } from "../../sim/runner.ts";

export type Heard = Omit<RtpView, "payloadStart" | "payloadLength"> & { payload: Uint8Array; atMs: number };

const payloadTypes: Record<CodecName, number> = { PCMU: 0, PCMA: 8, G722: 9 };
let lastPort = 23_000 + runner() * 2_000;

/** The far side of a leg: a real UDP socket that speaks RTP, and keeps what it hears. */
export class Peer {
  readonly heard: Heard[] = [];
  readonly reports: RtcpPacket[] = [];
  readonly address: string;
  ssrc = Math.floor(Math.random() * 0xffffffff);
  sequence = Math.floor(Math.random() * 0x7000);
  timestamp = Math.floor(Math.random() * 0xffffffff);
  target: { address: string; port: number } | undefined;
  readonly #socket: Socket;
  #protect: SrtpSender | undefined;
  #open: SrtpReceiver | undefined;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
    socket.on("message", (bytes) => this.#take(bytes));
    socket.on("error", () => {});
  }

  static async at(address = "127.0.0.1"): Promise<Peer> {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    lastPort += 2;
    socket.bind(lastPort, address);
    await once(socket, "listening");
    return new Peer(socket, address);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  describe(codecs: CodecName[], more: Partial<MediaDescription> = {}): MediaDescription {
    return {
      address: this.address,
      port: this.port,
      codecs: codecs.map((name) => ({ name, payloadType: payloadTypes[name] })),
      telephoneEventType: 101,
      ptimeMs: 20,
      direction: "sendrecv",
      rtcp: { mux: true, port: this.port },
      sessionId: "7",
      sessionVersion: 1,
      ...more,
    };
  }

  /** Sends where the description says, encrypted if it and ours say so. */
  follow(local: MediaDescription, ourInline?: string): void {
    this.target = { address: local.address, port: local.port };
    const theirs = local.crypto?.[0];
    if (theirs === undefined || ourInline === undefined) return;
    this.#protect = new SrtpSender(nodeSrtpCrypto, theirs.suite, Buffer.from(ourInline, "base64"));
    this.#open = new SrtpReceiver(nodeSrtpCrypto, theirs.suite, Buffer.from(theirs.inline, "base64"));
  }

  /** One packet now. */
  send(payloadType: number, payload: Uint8Array, marker = false, timestamp = this.timestamp): void {
    const packet = new Uint8Array(12 + payload.length + 14);
    writeRtpHeader(packet, payloadType, marker, this.sequence, timestamp, this.ssrc);
    packet.set(payload, 12);
    this.sequence = (this.sequence + 1) & 0xffff;
    const plain = 12 + payload.length;
    const length = this.#protect === undefined ? plain : this.#protect.protectRtp(packet, plain);
    this.sendRaw(packet.subarray(0, length));
  }

  sendRaw(bytes: Uint8Array): void {
    if (this.target !== undefined) this.#socket.send(bytes, this.target.port, this.target.address);
  }

  /** Audio as a telephone sends it: a packet every 20 ms, made up for if the timer was late. `packet` may return undefined: lost on the way. */
  async speak(payloadType: number, packets: number, packet: (index: number) => Uint8Array | undefined): Promise<void> {
    const startMs = performance.now();
    for (let i = 0; i < packets; i++) {
      const waitMs = startMs + i * 20 - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const payload = packet(i);
      if (payload === undefined) this.sequence = (this.sequence + 1) & 0xffff;
      else this.send(payloadType, payload);
      this.timestamp = (this.timestamp + 160) >>> 0;
    }
  }

  /** One key press as RFC 4733 has it: start, an update, three times the end. */
  press(event: number): void {
    const packets: [number, number][] = [
      [0x0a, 160],
      [0x0a, 320],
      [0x8a, 480],
      [0x8a, 480],
      [0x8a, 480],
    ];
    for (const [i, [flags, duration]] of packets.entries()) {
      this.send(101, Uint8Array.of(event, flags, duration >> 8, duration & 255), i === 0);
    }
    this.timestamp = (this.timestamp + 480) >>> 0;
  }

  /** Resolves as soon as `wanted` holds for what was heard. */
  until(wanted: (heard: Heard[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!wanted(this.heard)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  #take(bytes: Buffer): void {
    const kind = classify(bytes, bytes.length);
    if (kind === "rtcp") {
      const length = this.#open === undefined ? bytes.length : this.#open.unprotectRtcp(bytes, bytes.length);
      if (length > 0) this.reports.push(...(parseRtcp(bytes, length) ?? []));
    } else {
      const length = this.#open === undefined ? bytes.length : this.#open.unprotectRtp(bytes, bytes.length);
      const view = newRtpView();
      if (length < 0 || !readRtp(bytes, length, view)) return;
      const { payloadStart, payloadLength, ...header } = view;
      const payload = new Uint8Array(bytes.subarray(payloadStart, payloadStart + payloadLength));
      this.heard.push({ ...header, payload, atMs: performance.now() });
    }
    for (const look of [...this.#waiting]) look();
  }
}
