import { expect, test } from "vitest";
import type { RouteQuery } from "../contract/routes.ts";
import { countNights } from "./night-count.ts";

const start = Date.parse("2026-11-18T15:00:00+08:00");
const tick = (): Promise<void> => new Promise((done) => setImmediate(done));

function night() {
  const timers = new Map<number, { atMs: number; ring: () => void }>();
  const clock = {
    now: start,
    nowMs: () => clock.now,
    at(atMs: number, ring: () => void) {
      const n = timers.size + 1;
      timers.set(n, { atMs, ring });
      return () => void timers.delete(n);
    },
  };
  const asked: RouteQuery<"figures">[] = [];
  let atOnce = 0;
  let most = 0;
  const ask = async (question: RouteQuery<"figures">): Promise<unknown> => {
    most = Math.max(most, ++atOnce);
    asked.push(question);
    await tick();
    atOnce--;
    if (asked.length % 5 === 0) throw new Error("busy");
    return undefined;
  };
  const until = async (toMs: number): Promise<void> => {
    for (;;) {
      const next = [...timers].filter(([, t]) => t.atMs <= toMs).sort((a, b) => a[1].atMs - b[1].atMs)[0];
      if (!next) break;
      timers.delete(next[0]);
      clock.now = next[1].atMs;
      next[1].ring();
      for (let i = 0; i < 200; i++) await tick();
    }
    clock.now = toMs;
  };
  return { clock, asked, timers, until, most: () => most, ask };
}

test("counts the year once after the start and then every night at ten past two, one question at a time", async () => {
  const n = night();
  const stop = countNights({ ask: n.ask, timeZone: () => "Asia/Shanghai", clock: n.clock as never });
  await n.until(start + 599_999);
  expect(n.asked).toEqual([]);
  await n.until(start + 600_000);
  expect(n.asked[0]).toMatchObject({ from: "2026-10-18", to: "2026-11-17", interval: "day" });
  const oldest = n.asked.map((q) => q.from!).sort()[0]!;
  expect(oldest <= "2025-11-17").toBe(true);
  // No day twice: the portions lie beside each other.
  const days = n.asked.filter((q) => q.interval === "day" && !q.by);
  for (const [i, q] of days.entries()) if (i > 0) expect(Date.parse(days[i - 1]!.from!) - Date.parse(q.to!)).toBe(86_400_000);
  const once = n.asked.length;
  await n.until(Date.parse("2026-11-19T02:09:59+08:00"));
  expect(n.asked).toHaveLength(once);
  await n.until(Date.parse("2026-11-19T02:10:00+08:00"));
  expect(n.asked).toHaveLength(2 * once);
  expect(n.asked[once]).toMatchObject({ to: "2026-11-18" });
  expect(n.most()).toBe(1);
  stop();
  expect(n.timers.size).toBe(0);
});

test("stops in the middle of a count", async () => {
  const n = night();
  let stop = (): void => undefined;
  const ask = async (question: RouteQuery<"figures">): Promise<unknown> => {
    if (n.asked.length === 2) stop();
    return n.ask(question);
  };
  stop = countNights({ ask, timeZone: () => "Asia/Shanghai", clock: n.clock as never });
  await n.until(start + 600_000);
  expect(n.asked).toHaveLength(3);
});
