import type { PacketTapParts } from "../../wire/capture/packet-tap.ts";
import { PacketTap } from "../../wire/capture/packet-tap.ts";
import type { PacketEnd } from "../../wire/capture/pcap.ts";

/** Where the hot path looks whether somebody captures: nobody, as a rule. */
export type RtpTapCell = { now: RtpTap | undefined };
export type RtpTapParts = PacketTapParts & {
  /** Address of our sockets, as far sides know it. */
  own: string;
  /** With what is said; headers only without it. Keys that are pressed count as said. */
  content: boolean;
  unixMs(): number;
};

/** RTP and RTCP as they are between the sockets and their encryption: what a capture shows of the media plane. */
export class RtpTap {
  readonly #parts: RtpTapParts;
  readonly #tap: PacketTap;

  constructor(parts: RtpTapParts) {
    this.#parts = parts;
    this.#tap = new PacketTap(parts);
  }

  /** `headerBytes`: where its sound begins. */
  came(from: PacketEnd, ownPort: number, bytes: Uint8Array, length: number, headerBytes = length): void {
    this.#tap.packet(this.#parts.unixMs(), from, this.#own(ownPort), bytes, 0, length, this.#keep(length, headerBytes));
  }
  went(ownPort: number, to: PacketEnd, bytes: Uint8Array, length: number, headerBytes = length): void {
    this.#tap.packet(this.#parts.unixMs(), this.#own(ownPort), to, bytes, 0, length, this.#keep(length, headerBytes));
  }

  due(nowMs: number): void {
    this.#tap.due(nowMs);
  }
  flush(): void {
    this.#tap.flush();
  }
  taken(): void {
    this.#tap.taken();
  }

  #own(port: number): PacketEnd {
    return { address: this.#parts.own, port };
  }

  #keep(length: number, headerBytes: number): number {
    return this.#parts.content ? length : headerBytes;
  }
}
