import { describe, expect, it } from "vitest";
import { SlotWheel, slotsPerFrame } from "./slot-wheel.ts";

/** Wakes at the given moments and serves what is due. */
function served(wheel: SlotWheel, wakesMs: number[]): { slot: number; atMs: number; wokeMs: number }[] {
  return wakesMs.flatMap((wokeMs) => Array.from({ length: wheel.due(wokeMs) }, () => ({ ...wheel.take(), wokeMs })));
}
const every2Ms = (fromMs: number, toMs: number): number[] =>
  Array.from({ length: (toMs - fromMs) / 2 }, (_, i) => fromMs + 2 * i);

describe("the slot wheel", () => {
  it("serves every slot once, in its turn and at its time", () => {
    const wheel = new SlotWheel();
    wheel.restart(100);
    const all = served(wheel, every2Ms(100, 140));
    expect(all.map(({ slot }) => slot)).toEqual(Array.from({ length: 20 }, (_, i) => i % slotsPerFrame));
    expect(all.every(({ atMs, wokeMs }) => atMs === wokeMs)).toBe(true);
    expect(wheel.lateSlots).toBe(0);
  });

  it("is not due before its time, and says how long that is", () => {
    const wheel = new SlotWheel();
    wheel.restart(0);
    wheel.due(0);
    wheel.take();
    expect(wheel.due(1)).toBe(0);
    expect(wheel.waitMs(1)).toBe(1);
  });

  it("makes up for a stall at twice the pace, with the moments that were meant", () => {
    const wheel = new SlotWheel();
    wheel.restart(0);
    const all = served(wheel, [...every2Ms(0, 20), ...every2Ms(80, 200)]);
    expect(all.map(({ atMs }) => atMs)).toEqual(every2Ms(0, 200));
    const perWake = Map.groupBy(all, ({ wokeMs }) => wokeMs);
    expect(Math.max(...[...perWake.values()].map((slots) => slots.length))).toBe(2);
    expect(wheel.leaptSlots).toBe(0);
    expect(wheel.lateSlots).toBeGreaterThan(0);
  });

  it("leaps over what is too long ago", () => {
    const wheel = new SlotWheel();
    wheel.restart(0);
    served(wheel, [0]);
    const [next, ...rest] = served(wheel, [1000]);
    expect(rest).toEqual([]);
    expect(next!.atMs).toBe(1000);
    expect(wheel.leaptSlots).toBe(499);
    expect(wheel.isLate(1002)).toBe(false);
  });
});
