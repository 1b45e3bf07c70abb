import { describe, expect, it } from "vitest";
import type { MediaDescription } from "../../contract/media.ts";
import { makeAnswer, makeOffer, type OurSide, takeAnswer } from "./negotiate.ts";

const inline = "A".repeat(40);
const ours = (more: Partial<OurSide> = {}): OurSide => ({
  announce: "192.0.2.1",
  port: 20_000,
  codecs: ["PCMA", "PCMU"],
  srtp: "off",
  keys: { AES_CM_128_HMAC_SHA1_80: "B".repeat(40), AES_CM_128_HMAC_SHA1_32: "C".repeat(40) },
  sessionId: "42",
  ...more,
});
const theirs = (more: Partial<MediaDescription> = {}): MediaDescription => ({
  address: "192.0.2.9",
  port: 4000,
  codecs: [
    { name: "PCMU", payloadType: 0 },
    { name: "PCMA", payloadType: 8 },
  ],
  telephoneEventType: 97,
  ptimeMs: 20,
  direction: "sendrecv",
  rtcp: { mux: false, port: 4001 },
  sessionId: "1",
  sessionVersion: 1,
  ...more,
});
function good(result: ReturnType<typeof makeAnswer>) {
  if ("refused" in result) throw new Error(result.refused);
  return result;
}

describe("an answer", () => {
  it("takes our first choice among theirs, with their numbers", () => {
    const { local, agreed } = good(
      makeAnswer(
        ours(),
        theirs({
          codecs: [
            { name: "PCMU", payloadType: 0 },
            { name: "PCMA", payloadType: 108 },
          ],
        }),
      ),
    );
    expect(local).toMatchObject({
      address: "192.0.2.1",
      port: 20_000,
      codecs: [{ name: "PCMA", payloadType: 108 }],
      telephoneEventType: 97,
    });
    expect(local.rtcp).toEqual({ mux: false, port: 20_001 });
    expect(agreed).toMatchObject({
      codec: "PCMA",
      payloadType: 108,
      eventType: 97,
      mux: false,
      remote: { address: "192.0.2.9", port: 4000, rtcpPort: 4001 },
    });
    expect(agreed.srtp).toBeUndefined();
  });

  it("keeps the codec in use if it is still offered", () => {
    expect(good(makeAnswer(ours(), theirs(), undefined, "PCMU")).agreed.codec).toBe("PCMU");
    const onlyA = theirs({ codecs: [{ name: "PCMA", payloadType: 8 }] });
    expect(good(makeAnswer(ours(), onlyA, undefined, "PCMU")).agreed.codec).toBe("PCMA");
  });

  it.each([
    ["sendrecv", "sendrecv", true, true],
    ["sendonly", "recvonly", false, true],
    ["recvonly", "sendonly", true, false],
    ["inactive", "inactive", false, false],
  ] as const)("mirrors %s as %s", (offered, answered, sending, receiving) => {
    const { local, agreed } = good(makeAnswer(ours(), theirs({ direction: offered })));
    expect(local.direction).toBe(answered);
    expect(agreed).toMatchObject({ sending, receiving });
  });

  it("reads the old way to say hold", () => {
    expect(good(makeAnswer(ours(), theirs({ address: "0.0.0.0" }))).local.direction).toBe("recvonly");
    expect(good(makeAnswer(ours(), theirs({ address: "0.0.0.0", direction: "recvonly" }))).local.direction).toBe("inactive");
  });

  it("raises its version with a change, and only then", () => {
    const first = good(makeAnswer(ours(), theirs())).local;
    const same = good(makeAnswer(ours(), theirs({ sessionVersion: 2, port: 4444 }), first)).local;
    expect(same.sessionVersion).toBe(1);
    const held = good(makeAnswer(ours(), theirs({ direction: "sendonly" }), same)).local;
    expect(held.sessionVersion).toBe(2);
    expect(good(makeAnswer(ours(), theirs(), held)).local.sessionVersion).toBe(3);
  });

  it("echoes packet lengths we can make", () => {
    expect(good(makeAnswer(ours(), theirs({ ptimeMs: 30 }))).agreed.ptimeMs).toBe(30);
    expect(good(makeAnswer(ours(), theirs({ ptimeMs: 25 }))).agreed.ptimeMs).toBe(20);
  });

  it("refuses what makes no call", () => {
    expect(makeAnswer(ours(), theirs({ codecs: [{ name: "G722", payloadType: 9 }] }))).toEqual({ refused: "no-common-codec" });
    for (const bad of [{ port: 0 }, { port: 70_000 }, { address: "host.example" }, { telephoneEventType: 300 }]) {
      expect(makeAnswer(ours(), theirs(bad))).toEqual({ refused: "bad-description" });
    }
  });
});

