import { expect, it } from "vitest";
import { Reception } from "../../wire/rtp/reception.ts";
import { buildReceiverReport, buildSenderReport, parseRtcp } from "../../wire/rtp/rtcp.ts";
import { OutStream } from "./out-stream.ts";
import { RtcpReporter } from "./rtcp-reporter.ts";

function setup() {
  let nowMs = 1000;
  const clock = { nowMs: () => nowMs, unixMs: () => 1_700_000_000_000 + nowMs, random: () => 0.5 };
  const stream = new OutStream(77, 1, 1000);
  const reception = new Reception();
  const reporter = new RtcpReporter(clock, "me", stream, reception);
  return { clock, stream, reception, reporter, set: (ms: number) => (nowMs = ms) };
}

it("reports every four seconds or so: as a sender if it has sent, else as a receiver", () => {
  const { stream, reception, reporter } = setup();
  for (let i = 0; i < 10; i++) reception.receive(i, i * 160, 1000 + i * 20);
  const times: number[] = [];
  const kinds: string[] = [];
  for (let ms = 1000; ms < 16_000; ms += 100) {
    if (ms < 5000) {
      stream.own(stream.ownTimestamp(ms), 160, ms);
      stream.packets++;
    }
    const bytes = reporter.tick(ms, 99);
    if (bytes === undefined) continue;
    times.push(ms);
    const [head, description] = parseRtcp(bytes, bytes.length)!;
    kinds.push(head!.kind);
    expect(description).toEqual({ kind: "description", chunks: [{ ssrc: 77, cname: "me" }] });
    expect("reports" in head! && head.reports[0]!.ssrc).toBe(99);
  }
  expect(times[0]).toBeLessThan(4000);
  for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(4000);
  expect(kinds).toEqual(["sender-report", "sender-report", "receiver-report", "receiver-report"].slice(0, kinds.length));
  expect(kinds.length).toBeGreaterThanOrEqual(3);
});

it("learns the round trip and the far side's loss from reports about our stream only", () => {
  const { clock, stream, reporter, set } = setup();
  stream.packets = 200;
  const unixMs = clock.unixMs();
  const seconds = Math.floor(unixMs / 1000) + 2_208_988_800;
  const middle = (((seconds & 0xffff) << 16) | Math.floor(((unixMs % 1000) / 1000) * 65_536)) >>> 0;
  const block = {
    ssrc: 77,
    fractionLost: 5,
    cumulativeLost: 10,
    highestSequence: 1,
    jitter: 1,
    lastSenderReport: middle,
    delaySinceLastSenderReport: 65_536,
  };
  set(1000 + 1000 + 40);
  const other = buildReceiverReport({ ssrc: 5, cname: "x", reports: [{ ...block, ssrc: 78 }] });
  reporter.receive(other, other.length, 2040);
  expect(reporter.roundTripMs).toBeUndefined();
  const report = buildSenderReport({ ssrc: 5, cname: "x", unixMs: 0, rtpTimestamp: 0, packets: 1, octets: 1, reports: [block] });
  reporter.receive(report, report.length, 2040);
  expect(reporter.roundTripMs).toBeCloseTo(40, 0);
  expect(reporter.remoteLossPercent).toBe(5);
  reporter.receive(Uint8Array.of(0x80, 200, 0, 99), 4, 2040);
  expect(reporter.remoteLossPercent).toBe(5);
});
