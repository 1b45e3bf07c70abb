import { addressText } from "./ip-address.ts";
import { fileHeaderBytes, linkTypeRaw, type PacketEnd, recordHeaderBytes } from "./pcap.ts";

/** A packet of a capture. `payload` is a view on the file's bytes; `length` is what it was before its end was left out. */
export type CapturedPacket = { atMs: number; from: PacketEnd; to: PacketEnd; payload: Uint8Array; length: number };

/** The packets of a file of ours, in order. It ends where the file does, or where it is no such file. */
export function* readPcap(bytes: Uint8Array): Generator<CapturedPacket> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fileHeaderBytes || view.getUint32(0, true) !== 0xa1b2c3d4 || view.getUint32(20, true) !== linkTypeRaw)
    return;
  yield* readRecords(bytes, fileHeaderBytes);
}

/** As `readPcap`, from the record that begins at `start`. */
export function* readRecords(bytes: Uint8Array, start = 0): Generator<CapturedPacket> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start; at + recordHeaderBytes <= bytes.length; ) {
    const atMs = view.getUint32(at, true) * 1_000 + view.getUint32(at + 4, true) / 1_000;
    const kept = view.getUint32(at + 8, true);
    const whole = view.getUint32(at + 12, true);
    const ip = at + recordHeaderBytes;
    if (ip + kept > bytes.length) return;
    at = ip + kept;
    const wide = (bytes[ip]! & 0xf0) === 0x60;
    const ipBytes = wide ? 40 : 20;
    if (kept < ipBytes + 8) continue;
    const [source, target, each] = wide ? [ip + 8, ip + 24, 16] : [ip + 12, ip + 16, 4];
    const udp = ip + ipBytes;
    yield {
      atMs,
      from: { address: addressText(bytes.subarray(source, source + each)), port: view.getUint16(udp) },
      to: { address: addressText(bytes.subarray(target, target + each)), port: view.getUint16(udp + 2) },
      payload: bytes.subarray(udp + 8, ip + kept),
      length: whole - ipBytes - 8,
    };
  }
}
