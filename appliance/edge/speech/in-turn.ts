/** Lets so many works go on at once; others wait their turn, and beyond a limit are turned away. */
export class InTurn {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Rejects at once with `refusal` when too many wait already. */
  async run<T>(work: () => Promise<T>, refusal: string): Promise<T> {
    if (this.#working >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw new Error(refusal);
      await new Promise<void>((go) => this.#waiting.push(go));
    }
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      this.#waiting.shift()?.();
    }
  }
}
