import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { encodeAlaw } from "../../wire/audio/g711.ts";
import { wavHeader } from "../../wire/audio/wav.ts";

/**
 * Sounds by content: the name is the hash of what was asked for, so a file is never out of date.
 * Written beside, synced, then renamed: a reader never sees half a file.
 */
export class SoundCache {
  readonly #dir: string;
  readonly #making = new Map<string, Promise<string>>();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Path of the A-law WAV for `key`; `make` gives 8 kHz mono when it isn't there. Two askers share one making. */
  get(key: string, make: () => Promise<Int16Array>): Promise<string> {
    const path = join(this.#dir, `${createHash("sha256").update(key).digest("hex").slice(0, 40)}.wav`);
    const underway = this.#making.get(path);
    if (underway) return underway;
    const work = this.#find(path, make).finally(() => this.#making.delete(path));
    this.#making.set(path, work);
    return work;
  }

  async #find(path: string, make: () => Promise<Int16Array>): Promise<string> {
    const present = await stat(path).catch(() => undefined);
    if (present && present.size > 44) return path;
    const samples = await make();
    const alaw = new Uint8Array(samples.length);
    encodeAlaw(samples, 0, alaw, 0, samples.length);
    const beside = `${path}.${process.pid}.part`;
    const file = await open(beside, "w", 0o640);
    try {
      await file.write(wavHeader({ format: "alaw", channels: 1, rateHz: 8000, dataBytes: alaw.length }));
      await file.write(alaw);
      await file.sync();
    } catch (error) {
      await unlink(beside).catch(() => {});
      throw error;
    } finally {
      await file.close();
    }
    await rename(beside, path);
    return path;
  }
}
