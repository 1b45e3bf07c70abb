import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildBye, buildReceiverReport, buildSenderReport, ntpOf, parseRtcp, type ReportBlock, roundTripMs } from "./rtcp.ts";

const block: ReportBlock = {
  ssrc: 0xfedcba98,
  fractionLost: 51,
  cumulativeLost: 1234,
  highestSequence: 0x0003ffff,
  jitter: 77,
  lastSenderReport: 0x89abcdef,
  delaySinceLastSenderReport: 0x00018000,
};

describe("RTCP", () => {
  it("reads back a sender report with description", () => {
    const bytes = buildSenderReport({
      ssrc: 0x80000001,
      cname: "box@水务",
      unixMs: 1_700_000_000_500,
      rtpTimestamp: 0xfffffff0,
      packets: 100,
      octets: 16_000,
      reports: [block, { ...block, cumulativeLost: -5 }],
    });
    expect(bytes.length % 4).toBe(0);
    const packets = parseRtcp(bytes, bytes.length)!;
    expect(packets).toEqual([
      {
        kind: "sender-report",
        ssrc: 0x80000001,
        ntpSeconds: 1_700_000_000 + 2_208_988_800,
        ntpFraction: 0x80000000,
        rtpTimestamp: 0xfffffff0,
        packets: 100,
        octets: 16_000,
        reports: [block, { ...block, cumulativeLost: -5 }],
      },
      { kind: "description", chunks: [{ ssrc: 0x80000001, cname: "box@水务" }] },
    ]);
  });

  it("reads back receiver reports and byes, with names of every length", () => {
    for (let length = 0; length < 9; length++) {
      const cname = "x".repeat(length);
      const report = buildReceiverReport({ ssrc: 7, cname, reports: [block] });
      expect(parseRtcp(report, report.length)).toEqual([
        { kind: "receiver-report", ssrc: 7, reports: [block] },
        { kind: "description", chunks: [{ ssrc: 7, cname }] },
      ]);
      const bye = buildBye({ ssrc: 7, cname, reason: cname });
      expect(bye.length % 4).toBe(0);
      expect(parseRtcp(bye, bye.length)![2]).toEqual({ kind: "bye", ssrcs: [7], reason: cname === "" ? undefined : cname });
    }
  });

  it("keeps names and reports within what the format can hold", () => {
    const reports = Array.from({ length: 40 }, () => block);
    const bytes = buildReceiverReport({ ssrc: 7, cname: "y".repeat(400), reports });
    const [report, description] = parseRtcp(bytes, bytes.length)!;
    expect(report).toMatchObject({ kind: "receiver-report" });
    expect(report?.kind === "receiver-report" && report.reports.length).toBe(31);
    expect(description).toEqual({ kind: "description", chunks: [{ ssrc: 7, cname: "y".repeat(255) }] });
  });

  it("knows unknown packets as such and refuses broken ones", () => {
    expect(parseRtcp(Uint8Array.of(0x80, 205, 0, 1, 0, 0, 0, 1), 8)).toEqual([{ kind: "other", packetType: 205 }]);
    const report = buildReceiverReport({ ssrc: 7, cname: "a", reports: [block] });
    expect(parseRtcp(report, report.length - 4)).toBeUndefined();
    expect(parseRtcp(report, report.length + 4)).toBeUndefined();
    const liar = report.slice();
    liar[0] = 0x9f; // says 31 reports
    expect(parseRtcp(liar, liar.length)).toBeUndefined();
    const padded = report.slice();
    padded[0] = 0xa1;
    padded[31] = 200; // padding longer than the packet
    expect(parseRtcp(padded, padded.length)).toBeUndefined();
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 200, max: 204 }), (bytes, type) => {
        if (bytes.length >= 4) bytes.set([0x80 | (bytes[0]! & 0x3f), type, 0, bytes[3]! % 20]);
        const packets = parseRtcp(bytes, bytes.length);
        return packets === undefined || packets.length <= 16;
      }),
      { numRuns: 3000 },
    );
  });
});

describe("round trip", () => {
  it("is what lies between our report and its echo, less the time it was kept", () => {
    // RFC 3550 figure 2: n=b710:8000, LSR=b705:2000, DLSR=0005:4000, so 6.125 s are a round trip
    const echo = { ...block, lastSenderReport: 0xb7052000, delaySinceLastSenderReport: 0x00054000 };
    const nowUnixMs = (0x1_0000 * 40_000 + 0xb710 - 2_208_988_800) * 1000 + 500;
    expect(roundTripMs(echo, nowUnixMs)).toBeCloseTo(6125, 3);
  });

  it("is unknown without our report, and when the other side talks nonsense", () => {
    expect(roundTripMs({ ...block, lastSenderReport: 0 }, 1_700_000_000_000)).toBeUndefined();
    expect(roundTripMs({ ...block, lastSenderReport: 1 }, 1_700_000_000_000)).toBeUndefined();
  });

  it("is never below zero for clocks that round", () => {
    const sent = 1_700_000_000_000;
    const { seconds, fraction } = ntpOf(sent);
    const lastSenderReport = (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
    expect(roundTripMs({ ...block, lastSenderReport, delaySinceLastSenderReport: 655 }, sent + 5)).toBe(0);
    expect(roundTripMs({ ...block, lastSenderReport, delaySinceLastSenderReport: 0 }, sent + 40)).toBeCloseTo(40, 0);
  });
});
