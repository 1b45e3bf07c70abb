import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutStream } from "./out-stream.ts";

const newer = (a: number, b: number): number => ((a - b) << 16) >> 16;

describe("an outgoing stream", () => {
  it("goes on without a seam from frames to a relay and back", () => {
    const stream = new OutStream(7, 65_534, 0xffffff00);
    stream.own(stream.ownTimestamp(1000), 160, 1000);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([65_534, 0xffffff00, true]);
    stream.own(stream.ownTimestamp(1020), 160, 1020);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([65_535, 0xffffffa0, false]);
    expect(stream.relay(1, 500, 90_000, false, 160, 1050)).toBe(true);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([0, 0x90, true]); // 30 ms later: 240 units
    expect(stream.relay(1, 502, 90_320, false, 160, 1090)).toBe(true);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([2, 0x90 + 320, false]);
    expect(stream.relay(1, 501, 90_160, false, 160, 1091)).toBe(true);
    expect([stream.sequence, stream.timestamp]).toEqual([1, 0x90 + 160]);
    stream.own(stream.ownTimestamp(1110), 160, 1110);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([3, 0x90 + 320 + 160, false]);
  });

  it("refuses what belongs before the splice", () => {
    const stream = new OutStream(7, 10, 0);
    stream.own(stream.ownTimestamp(0), 160, 0);
    expect(stream.relay(1, 100, 0, false, 160, 20)).toBe(true);
    expect(stream.relay(1, 99, 4_294_967_136, false, 160, 21)).toBe(false);
  });

  it("takes a jump of the source for a new stream", () => {
    const stream = new OutStream(7, 10, 0);
    stream.relay(1, 100, 0, false, 160, 0);
    stream.relay(1, 30_000, 5_000_000, false, 160, 20);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([11, 160, true]);
  });

  it("takes another source for another, even with the same SSRC", () => {
    const stream = new OutStream(7, 10, 0);
    stream.relay(1, 100, 0, false, 160, 0);
    stream.cut();
    stream.relay(1, 90, 5000, false, 160, 20);
    expect([stream.sequence, stream.timestamp, stream.marker]).toEqual([11, 160, true]);
  });

  it("marks the beginning after a pause", () => {
    const stream = new OutStream(7, 10, 0);
    stream.own(stream.ownTimestamp(0), 160, 0);
    stream.own(stream.ownTimestamp(60), 160, 60);
    expect([stream.timestamp, stream.marker]).toEqual([480, true]);
  });

  it("never uses a number twice, whatever speaks in turn", () => {
    const turn = fc.record({
      source: fc.integer({ min: 0, max: 3 }),
      packets: fc.integer({ min: 1, max: 40 }),
      restMs: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60 }), fc.integer({ min: 0, max: 65_535 }), (turns, first) => {
        const stream = new OutStream(1, first, first * 65_536);
        const places = [0, 60_000, 31_000, 65_500];
        let nowMs = 0;
        let last: { sequence: number; timestamp: number } | undefined;
        for (const { source, packets, restMs } of turns) {
          nowMs += restMs;
          for (let i = 0; i < packets; i++, nowMs += 20) {
            if (source === 0) stream.own(stream.ownTimestamp(nowMs), 160, nowMs);
            else {
              const place = places[source]!;
              places[source] = place + 1;
              expect(stream.relay(source, place & 0xffff, (place * 160 + source) >>> 0, false, 160, nowMs)).toBe(true);
            }
            if (last !== undefined) {
              expect(newer(stream.sequence, last.sequence)).toBe(1);
              expect((stream.timestamp - last.timestamp) | 0).toBeGreaterThan(0);
            }
            last = { sequence: stream.sequence, timestamp: stream.timestamp };
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
