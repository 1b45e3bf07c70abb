import { describe, expect, it } from "vitest";
import { Random } from "../test-data/random.ts";
import { type TimerEntry, TimerHeap } from "./timer-heap.ts";

describe("TimerHeap", () => {
  it("gives timers by time, then by order of starting, and no cancelled ones", () => {
    const random = new Random(1);
    const heap = new TimerHeap<number>();
    const wanted: { at: number; owner: number }[] = [];
    const entries: TimerEntry<number>[] = [];
    for (let owner = 0; owner < 2_000; owner++) {
      const at = random.below(300);
      entries.push(heap.add(at, owner));
      wanted.push({ at, owner });
    }
    const cancelled = new Set(entries.filter(() => random.chance(0.6)).map((entry) => entry.owner));
    for (const entry of entries) if (cancelled.has(entry.owner)) heap.cancel(entry);
    wanted.sort((a, b) => a.at - b.at || a.owner - b.owner);
    const left = wanted.filter(({ owner }) => !cancelled.has(owner));
    expect(heap.next()).toBe(left[0]!.at);
    const early = left.filter(({ at }) => at <= 150);
    for (const { owner } of early) expect(heap.takeDue(150)).toBe(owner);
    expect(heap.takeDue(150)).toBeUndefined();
    for (const { owner } of left.slice(early.length)) expect(heap.takeDue(300)).toBe(owner);
    expect(heap.next()).toBeUndefined();
    expect(heap.held).toBe(0);
  });

  it("does not keep what was cancelled long before it is due", () => {
    const heap = new TimerHeap<number>();
    const kept = heap.add(1e9, 0);
    for (let i = 1; i < 10_000; i++) heap.cancel(heap.add(1e6, i));
    expect(heap.held).toBeLessThan(200);
    heap.cancel(kept);
    heap.cancel(kept);
    expect(heap.next()).toBeUndefined();
    expect(heap.held).toBe(0);
  });
});
