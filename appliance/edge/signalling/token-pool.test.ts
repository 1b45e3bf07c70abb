import { expect, it } from "vitest";
import { TokenPool } from "./token-pool.ts";

it("gives words of 18 hex digits and none twice, over many helpings and between pools", () => {
  const pools = [new TokenPool(), new TokenPool()];
  const words = Array.from({ length: 5_000 }, (_, i) => pools[i % 2]!.next());
  expect(words.every((word) => /^[0-9a-f]{18}$/.test(word))).toBe(true);
  expect(new Set(words).size).toBe(5_000);
});
