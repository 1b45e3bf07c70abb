import { readFile, stat } from "node:fs/promises";
import { wavToLinear8k } from "../../wire/audio/wav.ts";

const mostKnown = 2000;

/** Whether a prompt file can be played; looked into once for each version of the file. */
export class PromptFiles {
  readonly #known = new Map<string, { mtimeMs: number; size: number; problem: string | undefined }>();

  /** What is wrong with it, in words; undefined when it is good. */
  async problemOf(path: string): Promise<string | undefined> {
    try {
      const { mtimeMs, size } = await stat(path);
      const known = this.#known.get(path);
      if (known?.mtimeMs === mtimeMs && known.size === size) return known.problem;
      const problem = problemIn(await readFile(path));
      if (this.#known.size >= mostKnown) this.#known.clear();
      this.#known.set(path, { mtimeMs, size, problem });
      return problem;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT" ? "the file is missing" : (error as Error).message;
    }
  }
}

function problemIn(bytes: Uint8Array): string | undefined {
  const linear = wavToLinear8k(bytes);
  if ("fault" in linear) return linear.fault;
  return linear.length === 0 ? "the file holds no sound" : undefined;
}
