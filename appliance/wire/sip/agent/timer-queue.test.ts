import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Timer } from "./timer-queue.ts";
import { TimerQueue } from "./timer-queue.ts";

describe("the timer queue", () => {
  it("runs what is due in order, whatever was called off", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.boolean()), { maxLength: 60 }), (plan) => {
        const queue = new TimerQueue();
        const ran: number[] = [];
        const timers: Timer[] = plan.map(([atMs]) => queue.at(atMs, () => ran.push(atMs)));
        plan.forEach(([, off], i) => {
          if (off) queue.callOff(timers[i]);
        });
        const wanted = plan
          .filter(([, off]) => !off)
          .map(([atMs]) => atMs)
          .sort((a, b) => a - b);
        expect(queue.size).toBe(wanted.length);
        expect(queue.wakeAt()).toBe(wanted[0]);
        queue.runDue(50);
        expect(ran).toEqual(wanted.filter((atMs) => atMs <= 50));
        queue.runDue(100);
        expect(ran).toEqual(wanted);
        expect(queue.size).toBe(0);
      }),
    );
  });

  it("calling off twice, or after the time, changes nothing", () => {
    const queue = new TimerQueue();
    const timer = queue.at(1, () => undefined);
    queue.at(2, () => undefined);
    queue.runDue(1);
    queue.callOff(timer);
    queue.callOff(timer);
    expect(queue.size).toBe(1);
  });

  it("does not keep what was called off when it outnumbers the rest", () => {
    const queue = new TimerQueue();
    let ran = 0;
    queue.at(10, () => ran++);
    for (let i = 0; i < 5_000; i++) queue.callOff(queue.at(1_000_000, () => ran++));
    expect(queue.size).toBe(1);
    queue.runDue(10);
    expect(ran).toBe(1);
  });
});
