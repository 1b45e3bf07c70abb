import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Half an hour of speech: what a flow says anew while the disk is full. */
const usualLimitBytes = 16_000_000;
const prefix = "linebox-sounds-";

/** Memory that looks like a disk, where there is such (Linux). */
const sparePlace = (): string => (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

/** Sounds that the disk has no room for, kept beside it until the box ends. Bounded; the ones nobody asked for the longest give way. */
export class SpareSounds {
  readonly #place: string;
  readonly #limitBytes: number;
  /** By name, the one that was asked for the longest ago first. */
  readonly #kept = new Map<string, number>();
  #dir: Promise<string> | undefined;
  #bytes = 0;

  constructor(place = sparePlace(), limitBytes = usualLimitBytes) {
    this.#place = place;
    this.#limitBytes = limitBytes;
  }

  /** Where the sound lies, if it is still there. */
  async find(name: string): Promise<string | undefined> {
    const bytes = this.#kept.get(name);
    if (bytes === undefined || !this.#dir) return undefined;
    const path = join(await this.#dir, name);
    const present = await stat(path).catch(() => undefined);
    this.#kept.delete(name);
    if (present) this.#kept.set(name, bytes);
    else this.#bytes -= bytes;
    return present ? path : undefined;
  }

  /** Rejects when there is no room here either. */
  async put(name: string, bytes: Uint8Array): Promise<string> {
    this.#dir ??= this.#open();
    const dir = await this.#dir.catch((error: unknown) => {
      this.#dir = undefined;
      throw error;
    });
    const path = join(dir, name);
    // What is named by what it holds is never rewritten while somebody plays it.
    await writeFile(path, bytes, { flag: "wx", mode: 0o600 }).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return;
      await unlink(path).catch(() => {});
      throw error;
    });
    this.#bytes += bytes.length - (this.#kept.get(name) ?? 0);
    this.#kept.delete(name);
    this.#kept.set(name, bytes.length);
    await this.#makeRoom(dir, name);
    return path;
  }

  async close(): Promise<void> {
    const dir = await this.#dir?.catch(() => undefined);
    this.#dir = undefined;
    this.#kept.clear();
    this.#bytes = 0;
    if (dir) await rm(dir, { recursive: true, force: true });
  }

  async #makeRoom(dir: string, newest: string): Promise<void> {
    for (const [name, bytes] of this.#kept) {
      if (this.#bytes <= this.#limitBytes || name === newest) return;
      this.#kept.delete(name);
      this.#bytes -= bytes;
      await unlink(join(dir, name)).catch(() => {});
    }
  }

  /** A folder nobody else can look into; what a run that failed has left is cleared away. */
  async #open(): Promise<string> {
    for (const name of await readdir(this.#place)) {
      const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
      if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid))
        await rm(join(this.#place, name), { recursive: true, force: true }).catch(() => {});
    }
    return mkdtemp(join(this.#place, `${prefix}${process.pid}-`));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
