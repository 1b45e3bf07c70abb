import type { PublicEvent } from "../contract/public-event.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

/** What is kept reaches the disk a moment later; only then it is told. */
const settleMs = 100;
/** The disk may be slow: now and then it is looked again. */
const lookAgainMs = 2_000;

/** Public events as they reach the disk: whoever tells them on is woken when there may be more. */
export class EventFeed {
  readonly #store: Pick<Store, "publicEvents" | "publicEventEnds">;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #told = 0;
  #wanted = 0;
  #cancel: (() => void) | undefined;

  constructor(store: Pick<Store, "publicEvents" | "publicEventEnds">, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Events were handed to the store. */
  kept(events: readonly PublicEvent[]): void {
    this.#wanted = Math.max(this.#wanted, events.at(-1)?.seq ?? 0);
    if (events.length > 0 && this.#listeners.size > 0) this.#lookIn(settleMs);
  }

  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  after(seq: number, limit: number): PublicEvent[] {
    return this.#store.publicEvents(seq, limit);
  }
  ends(): { first: number; last: number } | undefined {
    return this.#store.publicEventEnds();
  }
  stop(): void {
    this.#cancel?.();
  }

  #lookIn(ms: number): void {
    this.#cancel ??= this.#clock.at(this.#clock.nowMs() + ms, () => {
      this.#cancel = undefined;
      const last = this.ends()?.last ?? 0;
      if (last > this.#told) for (const listener of this.#listeners) listener();
      this.#told = last;
      if (last < this.#wanted) this.#lookIn(lookAgainMs);
    });
  }
}
