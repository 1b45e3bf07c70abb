import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { writeRtpHeader } from "./packet.ts";
import { buildSenderReport } from "./rtcp.ts";
import { SrtpReceiver, type SrtpReceiverState, SrtpSender, type SrtpSenderState } from "./srtp.ts";
import { deriveSrtpKeys, type SrtpCrypto, type SrtpSuite } from "./srtp-keys.ts";

const crypto: SrtpCrypto = {
  aesCtr(key, iv, data, start, length) {
    data.set(createCipheriv("aes-128-ctr", key, iv).update(data.subarray(start, start + length)), start);
  },
};
/** The code of the host, and our own. */
const hostCode: NonNullable<SrtpCrypto["hmacSha1"]> = (key, ...parts) => {
  const code = createHmac("sha1", key);
  for (const part of parts) code.update(part);
  return code.digest();
};
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "hex"));
const masterKey = hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");
const suites: SrtpSuite[] = ["AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"];

/** An RTP packet at the head of a roomy buffer. */
function rtp(sequence: number, ssrc = 0xcafebabe, payload = 160): { buffer: Uint8Array; length: number } {
  const buffer = new Uint8Array(12 + payload + 20);
  writeRtpHeader(buffer, 8, false, sequence, sequence * 160, ssrc);
  for (let i = 0; i < payload; i++) buffer[12 + i] = (i + sequence) & 255;
  return { buffer, length: 12 + payload };
}

