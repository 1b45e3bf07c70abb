import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const mostBytes = 2 * 1_048_576;

/** Oldest first. */
export const logFiles = (dataDir: string): string[] => ["box.log.1", "box.log"].map((name) => join(dataDir, "log", name));

/**
 * The box's own log beside its data, two files by turns (G5): it is there when nobody looks at the terminal. Lines are few, so they are written at once, and the
 * last one before a crash is there too. A disk that takes none is no reason to stop.
 */
export class LogFile {
  readonly #dir: string;
  #file: number | undefined;
  #bytes = 0;

  constructor(dataDir: string) {
    this.#dir = dataDir;
    this.#open();
  }

  write(line: string): void {
    if (this.#file === undefined) return;
    try {
      if (this.#bytes > mostBytes) this.#turn();
      this.#bytes += writeSync(this.#file, line);
    } catch {
      // Full: the next line may find room again.
    }
  }

  #open(): void {
    const [, now = ""] = logFiles(this.#dir);
    try {
      mkdirSync(join(this.#dir, "log"), { recursive: true, mode: 0o750 });
      this.#file = openSync(now, "a", 0o600);
      this.#bytes = statSync(now).size;
    } catch {
      this.#file = undefined;
    }
  }

  #turn(): void {
    const [before = "", now = ""] = logFiles(this.#dir);
    if (this.#file !== undefined) closeSync(this.#file);
    if (existsSync(now)) renameSync(now, before);
    this.#open();
  }
}
