import { existsSync, readdirSync } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Files of the ring: when they are full, a quarter goes. */
const segments = 4;
/** What waits for the disk; more is dropped. */
const mostWaitingBytes = 8 * 1_048_576;

export type CaptureFileParts = {
  dir: string;
  id: string;
  ending: string;
  mostBytes: number;
  /** What each file begins with. */
  header: Uint8Array;
  /** The disk took no more. */
  failed(error: Error): void;
};

const segmentName = (id: string, n: number, ending: string): string => `${id}.${String(n).padStart(6, "0")}.${ending}`;

/** The files of a capture, oldest first. */
export function segmentsOf(dir: string, id: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.startsWith(`${id}.`) && /\.(?:pcap|txt)$/.test(name))
    .sort()
    .map((name) => join(dir, name));
}

/** A ring of files, written in the order of asking. */
export class CaptureFile {
  readonly #parts: CaptureFileParts;
  readonly #sizes = new Map<number, number>();
  #segment = 0;
  #handle: FileHandle | undefined;
  #last: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #over = false;
  wrapped = false;

  constructor(parts: CaptureFileParts) {
    this.#parts = parts;
  }

  /** On disk. */
  get bytes(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  /** False when it can't be taken. What is handed in is whole: a file never ends within it. */
  write(bytes: Uint8Array): boolean {
    if (this.#over || this.#waitingBytes + bytes.length > mostWaitingBytes) return false;
    this.#waitingBytes += bytes.length;
    this.#then(() => this.#put(bytes));
    return true;
  }

  /** What was handed over before is on disk; nothing is taken after it. */
  async close(): Promise<void> {
    this.#over = true;
    this.#last = this.#last.then(async () => {
      await this.#handle?.close().catch(() => undefined);
      this.#handle = undefined;
    });
    await this.#last;
  }

  #then(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((error: Error) => {
      if (!this.#over) this.#parts.failed(error);
      this.#over = true;
    });
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#waitingBytes -= bytes.length;
    const { mostBytes, header } = this.#parts;
    const size = this.#sizes.get(this.#segment) ?? 0;
    if (!this.#handle) await this.#open();
    else if (size > header.length && size + bytes.length > mostBytes / segments) await this.#next();
    await this.#handle!.writeFile(bytes);
    this.#sizes.set(this.#segment, (this.#sizes.get(this.#segment) ?? 0) + bytes.length);
  }

  async #open(): Promise<void> {
    const { dir, id, ending, header } = this.#parts;
    this.#handle = await open(join(dir, segmentName(id, this.#segment, ending)), "wx", 0o600);
    await this.#handle.writeFile(header);
    this.#sizes.set(this.#segment, header.length);
  }

  async #next(): Promise<void> {
    const { dir, id, ending } = this.#parts;
    await this.#handle?.close();
    this.#handle = undefined;
    this.#segment++;
    const oldest = this.#segment - segments;
    if (this.#sizes.delete(oldest)) {
      this.wrapped = true;
      await unlink(join(dir, segmentName(id, oldest, ending)));
    }
    await this.#open();
  }
}
