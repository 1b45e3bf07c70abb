import type { Clock } from "../../runtime/clock.ts";

/** What was sent and whose answer should still come before the link closes: BYEs, and registrations taken back. */
export class Goodbyes {
  #open = 0;
  #settled: (() => void) | undefined;

  /** Returns how to say that the answer came; saying it twice counts once. */
  begin(): () => void {
    let open = true;
    this.#open++;
    return () => {
      if (!open) return;
      open = false;
      if (--this.#open === 0) this.#settled?.();
    };
  }

  /** Resolves when all answers are there, or after `mostMs`: a far side that is gone answers nothing. */
  settled(clock: Clock, mostMs: number): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = clock.at(clock.nowMs() + mostMs, resolve);
      this.#settled = () => {
        cancel();
        resolve();
      };
    });
  }
}
