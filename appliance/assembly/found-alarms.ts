import type { Sentence } from "../contract/words.ts";

/** Where alarms go: those of a code and a subject stand once. */
export type AlarmBoard = {
  /** `detail`: a name or a number, or a sentence in both languages. */
  raise(code: string, subject: string, detail: string | Sentence): void;
  clear(code: string, subject: string): void;
};

/** Alarms of one code that somebody finds by looking: each is raised once while it is found, and cleared when it no longer is. */
export class FoundAlarms {
  readonly #code: string;
  readonly #board: AlarmBoard;
  #told: ReadonlySet<string> = new Set();

  constructor(code: string, board: AlarmBoard) {
    this.#code = code;
    this.#board = board;
  }

  /** `found`: subjects with their details. `known`: all there are, for a former run may have raised what is well by now. */
  tell(found: ReadonlyMap<string, string>, known: readonly string[]): void {
    for (const [subject, detail] of found) if (!this.#told.has(subject)) this.#board.raise(this.#code, subject, detail);
    for (const subject of new Set([...known, ...this.#told])) if (!found.has(subject)) this.#board.clear(this.#code, subject);
    this.#told = new Set(found.keys());
  }
}
