import { expect, it } from "vitest";
import { PortPool } from "./port-pool.ts";

it("hands out even ports whose odd neighbour is in range, the longest unused first", () => {
  const pool = new PortPool(20_001, 20_007);
  expect([pool.free, pool.take(), pool.take()]).toEqual([3, 20_002, 20_004]);
  pool.giveBack(20_002);
  expect([pool.take(), pool.take(), pool.take()]).toEqual([20_006, 20_002, undefined]);
});
