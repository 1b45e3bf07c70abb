import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";

/** RFC 3550 6.4.1, as on the wire: `fractionLost` in 1/256, `jitter` in timestamp units, the two last in 1/65536 s. */
export type ReportBlock = {
  ssrc: number;
  fractionLost: number;
  cumulativeLost: number;
  highestSequence: number;
  jitter: number;
  lastSenderReport: number;
  delaySinceLastSenderReport: number;
};

export type RtcpPacket =
  | {
      kind: "sender-report";
      ssrc: number;
      ntpSeconds: number;
      ntpFraction: number;
      rtpTimestamp: number;
      packets: number;
      octets: number;
      reports: ReportBlock[];
    }
  | { kind: "receiver-report"; ssrc: number; reports: ReportBlock[] }
  | { kind: "description"; chunks: { ssrc: number; cname: string | undefined }[] }
  | { kind: "bye"; ssrcs: number[]; reason: string | undefined }
  | { kind: "other"; packetType: number };

export type SenderReportInput = {
  ssrc: number;
  cname: string;
  unixMs: number;
  /** The RTP timestamp that belongs to `unixMs`. */
  rtpTimestamp: number;
  packets: number;
  octets: number;
  reports: ReportBlock[];
};

/** Seconds from 1900 to 1970. */
const ntpEpochOffset = 2208988800;
const packetLimit = 16;

/** Wall clock to NTP. RFC 3550 4. */
export function ntpOf(unixMs: number): { seconds: number; fraction: number } {
  const seconds = Math.floor(unixMs / 1000);
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 0x1_0000_0000);
  return { seconds: (seconds + ntpEpochOffset) >>> 0, fraction: fraction >>> 0 };
}

/** The round trip that a report block about our stream proves (RFC 3550 6.4.1, figure 2); undefined if it names no report of ours, or nonsense. */
export function roundTripMs(block: ReportBlock, nowUnixMs: number): number | undefined {
  if (block.lastSenderReport === 0) return undefined;
  const { seconds, fraction } = ntpOf(nowUnixMs);
  const now = (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
  const units = (now - block.lastSenderReport - block.delaySinceLastSenderReport) | 0;
  const milliseconds = (units * 1000) / 65536;
  if (milliseconds > 30_000 || milliseconds < -100) return undefined;
  return Math.max(0, milliseconds);
}

/** A compound packet in `bytes[0..length)`. Undefined if it is malformed anywhere (RFC 3550 A.2); the first 16 packets otherwise. */
export function parseRtcp(bytes: Uint8Array, length: number): RtcpPacket[] | undefined {
  if (length > bytes.length || length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const packets: RtcpPacket[] = [];
  for (let at = 0; at < length; ) {
    if (at + 4 > length || view.getUint8(at) >> 6 !== 2) return undefined;
    const end = at + 4 + view.getUint16(at + 2) * 4;
    if (end > length) return undefined;
    const padding = view.getUint8(at) & 0x20 ? view.getUint8(end - 1) : 0;
    if (padding > end - at - 4) return undefined;
    const packet = parseOne(view, at, end - padding);
    if (packet === undefined) return undefined;
    if (packets.length < packetLimit) packets.push(packet);
    at = end;
  }
  return packets;
}

function parseOne(view: DataView, at: number, end: number): RtcpPacket | undefined {
  const count = view.getUint8(at) & 31;
  const packetType = view.getUint8(at + 1);
  switch (packetType) {
    case 200: {
      if (at + 28 + count * 24 > end) return undefined;
      return {
        kind: "sender-report",
        ssrc: view.getUint32(at + 4),
        ntpSeconds: view.getUint32(at + 8),
        ntpFraction: view.getUint32(at + 12),
        rtpTimestamp: view.getUint32(at + 16),
        packets: view.getUint32(at + 20),
        octets: view.getUint32(at + 24),
        reports: parseReports(view, at + 28, count),
      };
    }
    case 201:
      if (at + 8 + count * 24 > end) return undefined;
      return { kind: "receiver-report", ssrc: view.getUint32(at + 4), reports: parseReports(view, at + 8, count) };
    case 202:
      return parseDescription(view, at + 4, end, count);
    case 203:
      return parseBye(view, at + 4, end, count);
    default:
      return { kind: "other", packetType };
  }
}

function parseReports(view: DataView, at: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const start = at + index * 24;
    return {
      ssrc: view.getUint32(start),
      fractionLost: view.getUint8(start + 4),
      cumulativeLost: (view.getInt32(start + 4) << 8) >> 8, // 24 bits, signed
      highestSequence: view.getUint32(start + 8),
      jitter: view.getUint32(start + 12),
      lastSenderReport: view.getUint32(start + 16),
      delaySinceLastSenderReport: view.getUint32(start + 20),
    };
  });
}

