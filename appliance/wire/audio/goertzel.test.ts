import { describe, expect, it } from "vitest";
import { amplitudeOf } from "./energy.ts";
import { Goertzel, tonePowerDbm0 } from "./goertzel.ts";

const two = Int16Array.from({ length: 1600 }, (_, i) =>
  Math.round(
    amplitudeOf(-10) * Math.sin((2 * Math.PI * 450 * i) / 8000) + amplitudeOf(-30) * Math.sin((2 * Math.PI * 1000 * i) / 8000),
  ),
);

describe("Goertzel", () => {
  it("finds each tone at its level and nothing beside", () => {
    expect(tonePowerDbm0(two, 0, 1600, 450)).toBeCloseTo(-10, 1);
    expect(tonePowerDbm0(two, 0, 1600, 1000)).toBeCloseTo(-30, 1);
    expect(tonePowerDbm0(two, 0, 1600, 700)).toBeLessThan(-60);
  });

  it("does not mind in how many pieces the block comes", () => {
    const whole = new Goertzel(450);
    whole.add(two, 0, 1600);
    const pieces = new Goertzel(450);
    for (let at = 0; at < 1600; at += 100) pieces.add(two, at, 100);
    const power = whole.take();
    expect(pieces.take()).toBeCloseTo(power, 3);
    expect(pieces.take()).toBe(0);
  });
});
