import type { CodecName, LegStats } from "../../contract/media.ts";
import type { LegInput } from "./leg-input.ts";
import { estimateMos } from "./mos.ts";
import type { RtcpReporter } from "./rtcp-reporter.ts";

/** The account of a leg's life. */
export function legStats(leg: {
  input: LegInput;
  reporter: RtcpReporter;
  packetsSent: number;
  codec: CodecName;
  srtp: boolean;
}): LegStats {
  const { input, reporter, packetsSent, codec, srtp } = leg;
  const { received, lost, lossPercent, jitterMs, maxJitterMs } = input.reception.stats();
  const { roundTripMs, remoteLossPercent } = reporter;
  const { address, port } = input.latch;
  return {
    packetsSent,
    packetsReceived: received,
    packetsLost: lost,
    jitterMs: round(jitterMs),
    jitterMaxMs: round(maxJitterMs),
    ...(roundTripMs === undefined ? {} : { roundTripMs: round(roundTripMs) }),
    ...(remoteLossPercent === undefined ? {} : { remoteLossPercent: round(remoteLossPercent) }),
    codec,
    srtp,
    mos: estimateMos({ lossPercent, jitterMs, roundTripMs: roundTripMs ?? 0 }),
    remote: address === undefined ? "" : `${address.includes(":") ? `[${address}]` : address}:${port}`,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
