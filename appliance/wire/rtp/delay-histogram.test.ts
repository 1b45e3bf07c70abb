import { describe, expect, it } from "vitest";
import { DelayHistogram } from "./delay-histogram.ts";

/** One packet every 20 ms with this transit. */
function feed(histogram: DelayHistogram, packets: number, transitMs: (n: number) => number, startMs = 0): void {
  for (let n = 0; n < packets; n++) histogram.add(transitMs(n), startMs + n * 20);
}

describe("DelayHistogram", () => {
  it("measures lateness against the fastest packet, whatever the clocks say", () => {
    for (const offsetMs of [-1e9, 0, 12_345]) {
      const histogram = new DelayHistogram();
      feed(histogram, 1000, (n) => offsetMs + (n % 10) * 10);
      expect(histogram.fastestMs).toBe(offsetMs);
      expect(histogram.latenessMs(0.02)).toBe(95);
      expect(histogram.latenessMs(0.5)).toBe(55);
    }
  });

  it("leaves single outliers out and forgets slowly", () => {
    const histogram = new DelayHistogram();
    feed(histogram, 500, (n) => (n % 100 === 99 ? 300 : 0));
    expect(histogram.latenessMs(0.02)).toBe(5);
    feed(histogram, 100, () => 150, 10_000);
    expect(histogram.latenessMs(0.02)).toBe(155);
    feed(histogram, 2000, () => 0, 12_000);
    expect(histogram.latenessMs(0.02)).toBe(5);
  });

  it("notices a path that became slower for good", () => {
    const histogram = new DelayHistogram();
    feed(histogram, 500, () => 0);
    feed(histogram, 600, () => 80, 10_000);
    expect(histogram.fastestMs).toBe(80);
  });

  it("learns nothing but a faster path from packets that we held up ourselves", () => {
    const histogram = new DelayHistogram();
    feed(histogram, 100, () => 10);
    for (let n = 0; n < 50; n++) histogram.addWithoutLearning(300 - n * 20, 3000);
    expect(histogram.latenessMs(0.02)).toBe(5);
    expect(histogram.fastestMs).toBe(-680);
  });

  it("keeps its proportions for ever", () => {
    const histogram = new DelayHistogram();
    feed(histogram, 50_000, (n) => (n % 10) * 10);
    expect(histogram.latenessMs(0.02)).toBe(95);
    expect(histogram.latenessMs(0.5)).toBe(55);
  });
});
