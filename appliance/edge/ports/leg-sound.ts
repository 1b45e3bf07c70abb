import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { MediaDescription } from "../../contract/media.ts";
import { alawSilence } from "../../wire/audio/g711.ts";
import { newRtpView, readRtp, writeRtpHeader } from "../../wire/rtp/packet.ts";
import { TelephoneEventReceiver } from "../../wire/rtp/telephone-event.ts";
import { blockBytes, type PortSound } from "./port.ts";
import { SoundQueue } from "./sound-queue.ts";

// RFC 3551 6: PCMA is 8; 101 is what most use for telephone events.
const alawType = 8;
const eventType = 101;
export type LegSoundParts = {
  /** Where the media plane has its sockets; ours are beside it. */
  address: string;
  /** The box pressed a key for the far end. */
  digit(digit: string): void;
  trouble(text: string): void;
};

/** Sound of one leg between a port and the media plane. */
export class LegSound implements PortSound {
  readonly #parts: LegSoundParts;
  readonly #socket: Socket;
  readonly #packet = new Uint8Array(12 + blockBytes);
  readonly #keys = new TelephoneEventReceiver();
  readonly #view = newRtpView();
  readonly #queue = new SoundQueue();
  readonly #ssrc = randomInt(2 ** 32 - 1);
  readonly #sessionId = String(randomInt(2 ** 47));
  #sequence = randomInt(65_536);
  #timestamp = randomInt(2 ** 32 - 1);
  #begun = false;
  #peer: number | undefined;
  #direction: MediaDescription["direction"] = "sendrecv";
  #version = 0;
  #closed = false;

  private constructor(parts: LegSoundParts, socket: Socket) {
    this.#parts = parts;
    this.#socket = socket;
    socket.on("message", (bytes) => this.#receive(bytes));
    socket.on("error", (error) => parts.trouble(`sound of a port: ${error.message}`));
  }

  static open(parts: LegSoundParts): Promise<LegSound> {
    const socket = createSocket(isIPv6(parts.address) ? "udp6" : "udp4");
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, parts.address, () => {
        socket.removeListener("error", reject);
        resolve(new LegSound(parts, socket));
      });
    });
  }

  /** Our side, as RFC 4566 would say it: one codec, keys as events. */
  description(): MediaDescription {
    const { port } = this.#socket.address();
    return {
      address: this.#parts.address,
      port,
      codecs: [{ name: "PCMA", payloadType: alawType }],
      telephoneEventType: eventType,
      ptimeMs: 20,
      direction: mirrored[this.#direction],
      rtcp: { mux: true, port },
      sessionId: this.#sessionId,
      sessionVersion: ++this.#version,
    };
  }

  /** The media plane's side. False when there is no codec of ours in it. The address is that of our own host, whatever is announced to the world. */
  meet(theirs: MediaDescription): boolean {
    if (!theirs.codecs.some((codec) => codec.name === "PCMA" && codec.payloadType === alawType)) return false;
    this.#peer = theirs.port;
    this.#direction = theirs.direction;
    return true;
  }

  heard(block: Uint8Array): void {
    if (this.#closed || this.#peer === undefined) return;
    const timestamp = this.#timestamp;
    this.#timestamp = (timestamp + blockBytes) >>> 0;
    if (this.#direction === "sendonly" || this.#direction === "inactive") return;
    this.#packet.set(block.subarray(0, blockBytes), 12);
    // RFC 3551 4.1: the marker is on the first packet of a talkspurt.
    writeRtpHeader(this.#packet, alawType, !this.#begun, this.#sequence++ & 0xffff, timestamp, this.#ssrc);
    this.#begun = true;
    // The packet is written again before the kernel has surely taken it: a copy goes.
    this.#socket.send(this.#packet.slice(), this.#peer, this.#parts.address);
  }

  next(into: Uint8Array): void {
    const block = this.#queue.next();
    if (block) into.set(block);
    else into.fill(alawSilence);
  }

  get counts(): Readonly<SoundQueue["counts"]> {
    return this.#queue.counts;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  #receive(bytes: Uint8Array): void {
    const view = this.#view;
    if (this.#closed || !readRtp(bytes, bytes.length, view)) return;
    if (view.payloadType === eventType) {
      const key = this.#keys.receive(bytes, view.payloadStart, view.payloadLength, view.timestamp, view.marker);
      if (key !== 0) this.#parts.digit(String.fromCharCode(key));
      return;
    }
    if (view.payloadType !== alawType) return;
    for (let at = 0; at + blockBytes <= view.payloadLength; at += blockBytes)
      this.#queue.push(bytes.slice(view.payloadStart + at, view.payloadStart + at + blockBytes));
  }
}

/** What one side does, seen from the other (RFC 3264 6.1). */
const mirrored = { sendrecv: "sendrecv", sendonly: "recvonly", recvonly: "sendonly", inactive: "inactive" } as const;
