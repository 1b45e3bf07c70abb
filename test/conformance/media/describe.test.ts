import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { backends, Lab } from "./lab.ts";
import { powerOf, samplesOf } from "./sound.ts";

describe.each(backends)("descriptions over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());

  it("offers everything, and takes the answer", async () => {
    const peer = await lab.peer();
    const leg = "offer/1" as LegId;
    lab.media.perform({ do: "media.open", leg, srtp: "optional", inbandDigits: false, codecs: ["G722", "PCMA"] });
    const { local } = await lab.heard("media.opened", (event) => event.leg === leg);
    expect(local).toMatchObject({
      address: "127.0.0.1",
      codecs: [
        { name: "G722", payloadType: 9 },
        { name: "PCMA", payloadType: 8 },
      ],
      telephoneEventType: 101,
      direction: "sendrecv",
      rtcp: { mux: true },
    });
    expect(local.crypto?.length).toBe(2);
    lab.media.perform({ do: "media.update", leg, role: "answer", remote: peer.describe(["PCMA"]) });
    lab.media.perform({
      do: "media.play",
      leg,
      play: "p",
      items: [{ kind: "tone", tone: "beep", forMs: 300 }],
      bargeIn: false,
      repeat: false,
    });
    await peer.until((heard) => powerOf(samplesOf("PCMA", heard), 1000) > -20);
    expect(peer.heard[0]!.payloadType).toBe(8);
  });

  it("refuses what it can't do, and stays as it was when a change is refused", async () => {
    const { id, peer, local } = await lab.leg(["PCMA"]);
    const refused = async (leg: LegId): Promise<string> => (await lab.heard("media.refused", (event) => event.leg === leg)).why;
    const none = peer.describe([]);
    lab.media.perform({
      do: "media.open",
      leg: "no/1" as LegId,
      remote: none,
      srtp: "off",
      inbandDigits: false,
      codecs: ["PCMA"],
    });
    expect(await refused("no/1" as LegId)).toBe("no-common-codec");
    const bad = peer.describe(["PCMA"], { address: "example.org" });
    lab.media.perform({
      do: "media.open",
      leg: "no/2" as LegId,
      remote: bad,
      srtp: "off",
      inbandDigits: false,
      codecs: ["PCMA"],
    });
    expect(await refused("no/2" as LegId)).toBe("bad-description");
    lab.media.perform({ do: "media.update", leg: id, remote: none, role: "offer" });
    expect(await refused(id)).toBe("no-common-codec");
    lab.media.perform({ do: "media.update", leg: id, remote: peer.describe(["PCMA"]), role: "offer" });
    await lab.settled();
    const opened = lab.events.filter((event) => event.on === "media.opened" && event.leg === id);
    expect(opened.at(-1)).toMatchObject({ local });
  });

  it("follows the far side to another port", async () => {
    const { id } = await lab.leg(["PCMA"]);
    const elsewhere = await lab.peer();
    lab.media.perform({ do: "media.update", leg: id, remote: elsewhere.describe(["PCMA"]), role: "offer" });
    lab.media.perform({
      do: "media.play",
      leg: id,
      play: "p",
      items: [{ kind: "tone", tone: "beep", forMs: 100 }],
      bargeIn: false,
      repeat: false,
    });
    await elsewhere.until((heard) => heard.length >= 5);
  });

  it("runs out of ports politely", async () => {
    const free = (await lab.media.gauges()).portsFree;
    const ids = Array.from({ length: free + 1 }, (_, i) => `many/${i}` as LegId);
    for (const leg of ids) lab.media.perform({ do: "media.open", leg, srtp: "off", inbandDigits: false, codecs: ["PCMA"] });
    expect((await lab.heard("media.refused", (event) => event.leg === ids.at(-1))).why).toBe("no-port");
    for (const leg of ids) lab.media.perform({ do: "media.close", leg });
    await lab.heard("media.closed", (event) => event.leg === ids[free - 1]);
    await lab.settled();
    expect((await lab.media.gauges()).portsFree).toBe(free);
  });
});

describe.each(backends)("IPv6 over %s", (backend) => {
  it("carries a bridge between ::1 and ::1", async () => {
    const lab = await Lab.open(backend, "::1");
    const open = async (leg: LegId) => {
      const peer = await lab.peer("::1");
      lab.media.perform({
        do: "media.open",
        leg,
        remote: peer.describe(["PCMA"]),
        srtp: "off",
        inbandDigits: false,
        codecs: ["PCMA"],
      });
      const { local } = await lab.heard("media.opened", (event) => event.leg === leg);
      expect(local.address).toBe("::1");
      peer.follow(local);
      return peer;
    };
    const a = await open("six/1" as LegId);
    const b = await open("six/2" as LegId);
    lab.media.perform({ do: "media.bridge", legs: ["six/1" as LegId, "six/2" as LegId] });
    await lab.settled();
    await a.speak(8, 60, (i) => new Uint8Array(160).fill(i + 1));
    await b.until((heard) => heard.some((one) => one.payload[0] === 60));
    lab.media.perform({ do: "media.close", leg: "six/1" as LegId });
    const { stats } = await lab.heard("media.closed");
    expect(stats.remote).toBe(`[::1]:${a.port}`);
    await lab.close();
  });
});
