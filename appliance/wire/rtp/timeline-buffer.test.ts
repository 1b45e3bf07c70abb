import { describe, expect, it } from "vitest";
import { TimelineBuffer } from "./timeline-buffer.ts";

const silence = 0xd5;

/** Packets of 20 ms with their number as content, the first spoken at `startMs`; arrive 20 ms after their beginning plus `lateMs`. */
function talk(
  buffer: TimelineBuffer,
  count: number,
  startMs: number,
  options: {
    ssrc?: number;
    base?: number;
    sequence?: number;
    lateMs?: (n: number) => number;
    skip?: (n: number) => boolean;
    first?: number;
  } = {},
): void {
  const { ssrc = 7, base = 90_000, sequence = 10, lateMs = () => 0, skip = () => false, first = 1 } = options;
  const packets = Array.from({ length: count }, (_, n) => ({ n, atMs: startMs + 20 + n * 20 + lateMs(n) })).filter(
    ({ n }) => !skip(n),
  );
  for (const { n, atMs } of packets.toSorted((a, b) => a.atMs - b.atMs))
    buffer.put(ssrc, (sequence + n) & 0xffff, (base + n * 160) >>> 0, new Uint8Array(160).fill(first + n), 0, 160, atMs);
}

/** The timeline as one byte per 20 ms; a frame that is not all one byte is -1. */
function read(buffer: TimelineBuffer, frames: number): number[] {
  const bytes = new Uint8Array(frames * 160);
  buffer.take(bytes, 0, bytes.length);
  return Array.from({ length: frames }, (_, i) => {
    const frame = bytes.subarray(i * 160, i * 160 + 160);
    return frame.every((byte) => byte === frame[0]) ? frame[0]! : -1;
  });
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const quiet = (count: number): number[] => new Array<number>(count).fill(silence);

describe("TimelineBuffer", () => {
  it("puts a stream where it was spoken", () => {
    const buffer = new TimelineBuffer(1000);
    talk(buffer, 50, 1200);
    expect(read(buffer, 70)).toEqual([...quiet(10), ...range(1, 50), ...quiet(10)]);
    expect(buffer.stats).toEqual({ packets: 50, late: 0, anchors: 1 });
  });

  it("keeps gaps of loss and silence suppression at their length", () => {
    const buffer = new TimelineBuffer(0);
    talk(buffer, 60, 0, { skip: (n) => n === 7 || (n >= 20 && n < 45) });
    expect(read(buffer, 60)).toEqual([...range(1, 7), silence, ...range(9, 20), ...quiet(25), ...range(46, 60)]);
  });

  it("does not mind disorder, copies and bursts within its window", () => {
    const buffer = new TimelineBuffer(0);
    talk(buffer, 60, 0, { lateMs: (n) => (n === 0 ? 0 : (n * 53) % 190) });
    talk(buffer, 60, 0, { lateMs: () => 200 });
    expect(read(buffer, 60)).toEqual(range(1, 60));
    const burst = new TimelineBuffer(0);
    talk(burst, 60, 0, { lateMs: (n) => (n >= 10 && n < 25 ? (25 - n) * 20 : 0) });
    expect(read(burst, 60)).toEqual(range(1, 60));
  });

  it("says how much is final, and gives the rest at the end", () => {
    const buffer = new TimelineBuffer(0, { windowMs: 100 });
    expect(buffer.ready(50)).toBe(0);
    expect(buffer.ready(300)).toBe(1600);
    talk(buffer, 15, 0);
    expect(read(buffer, 10)).toEqual(range(1, 10));
    expect(buffer.ready(300)).toBe(0);
    expect(buffer.rest(300)).toBe(800);
    expect(read(buffer, 5)).toEqual(range(11, 15));
    buffer.put(7, 24, 90_000 + 14 * 160, new Uint8Array(160).fill(99), 0, 160, 300);
    expect(buffer.stats.late).toBe(1);
  });

  it("goes round its ring for as long as the call lasts", () => {
    const buffer = new TimelineBuffer(0);
    const heard: number[] = [];
    for (let second = 0; second < 30; second++) {
      talk(buffer, 50, second * 1000, { base: 0xfffff000 + second * 8000, sequence: 65_500 + second * 50 });
      const bytes = buffer.ready(second * 1000 + 1000);
      heard.push(...read(buffer, bytes / 160));
    }
    heard.push(...read(buffer, buffer.rest(30_000) / 160));
    expect(heard).toEqual(Array.from({ length: 30 }, () => range(1, 50)).flat());
    expect(buffer.stats.anchors).toBe(1);
  });

  it("places another source, and timestamps that jumped, by the time of arrival", () => {
    const buffer = new TimelineBuffer(0);
    talk(buffer, 20, 0);
    talk(buffer, 20, 500, { ssrc: 8, base: 5, sequence: 9999, first: 101 });
    talk(buffer, 20, 1000, { ssrc: 8, base: 0x80000000, sequence: 10_019, first: 201 });
    expect(read(buffer, 75)).toEqual([
      ...range(1, 20),
      ...quiet(5),
      ...range(101, 120),
      ...quiet(5),
      ...range(201, 220),
      ...quiet(5),
    ]);
    expect(buffer.stats.anchors).toBe(3);
  });

  it("stays in step with the wall clock when the other side's clock does not", () => {
    for (const ppm of [500, -500]) {
      const buffer = new TimelineBuffer(0);
      const bytes = new Uint8Array(8000);
      const frames = 15_000; // five minutes: 150 ms of drift
      for (let n = 0; n < frames; n++) {
        const nowMs = 20 + n * 20 * (1 + ppm / 1e6);
        buffer.put(7, n & 0xffff, n * 160, new Uint8Array(160).fill(1 + (n % 200)), 0, 160, nowMs);
        while (n < frames - 1 && buffer.ready(nowMs) >= 8000) buffer.take(bytes, 0, 8000);
      }
      const endMs = 20 + (frames - 1) * 20 * (1 + ppm / 1e6);
      const restBytes = buffer.rest(endMs);
      const rest = new Uint8Array(restBytes + 800);
      buffer.take(rest, 0, rest.length);
      const lastAt = rest.lastIndexOf(1 + ((frames - 1) % 200));
      expect(Math.abs(restBytes - 1 - lastAt) / 8, `${ppm} ppm`).toBeLessThan(60);
      expect(buffer.stats.anchors).toBeGreaterThan(2);
      expect(buffer.stats.late).toBe(0);
    }
  });

  it("keeps two directions side by side", () => {
    const left = new TimelineBuffer(0);
    const right = new TimelineBuffer(0);
    talk(left, 30, 0);
    talk(right, 10, 400, { ssrc: 9, first: 101 });
    expect(read(left, 30)).toEqual(range(1, 30));
    expect(read(right, 30)).toEqual([...quiet(20), ...range(101, 110)]);
  });

  it("cuts what does not fit, before its start and beyond its ring", () => {
    const buffer = new TimelineBuffer(1000);
    buffer.put(7, 1, 0, new Uint8Array(160).fill(5), 0, 160, 1010); // half of it was spoken before the start
    const head = new Uint8Array(160);
    buffer.take(head, 0, 160);
    expect([...head.subarray(0, 80)]).toEqual(new Array(80).fill(5));
    expect([...head.subarray(80)]).toEqual(quiet(80));
    buffer.put(8, 1, 0, new Uint8Array(160).fill(6), 0, 160, 60_000); // nobody has taken anything for a minute
    expect(buffer.stats.late).toBe(1);
  });
});
