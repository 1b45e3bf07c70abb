import { describe, expect, it } from "vitest";
import { levelDbm0, quietestDbm0 } from "./energy.ts";
import { tonePowerDbm0 } from "./goertzel.ts";
import { dtmfTone, ToneGenerator, type ToneSpec } from "./tones.ts";

function render(spec: ToneSpec, milliseconds: number, frame = 160): { samples: Int16Array; sounding: boolean } {
  const samples = new Int16Array(milliseconds * 8).fill(1);
  const generator = new ToneGenerator(spec);
  let sounding = true;
  for (let at = 0; at < samples.length; at += frame)
    sounding = generator.render(samples, at, Math.min(frame, samples.length - at));
  return { samples, sounding };
}

describe("ToneGenerator", () => {
  it("renders frequencies at their level, with the rhythm", () => {
    const spec: ToneSpec = { parts: [{ frequenciesHz: [440, 480], levelDbm0: -13, onMs: 100, offMs: 50 }], repeat: true };
    const { samples, sounding } = render(spec, 450);
    expect(sounding).toBe(true);
    for (const start of [0, 1200, 2400]) {
      // 75 ms hold a whole number of periods of both
      expect(tonePowerDbm0(samples, start, 600, 440)).toBeCloseTo(-13, 0);
      expect(tonePowerDbm0(samples, start, 600, 480)).toBeCloseTo(-13, 0);
      expect(levelDbm0(samples, start + 800, 400)).toBe(quietestDbm0);
    }
  });

  it("is the same in slices of any size", () => {
    const spec = dtmfTone("159D", 70, 35);
    expect(render(spec, 420, 160).samples).toEqual(render(spec, 420, 33).samples);
  });

  it("ends, and goes on with silence", () => {
    const { samples, sounding } = render(
      { parts: [{ frequenciesHz: [1000], levelDbm0: -10, onMs: 50, offMs: 0 }], repeat: false },
      100,
    );
    expect(sounding).toBe(false);
    expect(levelDbm0(samples, 400, 400)).toBe(quietestDbm0);
    const generator = new ToneGenerator({
      parts: [{ frequenciesHz: [1000], levelDbm0: -10, onMs: 40, offMs: 0 }],
      repeat: false,
    });
    const frame = new Int16Array(160);
    expect(generator.render(frame, 0, 160)).toBe(true);
    expect(generator.render(frame, 0, 160)).toBe(false);
  });

  it("sounds for ever if told so, and never when empty", () => {
    const generator = new ToneGenerator({
      parts: [{ frequenciesHz: [450], levelDbm0: -10, onMs: Number.POSITIVE_INFINITY, offMs: 0 }],
      repeat: false,
    });
    const frame = new Int16Array(160);
    for (let i = 0; i < 500; i++) expect(generator.render(frame, 0, 160)).toBe(true);
    expect(new ToneGenerator({ parts: [], repeat: true }).render(frame, 0, 160)).toBe(false);
    expect(
      new ToneGenerator({ parts: [{ frequenciesHz: [450], levelDbm0: 0, onMs: 0, offMs: 0 }], repeat: true }).render(
        frame,
        0,
        160,
      ),
    ).toBe(false);
  });

  it("saturates instead of wrapping", () => {
    const { samples } = render(
      { parts: [{ frequenciesHz: [400, 401, 402], levelDbm0: 3, onMs: 50, offMs: 0 }], repeat: false },
      50,
    );
    for (let i = 1; i < 400; i++) expect(Math.abs(samples[i]! - samples[i - 1]!)).toBeLessThan(40_000);
    expect(Math.max(...samples)).toBe(32_767);
  });
});

describe("dtmfTone", () => {
  it("has the pair of each key, and a pause for what is no key", () => {
    const { parts } = dtmfTone("1d,0");
    expect(parts.map((part) => part.frequenciesHz)).toEqual([[697, 1209], [941, 1633], [], [941, 1336]]);
  });
});
