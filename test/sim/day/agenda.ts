/** What is still to happen, by moment; things of one moment happen in the order they were written down. */
export class Agenda {
  readonly #heap: { atMs: number; n: number; happen: () => void }[] = [];
  #n = 0;

  get length(): number {
    return this.#heap.length;
  }
  /** Moment of the next happening; infinite when nothing is ahead. */
  get nextMs(): number {
    return this.#heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  at(atMs: number, happen: () => void): void {
    const heap = this.#heap;
    heap.push({ atMs, n: this.#n++, happen });
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  take(): (() => void) | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return undefined;
    if (heap.length > 0) {
      heap[0] = last;
      for (let i = 0; ; ) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && this.#before(child, least)) least = child;
        if (least === i) break;
        this.#swap(i, least);
        i = least;
      }
    }
    return first.happen;
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a]!, this.#heap[b]!];
    return x.atMs < y.atMs || (x.atMs === y.atMs && x.n < y.n);
  }
  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}
