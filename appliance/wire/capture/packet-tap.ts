import { type PacketEnd, PcapPacker } from "./pcap.ts";

/** Records of a capture file, one behind the other. `dropped`: packets that were left out since the last chunk. */
export type PacketChunk = { bytes: Uint8Array; packets: number; dropped: number };

export type PacketTapParts = {
  /** Only what comes from or goes to this address; everything without it. */
  address?: string;
  /** Whoever writes it down says `taken` for each. */
  tell(chunk: PacketChunk): void;
};

const chunkBytes = 131_072;
/** Chunks told and not yet written down: a disk that stalls costs packets, never memory. */
const mostUntaken = 16;
const everyMs = 200;

/** Packets on their way out of a socket's thread. */
export class PacketTap {
  readonly #parts: PacketTapParts;
  readonly #packer = new PcapPacker(chunkBytes);
  #untaken = 0;
  #dropped = 0;
  #toldMs = 0;

  constructor(parts: PacketTapParts) {
    this.#parts = parts;
  }

  packet(atMs: number, from: PacketEnd, to: PacketEnd, payload: Uint8Array, start: number, length: number, keep?: number): void {
    const { address } = this.#parts;
    if (address !== undefined && address !== from.address && address !== to.address) return;
    if (this.#packer.add(atMs, from, to, payload, start, length, keep)) return;
    this.flush();
    if (!this.#packer.add(atMs, from, to, payload, start, length, keep)) this.#dropped++;
  }

  /** To be called now and then; `nowMs` of any clock that goes on. */
  due(nowMs: number): void {
    if (nowMs - this.#toldMs < everyMs) return;
    this.#toldMs = nowMs;
    this.flush();
  }

  flush(): void {
    const { packets } = this.#packer;
    if (packets === 0 && (this.#dropped === 0 || this.#untaken >= mostUntaken)) return;
    const bytes = this.#packer.take() ?? new Uint8Array();
    if (this.#untaken >= mostUntaken) {
      this.#dropped += packets;
      return;
    }
    this.#untaken++;
    this.#parts.tell({ bytes, packets, dropped: this.#dropped });
    this.#dropped = 0;
  }

  taken(): void {
    this.#untaken = Math.max(0, this.#untaken - 1);
  }
}
