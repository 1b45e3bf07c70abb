import { describe, expect, it } from "vitest";
import { type PacketChunk, PacketTap } from "./packet-tap.ts";
import { PcapPacker, pcapFileHeader } from "./pcap.ts";
import { readPcap } from "./read-pcap.ts";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const fileOf = (...chunks: Uint8Array[]): Uint8Array => Uint8Array.from([pcapFileHeader(), ...chunks].flatMap((c) => [...c]));

describe("a capture file", () => {
  it("gives back what was put in: times, both ends, payload", () => {
    const packer = new PcapPacker(4_096);
    const a = { address: "192.0.2.1", port: 5060 };
    const b = { address: "198.51.100.77", port: 30_002 };
    expect(packer.add(1_795_333_437_123.456, a, b, bytesOf("xxINVITE"), 2, 6)).toBe(true);
    expect(packer.add(1_795_333_438_000, b, a, bytesOf("abcdefgh"), 0, 8, 3)).toBe(true);
    const read = [...readPcap(fileOf(packer.take()!))];
    expect(read).toHaveLength(2);
    expect(read[0]).toMatchObject({ from: a, to: b, length: 6 });
    expect(read[0]!.atMs).toBeCloseTo(1_795_333_437_123.456, 2);
    expect(String.fromCharCode(...read[0]!.payload)).toBe("INVITE");
    expect(read[1]).toMatchObject({ from: b, to: a, length: 8 });
    expect(String.fromCharCode(...read[1]!.payload)).toBe("abc");
  });

  it("writes IPv6, and IPv4 beside it as mapped", () => {
    const packer = new PcapPacker(4_096);
    packer.add(0, { address: "2001:db8::1", port: 1 }, { address: "::ffff:192.0.2.9", port: 2 }, bytesOf("a"), 0, 1);
    packer.add(0, { address: "192.0.2.9", port: 2 }, { address: "fe80::1%eth0", port: 1 }, bytesOf("a"), 0, 1);
    const [first, second] = [...readPcap(fileOf(packer.take()!))];
    expect(first!.from.address).toBe("2001:db8:0:0:0:0:0:1");
    expect(first!.to.address).toBe("0:0:0:0:0:ffff:c000:209");
    expect(second!.from.address).toBe("0:0:0:0:0:ffff:c000:209");
    expect(second!.to.address).toBe("fe80:0:0:0:0:0:0:1");
  });

  it("has the header checksum of RFC 1071 right", () => {
    const packer = new PcapPacker(256);
    packer.add(0, { address: "10.1.2.3", port: 9 }, { address: "10.3.2.1", port: 8 }, bytesOf("hello"), 0, 5);
    const record = packer.take()!;
    let sum = 0;
    for (let at = 16; at < 36; at += 2) sum += (record[at]! << 8) | record[at + 1]!;
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    expect(sum).toBe(0xffff);
  });

  it("cut anywhere is read as far as it goes", () => {
    const packer = new PcapPacker(4_096);
    for (let n = 0; n < 5; n++)
      packer.add(n, { address: "1.2.3.4", port: 1 }, { address: "1.2.3.4", port: 2 }, bytesOf("ab"), 0, 2);
    const whole = fileOf(packer.take()!);
    for (let end = 0; end <= whole.length; end++) expect([...readPcap(whole.subarray(0, end))].length).toBeLessThanOrEqual(5);
    expect([...readPcap(whole)]).toHaveLength(5);
  });
});

describe("a tap", () => {
  const a = { address: "192.0.2.1", port: 1 };
  const b = { address: "192.0.2.2", port: 2 };
  it("gives so much and no more to somebody who doesn't take it, and says what is missing", () => {
    const chunks: PacketChunk[] = [];
    const tap = new PacketTap({ tell: (chunk) => void chunks.push(chunk) });
    const payload = new Uint8Array(1_000);
    const sent = 10_000;
    for (let n = 0; n < sent; n++) tap.packet(n, a, b, payload, 0, payload.length);
    expect(chunks).toHaveLength(16);
    for (const _ of chunks) tap.taken();
    tap.packet(0, a, b, payload, 0, payload.length);
    tap.flush();
    tap.flush();
    const kept = chunks.reduce((sum, { packets }) => sum + packets, 0);
    const dropped = chunks.reduce((sum, chunk) => sum + chunk.dropped, 0);
    expect(kept + dropped).toBe(sent + 1);
    expect(dropped).toBeGreaterThan(0);
  });

  it("lets only one address through where one is named", () => {
    const chunks: PacketChunk[] = [];
    const tap = new PacketTap({ address: "192.0.2.2", tell: (chunk) => void chunks.push(chunk) });
    tap.packet(0, a, b, bytesOf("x"), 0, 1);
    tap.packet(0, b, a, bytesOf("x"), 0, 1);
    tap.packet(0, a, { address: "192.0.2.3", port: 1 }, bytesOf("x"), 0, 1);
    tap.flush();
    expect(chunks.map(({ packets }) => packets)).toEqual([2]);
  });
});
