import { stat } from "node:fs/promises";

export type Prompt = { samples: Int16Array } | { fault: string };
type Entry = { stamp: string; samples: Int16Array };

/** Prompts as 8 kHz samples, kept as long as the file stays the same and there is room. */
export class PromptStore {
  readonly #read: (path: string) => Promise<Prompt>;
  readonly #limitBytes: number;
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry>();
  readonly #loading = new Map<string, Promise<Prompt>>();
  #bytes = 0;

  constructor(read: (path: string) => Promise<Prompt>, limitBytes = 64 * 1024 * 1024) {
    this.#read = read;
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Never rejects. Loads of one path at the same time are one load. */
  get(path: string): Promise<Prompt> {
    const running = this.#loading.get(path);
    if (running !== undefined) return running;
    const load = this.#load(path)
      .catch((error: unknown): Prompt => ({ fault: error instanceof Error ? error.message : String(error) }))
      .finally(() => this.#loading.delete(path));
    this.#loading.set(path, load);
    return load;
  }

  async #load(path: string): Promise<Prompt> {
    const { mtimeMs, size, ino } = await stat(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const known = this.#entries.get(path);
    this.#forget(path);
    if (known?.stamp === stamp) {
      this.#keep(path, known);
      return { samples: known.samples };
    }
    const prompt = await this.#read(path);
    if ("samples" in prompt) this.#keep(path, { stamp, samples: prompt.samples });
    return prompt;
  }

  #keep(path: string, entry: Entry): void {
    this.#entries.set(path, entry);
    this.#bytes += entry.samples.byteLength;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limitBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(path: string): void {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    this.#entries.delete(path);
    this.#bytes -= entry.samples.byteLength;
  }
}
