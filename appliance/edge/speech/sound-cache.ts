import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, statSync, unlinkSync } from "node:fs";
import { open, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { encodeAlaw } from "../../wire/audio/g711.ts";
import { wavHeader } from "../../wire/audio/wav.ts";
import { SpareSounds } from "./spare-sounds.ts";

/** About eleven hours of speech. Amounts and dates make new texts every day; the ones nobody asked for the longest give way. */
const defaultLimitBytes = 300_000_000;
/** A busy hour asks for the same few sounds again and again: the disk is asked again after this time whether the file is still there. */
const trustMs = 10_000;
/** No room, no quota, no writing any more, or a failing disk: callers hear the sound all the same. */
const noRoom: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);
const fullMs = 30_000;

/**
 * Sounds by content: the name is the hash of what was asked for, so a file is never out of date.
 * Written beside, synced, then renamed: a reader never sees half a file. Bounded in bytes. While the disk takes nothing new, new sounds
 * lie in memory.
 */
export class SoundCache {
  readonly #dir: string;
  readonly #limitBytes: number;
  readonly #spare: SpareSounds;
  readonly #making = new Map<string, Promise<string>>();
  /** By path, the one that was asked for the longest ago first. */
  readonly #kept = new Map<string, { bytes: number; seenMs: number }>();
  #bytes = 0;
  /** No room on the disk until then; it is not tried for every sound again. */
  #fullUntilMs = Number.NEGATIVE_INFINITY;

  constructor(dir: string, limitBytes = defaultLimitBytes, spare = new SpareSounds()) {
    this.#dir = dir;
    this.#spare = spare;
    this.#limitBytes = limitBytes;
    mkdirSync(dir, { recursive: true });
    this.#takeStock();
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Clears away what was kept beside the disk. */
  close(): Promise<void> {
    return this.#spare.close();
  }

  /** Path of the A-law WAV for `key`; `make` gives 8 kHz mono when it isn't there. Two askers share one making. */
  get(key: string, make: () => Promise<Int16Array>): Promise<string> {
    const path = join(this.#dir, `${createHash("sha256").update(key).digest("hex").slice(0, 40)}.wav`);
    const kept = this.#kept.get(path);
    if (kept && performance.now() - kept.seenMs < trustMs) {
      this.#used(path, kept.bytes, kept.seenMs);
      return Promise.resolve(path);
    }
    const underway = this.#making.get(path);
    if (underway) return underway;
    const work = this.#find(path, make).finally(() => this.#making.delete(path));
    this.#making.set(path, work);
    return work;
  }

  async #find(path: string, make: () => Promise<Int16Array>): Promise<string> {
    const present = await stat(path).catch(() => undefined);
    if (present) {
      this.#used(path, present.size);
      return path;
    }
    const name = basename(path);
    const spare = await this.#spare.find(name);
    const full = performance.now() < this.#fullUntilMs;
    if (spare !== undefined && full) return spare;
    const sound = spare === undefined ? wavOf(await make()) : await readFile(spare);
    if (full) return this.#spare.put(name, sound);
    try {
      await write(path, sound);
    } catch (error) {
      if (!noRoom.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      this.#fullUntilMs = performance.now() + fullMs;
      return this.#spare.put(name, sound);
    }
    this.#used(path, sound.length);
    await this.#makeRoom(path);
    return path;
  }

  #used(path: string, bytes: number, seenMs = performance.now()): void {
    this.#bytes += bytes - (this.#kept.get(path)?.bytes ?? 0);
    this.#kept.delete(path);
    this.#kept.set(path, { bytes, seenMs });
  }

  async #makeRoom(newest: string): Promise<void> {
    for (const [path, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#limitBytes || path === newest) return;
      this.#kept.delete(path);
      this.#bytes -= bytes;
      await unlink(path).catch(() => {});
    }
  }

  /** What a former run has left: its sounds by age; what it was writing when it ended is of no use. */
  #takeStock(): void {
    const found: { path: string; size: number; mtimeMs: number }[] = [];
    for (const name of readdirSync(this.#dir)) {
      const path = join(this.#dir, name);
      if (name.endsWith(".part")) unlinkSync(path);
      else if (name.endsWith(".wav")) found.push({ path, ...statSync(path) });
    }
    found.sort((a, b) => a.mtimeMs - b.mtimeMs);
    for (const { path, size } of found) this.#used(path, size, Number.NEGATIVE_INFINITY);
  }
}

function wavOf(samples: Int16Array): Uint8Array {
  const header = wavHeader({ format: "alaw", channels: 1, rateHz: 8000, dataBytes: samples.length });
  const wav = new Uint8Array(header.length + samples.length);
  wav.set(header);
  encodeAlaw(samples, 0, wav, header.length, samples.length);
  return wav;
}

async function write(path: string, sound: Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  const file = await open(beside, "w", 0o640);
  try {
    for (let done = 0; done < sound.length; ) {
      // A disk that is nearly full takes a part.
      const { bytesWritten } = await file.write(sound, done);
      done += bytesWritten;
    }
    await file.sync();
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
