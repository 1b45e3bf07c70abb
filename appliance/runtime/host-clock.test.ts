import { expect, test } from "vitest";
import { AlarmClock } from "./alarm-clock.ts";
import { HostClock, type HostClockParts } from "./host-clock.ts";

/** A machine whose clock can be set. */
function machine() {
  let runMs = 500;
  let wallMs = 1_000_000;
  let waits: { atMs: number; ring: () => void }[] = [];
  const parts: HostClockParts = {
    wallMs: () => wallMs,
    runMs: () => runMs,
    wait(ms, ring) {
      const one = { atMs: runMs + ms, ring };
      waits.push(one);
      return () => {
        waits = waits.filter((w) => w !== one);
      };
    },
  };
  return {
    parts,
    set: (byMs: number) => {
      wallMs += byMs;
    },
    pass(ms: number) {
      const endMs = runMs + ms;
      for (;;) {
        const next = waits.filter((w) => w.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        const toMs = next ? Math.max(next.atMs, runMs) : endMs;
        wallMs += toMs - runMs;
        runMs = toMs;
        if (!next) return;
        waits = waits.filter((w) => w !== next);
        next.ring();
      }
    },
  };
}
const hour = 3_600_000;

test("a machine's clock set back holds no timer up and never turns the box's time back", () => {
  const host = machine();
  const clock = new HostClock(host.parts);
  const startMs = clock.nowMs();
  const rung: number[] = [];
  const alarms = new AlarmClock(clock, () => rung.push(clock.nowMs()));
  alarms.set("ring", startMs + 20_000);
  host.pass(5_000);
  clock.nowMs();
  host.set(-hour);
  expect(clock.setByMs()).toBe(-hour);
  host.pass(18_000);
  // Fifteen seconds were left; slowed down by a tenth they take under seventeen.
  expect(rung).toHaveLength(1);
  expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(20_000);
});

test("set ahead: who waits and talks is not aged by it; the box follows slowly", () => {
  const host = machine();
  const clock = new HostClock(host.parts);
  const startMs = clock.nowMs();
  host.set(hour);
  host.pass(10_000);
  expect(clock.nowMs() - startMs).toBe(11_000);
});

test("set ahead while nobody is in a call: the box is with it at once, and timers that were far away come in time", () => {
  const host = machine();
  const clock = new HostClock(host.parts);
  clock.idle = () => true;
  const atMs = clock.nowMs() + 2 * hour;
  let rang = false;
  clock.at(atMs, () => {
    rang = true;
  });
  host.pass(60_000);
  host.set(2 * hour);
  host.pass(10_000);
  expect(clock.nowMs()).toBe(host.parts.wallMs());
  expect([rang, clock.setByMs()]).toEqual([true, 0]);
});

test("set back by little, it is made up", () => {
  const host = machine();
  const clock = new HostClock(host.parts);
  host.set(-3_000);
  host.pass(15_000);
  clock.nowMs();
  host.pass(20_000);
  expect(clock.nowMs()).toBe(host.parts.wallMs());
});

test("what is called off does not ring, however long it waited", () => {
  const host = machine();
  const clock = new HostClock(host.parts);
  const off = clock.at(clock.nowMs() + 30_000, () => expect.unreachable());
  host.pass(25_000);
  off();
  host.pass(60_000);
});
