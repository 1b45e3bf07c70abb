import { expect, test } from "vitest";
import { modemCrowd } from "../../soak/modem-crowd.ts";

test("four modems in calls at once: every frame of sound arrives as it was said, in both directions", async () => {
  const { down, up, gauges, driverCpuPercent, longestStallMs } = await modemCrowd(4, 10);
  console.log(`driver: ${driverCpuPercent} % of a core; this program stood still for up to ${longestStallMs} ms`);
  expect(down).toMatchObject({ lost: 0, again: 0, wrong: 0 });
  expect(up).toMatchObject({ again: 0, wrong: 0 });
  // When the far ends themselves stood still for too long, the driver says what it couldn't keep for them.
  expect(up.lost).toBeLessThanOrEqual(gauges.blocksDropped! + gauges.soundDropped!);
  if (longestStallMs < 60) expect(up.lost).toBe(0);
  expect(Math.min(down.good, up.good)).toBeGreaterThan(4 * 400);
});
