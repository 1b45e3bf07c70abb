import { expect, it } from "vitest";
import { saturate } from "./saturate.ts";

it("keeps what fits and cuts what does not", () => {
  expect([-40_000, -32_769, -32_768, -1, 0, 32_767, 32_768, 1e9].map(saturate)).toEqual([
    -32_768, -32_768, -32_768, -1, 0, 32_767, 32_767, 32_767,
  ]);
});
