/** A deadline that can be called off. */
export type Timer = { readonly atMs: number; run: (() => void) | undefined };

/**
 * All deadlines of one agent in a binary heap: one wake-up serves them all. Calling off is free; what was called off goes when its time comes,
 * or when such leftovers outnumber the rest.
 */
export class TimerQueue {
  #heap: Timer[] = [];
  #off = 0;

  /** Deadlines that still stand. */
  get size(): number {
    return this.#heap.length - this.#off;
  }

  at(atMs: number, run: () => void): Timer {
    const timer: Timer = { atMs, run };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  callOff(timer: Timer | undefined): void {
    if (timer?.run === undefined) return;
    timer.run = undefined;
    this.#off++;
    if (this.#off > 1_024 && this.#off * 2 > this.#heap.length) this.#sweep();
  }

  wakeAt(): number | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.run === undefined) {
      this.#pop();
      this.#off--;
    }
    return this.#heap[0]?.atMs;
  }

  /** Runs everything due, earliest first; what those add for `now` or before runs too. */
  runDue(now: number): void {
    for (;;) {
      const next = this.wakeAt();
      if (next === undefined || next > now) return;
      const timer = this.#pop()!;
      const run = timer.run;
      timer.run = undefined;
      run?.();
    }
  }

  #pop(): Timer | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (this.#heap.length > 0 && last !== undefined) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return top;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (heap[parent]!.atMs <= heap[i]!.atMs) return;
      [heap[parent], heap[i]] = [heap[i]!, heap[parent]!];
      i = parent;
    }
  }

  #sink(from: number): void {
    const heap = this.#heap;
    let i = from;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= heap.length) return;
      const least = left + 1 < heap.length && heap[left + 1]!.atMs < heap[left]!.atMs ? left + 1 : left;
      if (heap[i]!.atMs <= heap[least]!.atMs) return;
      [heap[least], heap[i]] = [heap[i]!, heap[least]!];
      i = least;
    }
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((timer) => timer.run !== undefined).sort((a, b) => a.atMs - b.atMs);
    this.#off = 0;
  }
}
