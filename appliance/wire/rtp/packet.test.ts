import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classify, newRtpView, readRtp, rtpHeaderLength, writeRtpHeader } from "./packet.ts";

function packet(payload = 4): Uint8Array {
  const bytes = new Uint8Array(12 + payload).map((_, i) => i);
  writeRtpHeader(bytes, 8, false, 0xfffe, 0xdeadbeef, 0x89abcdef);
  return bytes;
}

describe("readRtp", () => {
  it("reads what was written", () => {
    const bytes = new Uint8Array(20);
    const view = newRtpView();
    expect(writeRtpHeader(bytes, 101, true, 65_535 + 2, 0x1_0000_0005, 0xffffffff)).toBe(12);
    expect(readRtp(bytes, 20, view)).toBe(true);
    expect(view).toEqual({
      payloadType: 101,
      marker: true,
      sequence: 1,
      timestamp: 5,
      ssrc: 0xffffffff,
      payloadStart: 12,
      payloadLength: 8,
    });
    expect(readRtp(packet(), 16, view)).toBe(true);
    expect(view).toEqual({
      payloadType: 8,
      marker: false,
      sequence: 0xfffe,
      timestamp: 0xdeadbeef,
      ssrc: 0x89abcdef,
      payloadStart: 12,
      payloadLength: 4,
    });
  });

  it("steps over contributing sources, extension and padding", () => {
    const view = newRtpView();
    const bytes = new Uint8Array(12 + 8 + 8 + 160 + 4);
    writeRtpHeader(bytes, 8, false, 1, 2, 3);
    bytes[0] = 0x80 | 0x20 | 0x10 | 2;
    bytes.set([0xbe, 0xde, 0, 1], 20); // RFC 8285 one-byte extension of one word
    bytes[bytes.length - 1] = 4;
    expect(readRtp(bytes, bytes.length, view)).toBe(true);
    expect([view.payloadStart, view.payloadLength]).toEqual([28, 160]);
    expect(rtpHeaderLength(bytes, bytes.length)).toBe(28);
  });

  it("accepts an empty payload, also one that is padding alone", () => {
    const view = newRtpView();
    expect(readRtp(packet(0), 12, view)).toBe(true);
    expect(view.payloadLength).toBe(0);
    const padded = packet(4);
    padded[0] = 0xa0;
    padded[15] = 4;
    expect(readRtp(padded, 16, view)).toBe(true);
    expect(view.payloadLength).toBe(0);
  });

  it("refuses what is broken", () => {
    const view = newRtpView();
    expect(readRtp(packet(), 11, view)).toBe(false);
    expect(readRtp(packet(), 17, view)).toBe(false); // says longer than the buffer
    for (const [first, last] of [
      [0x40, 0], // version 1
      [0x8f, 0], // fifteen sources do not fit
      [0x90, 0], // the extension's length is missing
      [0xa0, 0], // padding of nothing
      [0xa0, 5], // padding into the header
    ] as const) {
      const bytes = packet(first === 0x90 ? 2 : 4);
      bytes[0] = first;
      bytes[bytes.length - 1] = last;
      expect(readRtp(bytes, bytes.length, view), `${first} ${last}`).toBe(false);
    }
  });

  it("stays within any bytes at all", () => {
    const view = newRtpView();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 60 }), (bytes) => {
        if (bytes.length > 0) bytes[0] = (bytes[0]! & 0x3f) | 0x80;
        if (!readRtp(bytes, bytes.length, view)) return true;
        return view.payloadStart >= 12 && view.payloadLength >= 0 && view.payloadStart + view.payloadLength <= bytes.length;
      }),
      { numRuns: 2000 },
    );
  });
});

describe("classify", () => {
  it("tells what shares a port by its first bytes", () => {
    expect(classify(packet(), 16)).toBe("rtp");
    for (const type of [200, 201, 202, 203, 204, 205, 206, 207])
      expect(classify(Uint8Array.of(0x81, type, 0, 1, 0, 0, 0, 1), 8)).toBe("rtcp");
    // RFC 5761 4: a payload type of 72..76 with marker would be taken for RTCP, all others are safe
    const marked = packet();
    marked[1] = 0x80 | 8;
    expect(classify(marked, 16)).toBe("rtp");
    const stun = new Uint8Array(20);
    stun.set([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]);
    expect(classify(stun, 20)).toBe("stun");
    expect(classify(new Uint8Array(20).fill(22), 20)).toBe("dtls");
  });

  it("calls the rest other", () => {
    expect(classify(new Uint8Array(0), 0)).toBe("other");
    expect(classify(new Uint8Array(20), 20)).toBe("other"); // no magic cookie
    expect(classify(Uint8Array.of(0x80, 8, 0), 3)).toBe("other");
    expect(classify(new Uint8Array(40).fill(0xff), 40)).toBe("other");
    expect(classify(packet(), 100)).toBe("other");
    expect(classify(new TextEncoder().encode("OPTIONS sip:x"), 13)).toBe("other");
  });
});
