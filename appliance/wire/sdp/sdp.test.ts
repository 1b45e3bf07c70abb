import fc from "fast-check";
import { expect, test } from "vitest";
import type { MediaDescription } from "../../contract/media.ts";
import { readSdp } from "./read.ts";
import { writeSdp } from "./write.ts";

const media: MediaDescription = {
  address: "192.0.2.7",
  port: 20_000,
  codecs: [
    { name: "PCMA", payloadType: 8 },
    { name: "G722", payloadType: 9 },
  ],
  telephoneEventType: 101,
  ptimeMs: 20,
  direction: "sendonly",
  rtcp: { mux: false, port: 20_001 },
  crypto: [{ tag: 1, suite: "AES_CM_128_HMAC_SHA1_80", inline: "A".repeat(40) }],
  sessionId: "42",
  sessionVersion: 3,
};

test("what is written is read again", () => {
  expect(readSdp(writeSdp(media, { secureProfile: true }))).toMatchObject({ media, secureProfile: true, audioIndex: 0 });
  const v6: MediaDescription = { ...media, address: "2001:db8::1", rtcp: { mux: true, port: 20_000 } };
  expect(readSdp(writeSdp(v6, { secureProfile: false }))).toMatchObject({ media: v6, secureProfile: false });
});

test("an offer with video and fax is answered stream by stream (RFC 3264 section 6)", () => {
  const offer = readSdp(
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\nm=audio 5006 RTP/AVP 0 18 8\r\nm=image 5008 udptl t38\r\n",
  );
  if ("fault" in offer) throw new Error(offer.fault);
  expect(offer.media.codecs.map((c) => c.name)).toEqual(["PCMU", "PCMA"]);
  expect(offer.media.rtcp).toEqual({ mux: false, port: 5007 });
  const answer = writeSdp(media, { secureProfile: false, offer });
  expect(answer.split("\r\n").filter((l) => l.startsWith("m="))).toEqual([
    "m=video 0 RTP/AVP 96",
    "m=audio 20000 RTP/AVP 8 9 101",
    "m=image 0 udptl t38",
  ]);
});

test.each([
  ["", /no audio/],
  ["v=0\r\nm=audio 0 RTP/AVP 8\r\n", /no audio/],
  ["v=0\r\nm=audio 4000 RTP/AVP 8\r\n", /address/],
  ["v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/SAVP 8\r\n", /without a usable key/],
  [
    `v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${"A".repeat(40)}|2^20|1:4\r\n`,
    /without a usable key/,
  ],
  ["v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 99999 RTP/AVP 8\r\n", /port/],
  ["x".repeat(20_000), /too long/],
])("%j is refused", (text, fault) => {
  expect(readSdp(text)).toMatchObject({ fault: expect.stringMatching(fault) });
});

test("damage never throws, and what is read can be written", () => {
  const good = writeSdp(media, { secureProfile: false });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length), fc.string({ maxLength: 12 })), { maxLength: 6 }), (cuts) => {
      let text = good;
      for (const [at, put] of cuts) text = text.slice(0, at) + put + text.slice(at + put.length);
      const read = readSdp(text);
      if ("fault" in read) return;
      const answer = writeSdp(media, { secureProfile: false, offer: read });
      expect(answer.split("\r\n").filter((l) => l.startsWith("m=")).length).toBe(read.streams.length);
    }),
    { numRuns: 2000 },
  );
});
