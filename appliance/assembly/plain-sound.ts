import { existsSync } from "node:fs";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { SoundPort } from "../edge/http/recordings-port.ts";
import { decodedSound } from "../edge/speech/decoded-sound.ts";
import type { Clock } from "../runtime/clock.ts";

const mostBytes = 64 * 1024 * 1024;
/** Longer than any phone plays one; then the opened copy goes. */
const keepMs = 15 * 60_000;
const memoryFolder = "/dev/shm";

/**
 * Recordings that the box itself plays or sends on, as plain WAV whatever became of their files: sealed and compressed ones are opened.
 * A copy of a sealed one never lies on the disk: it is put into memory (tmpfs), where there is any, and goes after a while.
 */
export class PlainSound {
  readonly #dataDir: string;
  readonly #clock: Clock;
  readonly #copies = new Map<string, Promise<string>>();
  readonly #timers = new Set<() => void>();
  #open: ((recording: string) => Promise<SoundPort>) | undefined;
  #folder: Promise<string> | undefined;

  constructor(dataDir: string, clock: Clock) {
    this.#dataDir = dataDir;
    this.#clock = clock;
  }

  /** How sealed recordings are opened; known once the keys are. */
  use(open: (recording: string) => Promise<SoundPort>): void {
    this.#open = open;
  }

  /** `path` is the recording's as it was made, relative to the data folder. */
  async bytes(path: string): Promise<Uint8Array> {
    if (!this.#open) return readFile(join(this.#dataDir, path));
    const sound = await this.#open(basename(path, ".wav"));
    if (sound.bytes > mostBytes) {
      await sound.close();
      throw new Error("the recording is too long");
    }
    const parts: Buffer[] = [];
    for await (const part of sound.read()) parts.push(part as Buffer);
    const all = Buffer.concat(parts);
    return sound.type === "audio/wav" ? all : decodedSound(all, sound.type);
  }

  /** A file to play: the recording's own while it is there, else an opened copy. */
  async file(path: string): Promise<string> {
    const own = join(this.#dataDir, path);
    const there = await access(own).then(
      () => true,
      () => false,
    );
    if (there) return own;
    const known = this.#copies.get(path);
    if (known) return known;
    const copy = this.#copy(path);
    this.#copies.set(path, copy);
    copy.catch(() => this.#copies.delete(path));
    return copy;
  }

  async stop(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    const folder = await this.#folder?.catch(() => undefined);
    if (folder) await rm(folder, { recursive: true, force: true });
  }

  async #copy(path: string): Promise<string> {
    const bytes = await this.bytes(path);
    this.#folder ??= mkdtemp(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), "linebox-"));
    const file = join(await this.#folder, basename(path));
    await writeFile(file, bytes, { mode: 0o600 });
    const cancel = this.#clock.at(this.#clock.nowMs() + keepMs, () => {
      this.#timers.delete(cancel);
      this.#copies.delete(path);
      void rm(file, { force: true });
    });
    this.#timers.add(cancel);
    return file;
  }
}