describe("keys", () => {
  const crypto = [
    { tag: 4, suite: "AES_CM_128_HMAC_SHA1_32" as const, inline: `${inline}|2^20|1:4` },
    { tag: 7, suite: "AES_CM_128_HMAC_SHA1_32" as const, inline: `inline:${inline}|2^31` },
  ];

  it("answer the first usable line with its tag and our key", () => {
    const { local, agreed } = good(makeAnswer(ours({ srtp: "optional" }), theirs({ crypto })));
    expect(local.crypto).toEqual([{ tag: 7, suite: "AES_CM_128_HMAC_SHA1_32", inline: "C".repeat(40) }]);
    expect(agreed.srtp).toEqual({ suite: "AES_CM_128_HMAC_SHA1_32", ours: "C".repeat(40), theirs: inline });
  });

  it("follow the policy", () => {
    expect(good(makeAnswer(ours({ srtp: "off" }), theirs({ crypto }))).local.crypto).toBeUndefined();
    expect(good(makeAnswer(ours({ srtp: "optional" }), theirs())).agreed.srtp).toBeUndefined();
    expect(makeAnswer(ours({ srtp: "required" }), theirs())).toEqual({ refused: "srtp-required" });
    expect(makeAnswer(ours({ srtp: "required" }), theirs({ crypto: crypto.slice(0, 1) }))).toEqual({ refused: "srtp-required" });
    expect(makeOffer(ours()).crypto).toBeUndefined();
  });

  it("of an offer are those of the line they answer", () => {
    const side = ours({ srtp: "required" });
    const offer = makeOffer(side);
    const answered = theirs({ crypto: [{ tag: 2, suite: "AES_CM_128_HMAC_SHA1_32", inline }] });
    expect(good(takeAnswer(side, offer, answered)).agreed.srtp).toEqual({
      suite: "AES_CM_128_HMAC_SHA1_32",
      ours: "C".repeat(40),
      theirs: inline,
    });
    const wrongTag = theirs({ crypto: [{ tag: 1, suite: "AES_CM_128_HMAC_SHA1_32", inline }] });
    expect(takeAnswer(side, offer, wrongTag)).toEqual({ refused: "srtp-required" });
  });
});

describe("their answer", () => {
  it("chooses the codec; we take their numbers and ours", () => {
    const side = ours();
    const offer = makeOffer(side);
    const { local, agreed } = good(
      takeAnswer(side, offer, theirs({ codecs: [{ name: "PCMU", payloadType: 0 }], rtcp: { mux: true, port: 4000 } })),
    );
    expect(local).toBe(offer);
    expect(agreed).toMatchObject({ codec: "PCMU", mux: true, receiveEventTypes: [97, 101] });
    expect(agreed.receive).toEqual([
      { payloadType: 0, codec: "PCMU" },
      { payloadType: 8, codec: "PCMA" },
    ]);
  });

  it("refuses a codec that was not offered", () => {
    expect(takeAnswer(ours(), makeOffer(ours()), theirs({ codecs: [{ name: "G722", payloadType: 9 }] }))).toEqual({
      refused: "no-common-codec",
    });
  });
});
