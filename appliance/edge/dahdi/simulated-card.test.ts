import { expect, test } from "vitest";
import { refuted } from "../../../test/sim/dahdi/channel-claims.ts";
import { QuickCard } from "../../../test/sim/dahdi/quick-card.ts";
import { event } from "./dahdi-calls.ts";

// The same claims are tried on the kernel's own dahdi by scripts/emulate.
test("the simulated card does what is claimed of a card", async () => {
  const card = new QuickCard({ 1: "fxo", 2: "fxs" });
  const line = card.channels.get(1)!;
  const { tried, refuted: wrong } = await refuted({
    sys: card,
    root: "/dev/dahdi",
    line: 1,
    phone: 2,
    pass: async (ms) => card.run([], ms),
    ring: (on) => line.tell(on ? event.ringBegin : event.ringOffHook),
  });
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(20);
});
