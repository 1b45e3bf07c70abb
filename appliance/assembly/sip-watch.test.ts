import { expect, test } from "vitest";
import type { Clock } from "../runtime/clock.ts";
import { SipWatch } from "./sip-watch.ts";

/** A clock that stands still until it is told to ring. */
function standingClock(): Clock & { ring(): void; waiting: number } {
  const rings: (() => void)[] = [];
  return {
    nowMs: () => 0,
    at(_atMs, ring) {
      rings.push(ring);
      return () => void rings.splice(rings.indexOf(ring), 1);
    },
    ring() {
      for (const ring of rings.splice(0)) ring();
    },
    get waiting() {
      return rings.length;
    },
  };
}
const told = async (): Promise<void> => void (await new Promise((done) => setImmediate(done)));

test("new defects are told with their number, known ones not again, and a fresh start has none", async () => {
  const clock = standingClock();
  const said: string[] = [];
  let now: { faults: number; lastFault: string } | Error = { faults: 0, lastFault: "" };
  const gauges = async () => {
    if (now instanceof Error) throw now;
    return now;
  };
  const watch = new SipWatch({ clock, gauges, fault: (text) => said.push(text), mended: () => said.push("mended") });
  watch.start();
  const look = async (next: typeof now): Promise<void> => {
    now = next;
    clock.ring();
    await told();
  };
  await look({ faults: 0, lastFault: "" });
  await look({ faults: 2, lastFault: "at parse" });
  await look({ faults: 2, lastFault: "at parse" });
  await look(new Error("the server is gone"));
  await look({ faults: 1, lastFault: "at start" });
  expect(said).toEqual(["mended", "2: at parse", "1: at start"]);
  watch.stop();
  expect(clock.waiting).toBe(0);
});
