import { expect, test } from "vitest";
import { AlarmClock } from "./alarm-clock.ts";
import type { Clock } from "./clock.ts";

function handClock(): Clock & { turn(toMs: number): void } {
  let now = 0;
  let waiting: { atMs: number; ring: () => void }[] = [];
  return {
    nowMs: () => now,
    at(atMs, ring) {
      const entry = { atMs, ring };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((w) => w !== entry);
      };
    },
    turn(toMs) {
      for (;;) {
        const next = waiting.filter((w) => w.atMs <= toMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        now = Math.max(now, next.atMs);
        waiting = waiting.filter((w) => w !== next);
        next.ring();
      }
      now = toMs;
    },
  };
}

test("rings in order of time, once each, and not what was cleared or moved", () => {
  const clock = handClock();
  const rung: string[] = [];
  const alarms = new AlarmClock(clock, (key) => {
    rung.push(`${key}@${clock.nowMs()}`);
    if (key === "b") alarms.clear("c");
    if (key === "a") alarms.set("a2", 25);
  });
  alarms.set("c", 30);
  alarms.set("b", 20);
  alarms.set("a", 10);
  alarms.set("d", 15);
  alarms.set("d", 40);
  clock.turn(100);
  expect(rung).toEqual(["a@10", "b@20", "a2@25", "d@40"]);
});

test("a timer set in the past rings at the next turn", () => {
  const clock = handClock();
  clock.turn(500);
  const rung: string[] = [];
  const alarms = new AlarmClock(clock, (key) => rung.push(key));
  alarms.set("late", 100);
  clock.turn(500);
  expect(rung).toEqual(["late"]);
});
