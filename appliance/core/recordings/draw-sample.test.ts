import { expect, it } from "vitest";
import { drawSample } from "./draw-sample.ts";

const talks = Array.from({ length: 300 }, (_, n) => ({ recording: `r${n}`, agent: `a${n % 3}` }));

it("draws so many of each agent, the same for the same seed, others for another (R8)", () => {
  const one = drawSample(talks, 5, "week 12");
  expect(one).toHaveLength(15);
  for (const agent of ["a0", "a1", "a2"]) expect(one.filter((t) => t.agent === agent)).toHaveLength(5);
  expect(drawSample(talks.toReversed(), 5, "week 12")).toEqual(one);
  expect(drawSample(talks, 5, "week 13")).not.toEqual(one);
  expect(drawSample(talks, 1_000, "x")).toHaveLength(300);
});

it("prefers nobody: over many seeds every talk comes about as often", () => {
  const often = new Map<string, number>();
  for (let seed = 0; seed < 2_000; seed++)
    for (const { recording } of drawSample(talks, 10, String(seed))) often.set(recording, (often.get(recording) ?? 0) + 1);
  const counts = talks.map((t) => often.get(t.recording) ?? 0);
  // 200 expected each, with a deviation of about 13.
  expect(Math.min(...counts)).toBeGreaterThan(130);
  expect(Math.max(...counts)).toBeLessThan(270);
});
