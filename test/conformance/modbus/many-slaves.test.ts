import { expect, test } from "vitest";
import { runManySlaves } from "../../sim/modbus/many-slaves.ts";

test("twenty devices on one bus, faults mixed in: not one wrong value", async () => {
  const seen = await runManySlaves({ seconds: 14, slaves: 20, seed: 7, faulty: 0.04, pullEverySec: 7 });
  expect(seen.wrong).toEqual([]);
  expect(seen.heard).toBe(20);
  expect(seen.readings).toBeGreaterThan(300);
  expect(Object.keys(seen.faults).length).toBeGreaterThan(3);
  expect(seen.pulls).toBeGreaterThan(0);
});
