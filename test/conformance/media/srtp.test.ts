import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { backends, Lab } from "./lab.ts";

const suites = ["AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"] as const;
const newInline = (): string => randomBytes(30).toString("base64");
const numbered = (i: number): Uint8Array => new Uint8Array(160).fill(i + 1);

describe.each(backends)("encrypted legs over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());

  it.each(suites)("bridges %s to a plain leg, both ways", async (suite) => {
    const a = await lab.leg(["PCMA"], { srtp: "required", crypto: [{ tag: 3, suite, inline: newInline() }] });
    const b = await lab.leg(["PCMA"]);
    expect(a.local.crypto).toEqual([{ tag: 3, suite, inline: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) }]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    await Promise.all([a.peer.speak(8, 10, numbered), b.peer.speak(8, 10, (i) => numbered(50 + i))]);
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 10 && one.payload[159] === 10));
    await a.peer.until((heard) => heard.some((one) => one.payload[0] === 60 && one.payload[159] === 60));
    a.peer.press(4);
    await lab.heard("media.digit", (event) => event.leg === a.id && event.digit === "4");
    lab.media.perform({ do: "media.close", leg: a.id });
    const { stats } = await lab.heard("media.closed", (event) => event.leg === a.id);
    expect(stats.srtp).toBe(true);
    expect(stats.packetsReceived).toBeGreaterThanOrEqual(10);
  });

  it("bridges two encrypted legs with keys of their own", async () => {
    const [a, b] = await Promise.all(
      suites.map((suite) => lab.leg(["PCMU"], { srtp: "optional", crypto: [{ tag: 1, suite, inline: newInline() }] })),
    );
    lab.media.perform({ do: "media.bridge", legs: [a!.id, b!.id] });
    await lab.settled();
    await a!.peer.speak(0, 6, numbered);
    await b!.peer.until((heard) => heard.some((one) => one.payload[0] === 6));
    expect(lab.troubles).toEqual([]);
  });

  it("lets no packet in that has the wrong key, or none", async () => {
    const a = await lab.leg(["PCMA"], { srtp: "required", crypto: [{ tag: 1, suite: suites[0], inline: newInline() }] });
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    const forger = await lab.peer();
    forger.follow(a.local, newInline());
    await forger.speak(8, 5, (i) => numbered(90 + i));
    const naked = await lab.peer();
    naked.follow(a.local);
    await naked.speak(8, 5, (i) => numbered(80 + i));
    await a.peer.speak(8, 5, numbered);
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 5));
    expect(b.peer.heard.some((one) => one.payload[0]! > 80 && one.payload[0]! < 100)).toBe(false);
  });

  it("offers both suites and uses the key of the line that was taken", async () => {
    const peer = await lab.peer();
    const leg = "offers/1" as LegId;
    lab.media.perform({ do: "media.open", leg, srtp: "required", inbandDigits: false, codecs: ["PCMA"] });
    const { local } = await lab.heard("media.opened", (event) => event.leg === leg);
    expect(local.crypto?.map(({ tag, suite }) => [tag, suite])).toEqual([
      [1, suites[0]],
      [2, suites[1]],
    ]);
    const inline = newInline();
    const taken = local.crypto![1]!;
    lab.media.perform({
      do: "media.update",
      leg,
      role: "answer",
      remote: peer.describe(["PCMA"], { crypto: [{ tag: 2, suite: taken.suite, inline }] }),
    });
    peer.follow({ ...local, crypto: [taken] }, inline);
    lab.media.perform({
      do: "media.play",
      leg,
      play: "p",
      items: [{ kind: "tone", tone: "beep", forMs: 100 }],
      bargeIn: false,
      repeat: false,
    });
    await peer.until((heard) => heard.length >= 5);
  });

  it("refuses a leg without keys where they are required", async () => {
    const peer = await lab.peer();
    const leg = "naked/1" as LegId;
    lab.media.perform({
      do: "media.open",
      leg,
      remote: peer.describe(["PCMA"]),
      srtp: "required",
      inbandDigits: false,
      codecs: ["PCMA"],
    });
    expect((await lab.heard("media.refused", (event) => event.leg === leg)).why).toBe("srtp-required");
  });
});
