import { describe, expect, test } from "vitest";
import { runDay } from "../sim/day/run-day.ts";

describe("a generated day", () => {
  test("2 000 calls for eight agents: every rule holds after everything that happens, and nothing is left at night", () => {
    const { world } = runDay({ seed: 1, calls: 2_000, agents: 8 }).day;
    const ends = new Map<string, number>();
    for (const { endReason = "" } of world.rows.calls.values()) ends.set(endReason, (ends.get(endReason) ?? 0) + 1);
    // It was a day with everything in it.
    for (const why of ["hangup", "abandoned", "flow-end"]) expect(ends.get(why) ?? 0, why).toBeGreaterThan(50);
    const states = new Set([...world.rows.agents.values()].map((row) => row.state));
    expect([...states].sort()).toEqual(["hold", "logged-out", "not-ready", "ready", "ringing", "talking", "wrap-up"]);
  });

  test("a day with failures: whoever was on no call is what he was before, and the rules go on holding", () => {
    let [cutOff, owed] = [0, 0];
    for (let seed = 1; seed <= 15; seed++) {
      const crashes = [9, 10.5, 14].map((hour, i) => ({
        atMs: (hour + seed / 30) * 3_600_000,
        downMs: [200, 30_000, 300_000][i]!,
      }));
      const { world, plan } = runDay({ seed, calls: 400, agents: 2, crashes }).day;
      owed += [...world.rows.callbacks.values()].filter((row) =>
        crashes.some(({ atMs }) => row.requestedAtMs < plan.fromMs + atMs && (row.endedAtMs ?? 0) > plan.fromMs + atMs),
      ).length;
      cutOff += [...world.rows.calls.values()].filter((row) => row.cutOff).length;
    }
    expect(cutOff).toBeGreaterThan(20);
    // Some callbacks were owed when the box failed, and were settled after it.
    expect(owed).toBeGreaterThan(3);
  });

  test("small random days", () => {
    for (let seed = 1; seed <= 100; seed++) runDay({ seed, calls: 60, agents: 1 + (seed % 5) });
  });
});