// RFC 3550 6.5
function parseDescription(view: DataView, start: number, end: number, count: number): RtcpPacket | undefined {
  const chunks: { ssrc: number; cname: string | undefined }[] = [];
  let at = start;
  for (let chunk = 0; chunk < count; chunk++) {
    if (at + 4 > end) return undefined;
    const ssrc = view.getUint32(at);
    let cname: string | undefined;
    at += 4;
    for (;;) {
      if (at >= end) return undefined;
      const type = view.getUint8(at);
      if (type === 0) break;
      if (at + 2 > end) return undefined;
      const length = view.getUint8(at + 1);
      if (at + 2 + length > end) return undefined;
      if (type === 1) cname = textAt(view, at + 2, length);
      at += 2 + length;
    }
    at += 4 - ((at - start) & 3); // at least one null byte, up to the next 32-bit boundary
    if (at > end) return undefined;
    chunks.push({ ssrc, cname });
  }
  return { kind: "description", chunks };
}

// RFC 3550 6.6
function parseBye(view: DataView, start: number, end: number, count: number): RtcpPacket | undefined {
  const reasonAt = start + count * 4;
  if (reasonAt > end) return undefined;
  const ssrcs = Array.from({ length: count }, (_, index) => view.getUint32(start + index * 4));
  if (reasonAt >= end) return { kind: "bye", ssrcs, reason: undefined };
  const length = view.getUint8(reasonAt);
  if (reasonAt + 1 + length > end) return undefined;
  return { kind: "bye", ssrcs, reason: textAt(view, reasonAt + 1, length) };
}

const textAt = (view: DataView, at: number, length: number): string =>
  decodeUtf8(new Uint8Array(view.buffer, view.byteOffset + at, length));

/** SR and SDES in one compound packet. At most 31 reports go in. RFC 3550 6.4.1. */
export function buildSenderReport(input: SenderReportInput): Uint8Array {
  const reports = input.reports.slice(0, 31);
  const reportLength = 28 + reports.length * 24;
  const description = buildDescription(input.ssrc, input.cname);
  const bytes = new Uint8Array(reportLength + description.length);
  const view = new DataView(bytes.buffer);
  const ntp = ntpOf(input.unixMs);
  writeStart(view, 0, reports.length, 200, reportLength, input.ssrc);
  view.setUint32(8, ntp.seconds);
  view.setUint32(12, ntp.fraction);
  view.setUint32(16, input.rtpTimestamp);
  view.setUint32(20, input.packets);
  view.setUint32(24, input.octets);
  writeReports(view, 28, reports);
  bytes.set(description, reportLength);
  return bytes;
}

/** RR and SDES: for a side that has sent nothing lately. RFC 3550 6.4.2. */
export function buildReceiverReport(input: { ssrc: number; cname: string; reports: ReportBlock[] }): Uint8Array {
  const reports = input.reports.slice(0, 31);
  const reportLength = 8 + reports.length * 24;
  const description = buildDescription(input.ssrc, input.cname);
  const bytes = new Uint8Array(reportLength + description.length);
  const view = new DataView(bytes.buffer);
  writeStart(view, 0, reports.length, 201, reportLength, input.ssrc);
  writeReports(view, 8, reports);
  bytes.set(description, reportLength);
  return bytes;
}

/** RR, SDES and BYE: RFC 3550 6.1 wants a report at the head of every compound packet. */
export function buildBye(input: { ssrc: number; cname: string; reason?: string }): Uint8Array {
  const head = buildReceiverReport({ ssrc: input.ssrc, cname: input.cname, reports: [] });
  const reason = encodeUtf8(input.reason ?? "").subarray(0, 255);
  const byeLength = 8 + (reason.length === 0 ? 0 : (reason.length + 4) & ~3);
  const bytes = new Uint8Array(head.length + byeLength);
  bytes.set(head);
  writeStart(new DataView(bytes.buffer), head.length, 1, 203, byeLength, input.ssrc);
  if (reason.length > 0) {
    bytes[head.length + 8] = reason.length;
    bytes.set(reason, head.length + 9);
  }
  return bytes;
}

function buildDescription(ssrc: number, cname: string): Uint8Array {
  const text = encodeUtf8(cname).subarray(0, 255);
  const length = 8 + ((2 + text.length + 4) & ~3);
  const bytes = new Uint8Array(length);
  writeStart(new DataView(bytes.buffer), 0, 1, 202, length, ssrc);
  bytes[8] = 1;
  bytes[9] = text.length;
  bytes.set(text, 10);
  return bytes;
}

function writeStart(view: DataView, at: number, count: number, packetType: number, length: number, ssrc: number): void {
  view.setUint8(at, 0x80 | count);
  view.setUint8(at + 1, packetType);
  view.setUint16(at + 2, length / 4 - 1);
  view.setUint32(at + 4, ssrc);
}

function writeReports(view: DataView, at: number, reports: ReportBlock[]): void {
  reports.forEach((report, index) => {
    const start = at + index * 24;
    view.setUint32(start, report.ssrc);
    view.setInt32(start + 4, report.cumulativeLost & 0xffffff);
    view.setUint8(start + 4, report.fractionLost);
    view.setUint32(start + 8, report.highestSequence);
    view.setUint32(start + 12, report.jitter);
    view.setUint32(start + 16, report.lastSenderReport);
    view.setUint32(start + 20, report.delaySinceLastSenderReport);
  });
}
