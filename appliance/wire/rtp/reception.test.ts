import { describe, expect, it } from "vitest";
import { Reception } from "./reception.ts";

/** A stream of `count` packets of 20 ms; `skip` says which are lost. */
function stream(
  reception: Reception,
  first: number,
  count: number,
  skip: (n: number) => boolean = () => false,
  startMs = 1000,
): void {
  for (let n = 0; n < count; n++)
    if (!skip(n)) reception.receive((first + n) & 0xffff, (first * 160 + n * 160) >>> 0, startMs + n * 20);
}

describe("Reception", () => {
  it("counts nothing lost in a whole stream, across the sequence wrap", () => {
    const reception = new Reception();
    stream(reception, 65_000, 2000);
    expect(reception.stats()).toMatchObject({
      received: 2000,
      expected: 2000,
      lost: 0,
      lossPercent: 0,
      jitterMs: 0,
      duplicates: 0,
      reordered: 0,
      restarts: 0,
    });
    expect(reception.stats().highestSequence).toBe(65_000 + 1999);
  });

  it("counts losses in all and since the last report", () => {
    const reception = new Reception();
    stream(reception, 100, 500, (n) => n > 10 && n % 10 === 5);
    expect(reception.stats()).toMatchObject({ expected: 500, lost: 49, received: 451 });
    const first = reception.reportBlock(5, 11_000);
    expect(first).toMatchObject({
      ssrc: 5,
      cumulativeLost: 49,
      fractionLost: Math.floor((49 * 256) / 500),
      highestSequence: 599,
    });
    stream(reception, 600, 100, (n) => n < 50, 11_000);
    expect(reception.reportBlock(5, 13_000).fractionLost).toBe(128);
    expect(reception.reportBlock(5, 13_000).fractionLost).toBe(0);
  });

  it("tells reordered packets from duplicates, and neither is a loss", () => {
    const reception = new Reception();
    for (const sequence of [1, 2, 3, 5, 4, 6, 6, 5, 8, 7]) reception.receive(sequence, sequence * 160, sequence * 20);
    expect(reception.stats()).toMatchObject({ reordered: 2, duplicates: 2, lost: 0, expected: 8 });
  });

  it("keeps a source on probation until two numbers follow each other", () => {
    const reception = new Reception();
    expect(reception.receive(5, 0, 0)).toBe(false);
    expect(reception.receive(900, 0, 20)).toBe(false);
    expect(reception.receive(901, 160, 40)).toBe(true);
    expect(reception.stats()).toMatchObject({ received: 2, expected: 2, lost: 0 });
  });

  it("ignores one wild number and believes two", () => {
    const reception = new Reception();
    stream(reception, 1, 100);
    expect(reception.receive(40_000, 0, 3000)).toBe(false);
    expect(reception.receive(101, 101 * 160, 3020)).toBe(true);
    expect(reception.receive(50_000, 0, 3040)).toBe(false);
    expect(reception.receive(50_001, 160, 3060)).toBe(true);
    expect(reception.stats()).toMatchObject({ restarts: 1, lost: 0, received: 102, expected: 102 });
    expect(reception.stats().highestSequence).toBe(50_001);
  });

  it("measures jitter as RFC 3550 A.8 does", () => {
    const reception = new Reception();
    let wanted = 0;
    let lastTransit = 0;
    for (let n = 0; n < 400; n++) {
      const lateMs = (n * 7) % 13;
      reception.receive(n, n * 160, 1000 + n * 20 + lateMs);
      if (n > 1) wanted += (Math.abs(lateMs - lastTransit) - wanted) / 16;
      lastTransit = lateMs;
    }
    expect(reception.stats().jitterMs).toBeCloseTo(wanted, 1);
    expect(reception.stats().maxJitterMs).toBeGreaterThanOrEqual(reception.stats().jitterMs);
    expect(reception.reportBlock(1, 9000).jitter).toBe(Math.floor(reception.stats().jitterMs * 8));
  });

  it("does not take a clock that was set, or timestamps that wrap, for jitter", () => {
    const reception = new Reception();
    for (let n = 0; n < 100; n++) reception.receive(n, (0xffffff00 + n * 160) >>> 0, n * 20);
    expect(reception.stats().jitterMs).toBe(0);
    for (let n = 100; n < 200; n++) reception.receive(n, (0x50000000 + n * 160) >>> 0, n * 20);
    expect(reception.stats().jitterMs).toBe(0);
  });

  it("does not take the packets of one telephone event for jitter", () => {
    const reception = new Reception();
    for (let n = 0; n < 200; n++) reception.receive(n, (n >= 50 && n < 80 ? 50 : n) * 160, n * 20);
    expect(reception.stats().maxJitterMs).toBe(0);
  });

  it("echoes the other side's sender report", () => {
    const reception = new Reception();
    stream(reception, 1, 10);
    expect(reception.reportBlock(1, 5000)).toMatchObject({ lastSenderReport: 0, delaySinceLastSenderReport: 0 });
    reception.senderReport(0x1234b705, 0x20001111, 5000);
    expect(reception.reportBlock(1, 5500)).toMatchObject({ lastSenderReport: 0xb7052000, delaySinceLastSenderReport: 32_768 });
  });

  it("starts from nothing after reset", () => {
    const reception = new Reception();
    stream(reception, 1, 100, (n) => n === 50);
    reception.reset();
    expect(reception.stats()).toMatchObject({ received: 0, expected: 0, lost: 0, jitterMs: 0 });
    stream(reception, 9000, 10);
    expect(reception.stats()).toMatchObject({ received: 10, expected: 10, lost: 0 });
  });
});
