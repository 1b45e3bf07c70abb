/** What passed over a port. */
export type TappedBytes = { atMs: number; port: string; direction: "in" | "out"; bytes: Uint8Array };
/** `dropped`: pieces that were left out since the last chunk. */
export type TapChunk = { heard: TappedBytes[]; dropped: number };
/** Where a driver looks whether somebody listens: nobody, as a rule. */
export type TapCell = { now: PortTap | undefined };

const mostPieces = 500;
const mostBytes = 65_536;
/** Chunks told and not yet taken. */
const mostUntaken = 16;
const everyMs = 100;

/** What passes over the ports of a driver, on its way out of the driver's process: so much may wait and no more. */
export class PortTap {
  readonly #nowMs: () => number;
  readonly #tell: (chunk: TapChunk) => void;
  readonly #timer: NodeJS.Timeout;
  #heard: TappedBytes[] = [];
  #bytes = 0;
  #dropped = 0;
  #untaken = 0;

  constructor(nowMs: () => number, tell: (chunk: TapChunk) => void) {
    this.#nowMs = nowMs;
    this.#tell = tell;
    this.#timer = setInterval(() => this.flush(), everyMs);
  }

  heard(port: string, direction: "in" | "out", bytes: Uint8Array): void {
    if (this.#heard.length >= mostPieces || this.#bytes >= mostBytes) this.flush();
    if (this.#heard.length >= mostPieces || this.#bytes >= mostBytes || bytes.length > mostBytes) {
      this.#dropped++;
      return;
    }
    this.#heard.push({ atMs: this.#nowMs(), port, direction, bytes: Uint8Array.from(bytes) });
    this.#bytes += bytes.length;
  }

  flush(): void {
    if (this.#untaken >= mostUntaken || (this.#heard.length === 0 && this.#dropped === 0)) return;
    this.#untaken++;
    this.#tell({ heard: this.#heard, dropped: this.#dropped });
    this.#heard = [];
    this.#bytes = 0;
    this.#dropped = 0;
  }

  taken(): void {
    this.#untaken = Math.max(0, this.#untaken - 1);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.flush();
  }
}
