import { expect, it } from "vitest";
import { estimateMos } from "./mos.ts";

it("judges a clean line as toll quality, and falls with loss, jitter and delay", () => {
  const clean = estimateMos({ lossPercent: 0, jitterMs: 0, roundTripMs: 0 });
  expect(clean).toBeGreaterThan(4.3);
  const losses = [0, 1, 3, 10, 30, 100].map((lossPercent) => estimateMos({ lossPercent, jitterMs: 5, roundTripMs: 50 }));
  for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]!);
  expect(losses.at(-1)).toBeLessThan(1.2);
  expect(estimateMos({ lossPercent: 0, jitterMs: 100, roundTripMs: 0 })).toBeLessThan(clean - 0.3);
  expect(estimateMos({ lossPercent: 0, jitterMs: 0, roundTripMs: 800 })).toBeLessThan(3.2);
});
