import { statfs } from "node:fs/promises";
import type { Clock } from "../runtime/clock.ts";

const everyMs = 10_000;
/** Enough again is a little more than enough: the edge must not flutter. */
const again = 1.1;

export type DiskWatchParts = { dir: string; clock: Clock; keepFreeMb(): number; tell(low: boolean, freeMb: number): void };

/** Looks now and then whether the data folder's disk has room for recordings, and tells when that changes. */
export class DiskWatch {
  readonly #parts: DiskWatchParts;
  #low = false;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
  }

  async look(): Promise<void> {
    const { dir, clock, keepFreeMb, tell } = this.#parts;
    const found = await statfs(dir).catch(() => undefined);
    if (this.#stopped) return;
    if (found) {
      const freeMb = Math.floor((found.bavail * found.bsize) / 1_048_576);
      const low = freeMb < keepFreeMb() * (this.#low ? again : 1);
      if (low !== this.#low) tell(low, freeMb);
      this.#low = low;
    }
    this.#cancel = clock.at(clock.nowMs() + everyMs, () => void this.look());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }
}
