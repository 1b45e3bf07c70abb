import { describe, expect, it } from "vitest";
import { Latch } from "./latch.ts";

const ssrc = 42;

/** A latch whose other side was signalled at 10.0.0.1:4000 at time 0. */
function signalled(): Latch<string> {
  const latch = new Latch<string>();
  latch.signalled("10.0.0.1", 4000, 0);
  return latch;
}
const placeOf = (latch: Latch<string>): string => `${latch.address}:${latch.port}`;

describe("Latch", () => {
  it("sends to the signalled place before anything is heard", () => {
    expect(placeOf(signalled())).toBe("10.0.0.1:4000");
    expect(new Latch<string>().address).toBeUndefined();
  });

  it("accepts the signalled place", () => {
    const latch = signalled();
    for (let n = 0; n < 5; n++) expect(latch.receive("10.0.0.1", 4000, ssrc, n, 100 + n * 20)).toBe("accept");
  });

  it("follows a phone behind a NAT soon after signalling", () => {
    const latch = signalled();
    expect(latch.receive("203.0.113.9", 61_000, ssrc, 1, 300)).toBe("moved");
    expect(placeOf(latch)).toBe("203.0.113.9:61000");
    expect(latch.receive("203.0.113.9", 61_000, ssrc, 2, 320)).toBe("accept");
  });

  it("prefers the signalled place if it speaks up while learning", () => {
    const latch = signalled();
    latch.receive("203.0.113.9", 61_000, 666, 1, 300);
    expect(latch.receive("10.0.0.1", 4000, ssrc, 7, 320)).toBe("moved");
    expect(latch.receive("203.0.113.9", 61_000, 666, 2, 340)).toBe("refuse");
    expect(placeOf(latch)).toBe("10.0.0.1:4000");
  });

  it("does not let a stranger in long after signalling, even if nobody was heard yet", () => {
    const latch = signalled();
    expect(latch.receive("203.0.113.9", 61_000, ssrc, 1, 10_001)).toBe("refuse");
    expect(latch.receive("10.0.0.1", 4002, ssrc, 1, 60_000)).toBe("moved"); // the signalled host may
  });

  it("does not let a stranger take over a running stream", () => {
    const latch = signalled();
    for (let n = 0; n < 50; n++) {
      expect(latch.receive("10.0.0.1", 4000, ssrc, n, n * 20)).toBe("accept");
      expect(latch.receive("6.6.6.6", 6666, ssrc, n + 1, n * 20 + 10)).toBe("refuse"); // even one that knows the numbers
    }
    // the stream has ended; a stranger with other numbers never gets in
    for (let n = 0; n < 50; n++) expect(latch.receive("6.6.6.6", 6666, 666, n + 50, 5000 + n * 20)).toBe("refuse");
    for (let n = 0; n < 50; n++) expect(latch.receive("6.6.6.6", 6666, ssrc, 30_000 + n, 7000 + n * 20)).toBe("refuse");
    expect(placeOf(latch)).toBe("10.0.0.1:4000");
  });

  it("follows the same stream to a new port after the old place has fallen silent", () => {
    const latch = signalled();
    for (let n = 0; n < 50; n++) latch.receive("10.0.0.1", 4000, ssrc, n, n * 20);
    expect(latch.receive("10.0.0.1", 5000, ssrc, 75, 1500)).toBe("refuse");
    expect(latch.receive("10.0.0.1", 5000, ssrc, 76, 1520)).toBe("refuse");
    expect(latch.receive("10.0.0.1", 5000, ssrc, 77, 1540)).toBe("moved");
    expect(latch.receive("10.0.0.1", 5000, ssrc, 78, 1560)).toBe("accept");
  });

  it("wants the proof in one piece", () => {
    const latch = signalled();
    for (let n = 0; n < 50; n++) latch.receive("10.0.0.1", 4000, ssrc, n, n * 20);
    latch.receive("10.0.0.1", 5000, ssrc, 75, 1500);
    latch.receive("10.0.0.1", 5000, ssrc, 76, 1520);
    latch.receive("10.0.0.1", 4000, ssrc, 77, 1540); // the old place lives
    expect(latch.receive("10.0.0.1", 5000, ssrc, 78, 1560)).toBe("refuse");
    expect(placeOf(latch)).toBe("10.0.0.1:4000");
  });

  it("finds the other side again when it comes back from hold with a new port and SSRC", () => {
    const latch = signalled();
    for (let n = 0; n < 50; n++) latch.receive("203.0.113.9", 61_000, ssrc, n, n * 20);
    for (let n = 0; n < 9; n++) expect(latch.receive("203.0.113.9", 62_000, 43, n, 50_000 + n * 20)).toBe("refuse"); // nobody said so
    latch.signalled("10.0.0.1", 4000, 60_000);
    expect([0, 1, 2, 3].map((n) => latch.receive("203.0.113.9", 62_000, 43, 500 + n, 61_000 + n * 20))).toEqual([
      "refuse",
      "refuse",
      "moved",
      "accept",
    ]);
    expect(latch.receive("203.0.113.9", 63_000, 44, 1, 61_100)).toBe("refuse"); // it speaks now
  });

  it("keeps up with a stream that a connected socket lets through unseen", () => {
    const latch = signalled();
    latch.receive("10.0.0.1", 4000, ssrc, 1, 0);
    for (let n = 2; n < 2000; n++) latch.continued(ssrc, n, n * 20);
    expect([2001, 2002, 2003].map((sequence) => latch.receive("10.0.0.1", 5000, ssrc, sequence, 41_000 + sequence))).toEqual([
      "refuse",
      "refuse",
      "moved",
    ]);
    const unheard = signalled();
    unheard.continued(ssrc, 5, 100);
    expect(unheard.receive("203.0.113.9", 61_000, ssrc, 1, 300)).toBe("moved");
  });

  it("moves across the wrap of sequence numbers", () => {
    const latch = signalled();
    latch.receive("10.0.0.1", 4000, ssrc, 65_534, 100);
    for (const [sequence, verdict] of [
      [65_535, "refuse"],
      [0, "refuse"],
      [1, "moved"],
    ] as const)
      expect(latch.receive("10.0.0.1", 4100, ssrc, sequence, 1000)).toBe(verdict);
  });

  it("believes a proven packet at once", () => {
    const latch = signalled();
    latch.receive("10.0.0.1", 4000, ssrc, 1, 100);
    expect(latch.receive("10.9.9.9", 9000, 77, 500, 60_000, true)).toBe("moved");
    expect(latch.receive("10.9.9.9", 9000, 77, 501, 60_020)).toBe("accept");
  });

  it("learns again after a re-INVITE to another place, and stays for one to the same", () => {
    const latch = signalled();
    latch.receive("203.0.113.9", 61_000, ssrc, 1, 300);
    latch.signalled("10.0.0.1", 4000, 20_000);
    expect(placeOf(latch)).toBe("203.0.113.9:61000");
    latch.signalled("10.0.0.2", 4400, 30_000);
    expect(placeOf(latch)).toBe("10.0.0.2:4400");
    expect(latch.receive("203.0.113.50", 50_000, 99, 1, 30_100)).toBe("moved");
  });

  it("takes numbers as addresses", () => {
    const latch = new Latch<number>({ learnMs: 1000 });
    latch.signalled(0x0a000001, 4000, 0);
    expect(latch.receive(0xcb007109, 61_000, ssrc, 1, 900)).toBe("moved");
    expect(latch.address).toBe(0xcb007109);
  });
});
