/** A pending timer; `dead` once cancelled or fired. */
export type TimerEntry<Owner> = { at: number; order: number; owner: Owner; dead: boolean };

/** Timers as data: a binary heap by time, then by order of starting. Cancelled entries stay until they surface or outnumber the live ones. */
export class TimerHeap<Owner> {
  #heap: TimerEntry<Owner>[] = [];
  #dead = 0;
  #order = 0;

  /** Entries held in memory, cancelled ones included. */
  get held(): number {
    return this.#heap.length;
  }

  add(at: number, owner: Owner): TimerEntry<Owner> {
    const entry = { at, order: this.#order++, owner, dead: false };
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
    return entry;
  }

  cancel(entry: TimerEntry<Owner>): void {
    if (entry.dead) return;
    entry.dead = true;
    this.#dead++;
    if (this.#dead > 64 && this.#dead * 2 > this.#heap.length) this.#compact();
  }

  /** When the next live timer is due. */
  next(): number | undefined {
    while (this.#heap[0]?.dead) {
      this.#removeTop();
      this.#dead--;
    }
    return this.#heap[0]?.at;
  }

  /** Takes one timer due at `now`, earliest first. */
  takeDue(now: number): Owner | undefined {
    const at = this.next();
    if (at === undefined || at > now) return undefined;
    const entry = this.#removeTop();
    entry.dead = true;
    return entry.owner;
  }

  #compact(): void {
    this.#heap = this.#heap.filter((entry) => !entry.dead).sort((a, b) => (before(a, b) ? -1 : 1));
    this.#dead = 0;
  }

  #removeTop(): TimerEntry<Owner> {
    const top = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return top;
  }

  #up(from: number): void {
    const heap = this.#heap;
    const entry = heap[from]!;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  #down(from: number): void {
    const heap = this.#heap;
    const entry = heap[from]!;
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, entry)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = entry;
  }
}

const before = (a: { at: number; order: number }, b: { at: number; order: number }): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);