describe("SRTP", () => {
  it("protects as libsrtp does", () => {
    // the reference packet of libsrtp's srtp_driver: AES_CM_128_HMAC_SHA1_80, ROC 0
    const buffer = new Uint8Array(60);
    buffer.set(hex("800f1234 decafbad cafebabe abababab abababab abababab abababab"));
    const protectedLength = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey).protectRtp(buffer, 28);
    expect(buffer.subarray(0, protectedLength)).toEqual(
      hex("800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb"),
    );
  });

  it("says the same with the host's message code and with its own", () => {
    const own = rtp(7);
    const host = rtp(7);
    const length = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey).protectRtp(own.buffer, own.length);
    expect(
      new SrtpSender({ ...crypto, hmacSha1: hostCode }, "AES_CM_128_HMAC_SHA1_80", masterKey).protectRtp(
        host.buffer,
        host.length,
      ),
    ).toBe(length);
    expect(own.buffer).toEqual(host.buffer);
    expect(
      new SrtpReceiver({ ...crypto, hmacSha1: hostCode }, "AES_CM_128_HMAC_SHA1_80", masterKey).unprotectRtp(own.buffer, length),
    ).toBe(172);
  });

  for (const suite of suites) {
    it(`brings packets back, and only those that are whole and new (${suite})`, () => {
      const sender = new SrtpSender(crypto, suite, masterKey);
      const receiver = new SrtpReceiver(crypto, suite, masterKey);
      const tag = suite.endsWith("80") ? 10 : 4;
      for (let sequence = 65_500; sequence < 65_600; sequence++) {
        const plain = rtp(sequence & 0xffff);
        const { buffer, length } = rtp(sequence & 0xffff);
        expect(sender.protectRtp(buffer, length)).toBe(length + tag);
        expect(buffer.subarray(12, length)).not.toEqual(plain.buffer.subarray(12, length));
        const copy = buffer.slice();
        const forged = buffer.slice();
        forged[20]! ^= 1;
        expect(receiver.unprotectRtp(forged, length + tag)).toBe(-2);
        expect(receiver.unprotectRtp(buffer, length + tag)).toBe(length);
        expect(buffer.subarray(0, length)).toEqual(plain.buffer.subarray(0, length));
        expect(receiver.unprotectRtp(copy, length + tag)).toBe(-3);
      }
    });
  }

  it("keeps the rollover counter through loss, disorder and the wrap", () => {
    const sender = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    const receiver = new SrtpReceiver(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    const made = new Map<number, { buffer: Uint8Array; length: number }>();
    for (let index = 65_000; index < 65_536 * 2 + 300; index += 100) {
      const { buffer, length } = rtp(index & 0xffff);
      made.set(index, { buffer, length: sender.protectRtp(buffer, length) });
    }
    const order = [...made.keys()];
    for (let i = 0; i + 1 < order.length; i += 7) [order[i], order[i + 1]] = [order[i + 1]!, order[i]!];
    let opened = 0;
    let late = 0;
    for (const index of order) {
      if (index % 1100 === 0) continue; // lost
      const { buffer, length } = made.get(index)!;
      const result = receiver.unprotectRtp(buffer, length);
      if (result > 0) opened++;
      else if (result === -3) late++; // 100 behind: outside the window of 64
      expect(result === 172 || result === -3, `${index}: ${result}`).toBe(true);
    }
    expect(opened).toBeGreaterThan(500);
    expect(late).toBeLessThan(110);
    expect(sender.state().streams[0]!.index).toBeGreaterThan(65_536 * 2);
  });

  it("accepts 64 packets of disorder and no more", () => {
    const sender = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    const receiver = new SrtpReceiver(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    const made = Array.from({ length: 100 }, (_, n) => {
      const { buffer, length } = rtp(n + 100);
      return { buffer, length: sender.protectRtp(buffer, length) };
    });
    const open = (n: number): number => receiver.unprotectRtp(made[n]!.buffer, made[n]!.length);
    expect(open(99)).toBe(172);
    expect(open(36)).toBe(172);
    expect(open(35)).toBe(-3);
  });

  it("leaves the header extension in the clear and authenticates it", () => {
    const buffer = new Uint8Array(80);
    writeRtpHeader(buffer, 8, false, 1, 2, 3);
    buffer[0] = 0x91;
    buffer.set([9, 9, 9, 9, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 50, 51, 52, 53], 12);
    const sender = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    const length = sender.protectRtp(buffer, 28);
    expect([...buffer.subarray(12, 24)]).toEqual([9, 9, 9, 9, 0xbe, 0xde, 0, 1, 1, 2, 3, 4]);
    expect([...buffer.subarray(24, 28)]).not.toEqual([50, 51, 52, 53]);
    expect(new SrtpReceiver(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey).unprotectRtp(buffer, length)).toBe(28);
    expect([...buffer.subarray(24, 28)]).toEqual([50, 51, 52, 53]);
  });

  it("goes on elsewhere from its saved state", () => {
    const suite = "AES_CM_128_HMAC_SHA1_80";
    const sender = new SrtpSender(crypto, suite, masterKey);
    const receiver = new SrtpReceiver(crypto, suite, masterKey);
    let replayed: Uint8Array = new Uint8Array(0);
    for (const sequence of [65_534, 65_535, 0, 1]) {
      const { buffer, length } = rtp(sequence);
      const protectedLength = sender.protectRtp(buffer, length);
      replayed = buffer.slice();
      expect(receiver.unprotectRtp(buffer, protectedLength)).toBe(length);
    }
    const senderState = JSON.parse(JSON.stringify(sender.state())) as SrtpSenderState;
    const receiverState = JSON.parse(JSON.stringify(receiver.state())) as SrtpReceiverState;
    const heir = new SrtpReceiver(crypto, suite, masterKey, receiverState);
    expect(heir.unprotectRtp(replayed, 182)).toBe(-3);
    const { buffer, length } = rtp(2);
    const protectedLength = new SrtpSender(crypto, suite, masterKey, senderState).protectRtp(buffer, length);
    expect(heir.unprotectRtp(buffer, protectedLength)).toBe(length);
  });

  it("refuses broken packets, strange keys, and buffers without room", () => {
    const suite = "AES_CM_128_HMAC_SHA1_80";
    const sender = new SrtpSender(crypto, suite, masterKey);
    const receiver = new SrtpReceiver(crypto, suite, masterKey);
    expect(sender.protectRtp(new Uint8Array(30), 11)).toBe(-1);
    expect(sender.protectRtp(rtp(1).buffer.subarray(0, 175), 172)).toBe(-1);
    for (let length = 0; length < 22; length++) expect(receiver.unprotectRtp(rtp(1).buffer, length)).toBe(-1);
    const { buffer, length } = rtp(1);
    const protectedLength = sender.protectRtp(buffer, length);
    expect(new SrtpReceiver(crypto, suite, randomBytes(30)).unprotectRtp(buffer.slice(), protectedLength)).toBe(-2);
    expect(receiver.state().streams).toEqual([]);
  });

  it("keeps eight streams at most", () => {
    const suite = "AES_CM_128_HMAC_SHA1_80";
    const receiver = new SrtpReceiver(crypto, suite, masterKey);
    for (let ssrc = 1; ssrc <= 12; ssrc++) {
      const { buffer, length } = rtp(1, ssrc);
      const protectedLength = new SrtpSender(crypto, suite, masterKey).protectRtp(buffer, length);
      expect(receiver.unprotectRtp(buffer, protectedLength)).toBe(length);
    }
    expect(receiver.state().streams.map((stream) => stream.ssrc)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    const sender = new SrtpSender(crypto, suite, masterKey);
    for (let ssrc = 1; ssrc <= 9; ssrc++) expect(sender.protectRtp(rtp(1, ssrc).buffer, 172)).toBe(ssrc < 9 ? 182 : -1);
  });
});

describe("SRTCP", () => {
  const report = buildSenderReport({
    ssrc: 0xcafebabe,
    cname: "box",
    unixMs: 1_700_000_000_000,
    rtpTimestamp: 1,
    packets: 2,
    octets: 3,
    reports: [],
  });

  for (const suite of suites) {
    it(`brings reports back with an 80-bit tag, index and E flag (${suite})`, () => {
      const sender = new SrtpSender(crypto, suite, masterKey);
      const receiver = new SrtpReceiver(crypto, suite, masterKey);
      for (let n = 0; n < 5; n++) {
        const buffer = new Uint8Array(report.length + 14);
        buffer.set(report);
        const length = sender.protectRtcp(buffer, report.length);
        expect(length).toBe(report.length + 14);
        expect(new DataView(buffer.buffer).getUint32(report.length)).toBe(0x80000000 + n);
        expect(buffer.subarray(8, report.length)).not.toEqual(report.subarray(8));
        const copy = buffer.slice();
        const forged = buffer.slice();
        forged[report.length + 3]! ^= 1; // the index is authenticated, too
        expect(receiver.unprotectRtcp(forged, length)).not.toBe(report.length);
        expect(receiver.unprotectRtcp(buffer, length)).toBe(report.length);
        expect(buffer.subarray(0, report.length)).toEqual(report);
        expect(receiver.unprotectRtcp(copy, length)).toBe(-3);
      }
    });
  }

  it("reads reports that are only authenticated", () => {
    const { rtcp } = deriveSrtpKeys(crypto, masterKey);
    const buffer = new Uint8Array(report.length + 14);
    buffer.set(report);
    buffer[report.length + 3] = 9;
    buffer.set(hostCode(rtcp.auth, buffer.subarray(0, report.length + 4)).subarray(0, 10), report.length + 4);
    expect(new SrtpReceiver(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey).unprotectRtcp(buffer, buffer.length)).toBe(
      report.length,
    );
    expect(buffer.subarray(0, report.length)).toEqual(report);
  });

  it("refuses what is too short, and stops when its indices are used up", () => {
    const receiver = new SrtpReceiver(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey);
    for (let length = 0; length < 22; length++) expect(receiver.unprotectRtcp(new Uint8Array(22), length)).toBe(-1);
    const used = new SrtpSender(crypto, "AES_CM_128_HMAC_SHA1_80", masterKey, { streams: [], rtcpIndex: 0x7fffffff });
    expect(used.protectRtcp(new Uint8Array(100), 28)).toBe(-1);
  });
});
