import { describe, expect, it } from "vitest";
import { mixAdd, mixAll, mixMinus } from "./mix.ts";

describe("mixing", () => {
  const parties = [Int16Array.of(100, -200, 30_000, -30_000), Int16Array.of(1, 2, 30_000, -30_000), Int16Array.of(10, 20, 5, -5)];
  const sum = new Int32Array(4);
  for (const party of parties) mixAdd(sum, party, 0, 4);

  it("lets each party hear the others and not itself", () => {
    const heard = new Int16Array(6);
    mixMinus(sum, parties[0]!, 0, heard, 1, 4);
    expect([...heard]).toEqual([0, 11, 22, 30_005, -30_005, 0]);
    mixMinus(sum, parties[2]!, 0, heard, 0, 4);
    expect([...heard.subarray(0, 4)]).toEqual([101, -198, 32_767, -32_768]);
  });

  it("gives listeners everything", () => {
    const heard = new Int16Array(4);
    mixAll(sum, heard, 0, 4);
    expect([...heard]).toEqual([111, -178, 32_767, -32_768]);
  });

  it("works in place", () => {
    const own = parties[1]!.slice();
    mixMinus(sum, own, 0, own, 0, 4);
    expect([...own]).toEqual([110, -180, 30_005, -30_005]);
  });
});
