import { blankSip } from "../../core/diagnostics/blank-sip.ts";
import { PacketTap, type PacketTapParts } from "../../wire/capture/packet-tap.ts";
import type { PacketEnd } from "../../wire/capture/pcap.ts";

const everyMs = 200;

/** SIP messages for a capture: whole, decrypted, without what a password could be ground from. */
export class SipTap {
  readonly #tap: PacketTap;
  readonly #timer: NodeJS.Timeout;

  constructor(parts: PacketTapParts) {
    this.#tap = new PacketTap(parts);
    this.#timer = setInterval(() => this.#tap.flush(), everyMs);
  }

  message(from: PacketEnd, to: PacketEnd, bytes: Uint8Array): void {
    const copy = Uint8Array.from(bytes);
    blankSip(copy);
    this.#tap.packet(Date.now(), from, to, copy, 0, copy.length);
  }

  taken(): void {
    this.#tap.taken();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tap.flush();
  }
}
