import { describe, expect, test } from "vitest";
import type { LiveQueue } from "../../../appliance/contract/live.ts";
import { figuresOf } from "./figures.ts";

const queue = (today: Partial<LiveQueue["today"]>, waitingSince: number[] = [], serviceLevelSec = 20): LiveQueue => ({
  id: String(Math.random()),
  name: { zh: "队列" },
  waiting: waitingSince.map((sinceMs, i) => ({
    call: `c${i}`,
    caller: "138",
    sinceMs,
    position: i + 1,
    priority: 5,
    offeredTo: [],
  })),
  agents: { ready: 0, busy: 0, notReady: 0, loggedOut: 0 },
  today: { offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0, ...today },
  serviceLevelSec,
});

describe("figures over all queues", () => {
  test("service level weighs each queue by what it was offered without short abandons", () => {
    const f = figuresOf(
      [queue({ offered: 110, shortAbandoned: 10, serviceLevel: 0.9 }), queue({ offered: 100, serviceLevel: 0.5 })],
      [],
      [],
    );
    expect(f.serviceLevel).toBeCloseTo(0.7);
    expect(f.levelSec).toBe(20);
  });
  test("without calls there is no percentage, not a zero", () => {
    const f = figuresOf([queue({})], [], []);
    expect(f.serviceLevel).toBeUndefined();
    expect(f.abandonedShare).toBeUndefined();
  });
  test("different limits have no common name", () => {
    expect(figuresOf([queue({}), queue({}, [], 60)], [], []).levelSec).toBeUndefined();
  });
  test("the longest wait is the earliest of all queues", () => {
    expect(figuresOf([queue({}, [5_000, 9_000]), queue({}, [2_000])], [], []).longestSinceMs).toBe(2_000);
  });
});
