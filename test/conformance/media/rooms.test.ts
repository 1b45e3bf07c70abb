import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RoomParty } from "../../../appliance/contract/media.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { backends, Lab } from "./lab.ts";
import type { Peer } from "./peer.ts";
import { audible, samplesOf, toneIn } from "./sound.ts";

const hz = [500, 700, 900, 1100];
const payloadTypes = { PCMA: 8, PCMU: 0, G722: 9 } as const;

describe.each(backends)("a room over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());

  /** All peers send a tone of their own for a second; what each has heard in its second half. */
  async function whoHearsWhom(parties: { peer: Peer; codec: "PCMA" | "PCMU" | "G722" }[]): Promise<number[][]> {
    const from = parties.map(({ peer }) => peer.heard.length);
    await Promise.all(parties.map(({ peer, codec }, i) => peer.speak(payloadTypes[codec], 50, toneIn(codec, hz[i]!))));
    await Promise.all(parties.map(({ peer }, i) => peer.until((heard) => heard.length >= from[i]! + 45)));
    return parties.map(({ peer, codec }, i) => audible(samplesOf(codec, peer.heard.slice(from[i]! + 20, from[i]! + 45)), hz));
  }

  it("mixes talkers, listeners and a whisper as it is told, in all codecs", async () => {
    const codecs = ["PCMA", "PCMU", "G722", "PCMA"] as const;
    const legs = await Promise.all(codecs.map((codec) => lab.leg([codec])));
    const [caller, agent, supervisor, trainee] = legs.map(({ id }) => id) as [LegId, LegId, LegId, LegId];
    const parties = legs.map(({ peer }, i) => ({ peer, codec: codecs[i]! }));
    const seat = (list: RoomParty[]): void => lab.media.perform({ do: "media.room", room: "r1", parties: list });

    seat([
      { leg: caller, mode: "talk" },
      { leg: agent, mode: "talk" },
      { leg: supervisor, mode: "whisper", to: agent },
      { leg: trainee, mode: "listen" },
    ]);
    await lab.settled();
    expect(await whoHearsWhom(parties)).toEqual([[700], [500, 900], [500, 700], [500, 700]]);
    expect((await lab.media.gauges()).rooms).toBe(1);

    seat([
      { leg: caller, mode: "talk" },
      { leg: agent, mode: "talk" },
      { leg: supervisor, mode: "talk" },
    ]);
    await lab.settled();
    const [first, second, third] = await whoHearsWhom(parties.slice(0, 3));
    expect([first, second, third]).toEqual([
      [700, 900],
      [500, 900],
      [500, 700],
    ]);

    lab.media.perform({ do: "media.room", room: "r1", parties: [] });
    await lab.settled();
    expect((await lab.media.gauges()).rooms).toBe(0);
    expect(lab.troubles).toEqual([]);
  });

  it("takes its legs out of a bridge, and a bridge takes them out of it", async () => {
    const [a, b, c] = await Promise.all([lab.leg(["PCMA"]), lab.leg(["PCMA"]), lab.leg(["PCMA"])]);
    const parties = [a, b, c].map(({ peer }) => ({ peer, codec: "PCMA" as const }));
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    lab.media.perform({ do: "media.room", room: "r2", parties: [a, b, c].map(({ id }) => ({ leg: id, mode: "talk" as const })) });
    await lab.settled();
    expect((await lab.media.gauges()).bridges).toBe(0);
    expect(await whoHearsWhom(parties)).toEqual([
      [700, 900],
      [500, 900],
      [500, 700],
    ]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    const from = c.peer.heard.length;
    await Promise.all([a.peer.speak(8, 20, toneIn("PCMA", 500)), c.peer.speak(8, 20, toneIn("PCMA", 900))]);
    await b.peer.until((heard) => audible(samplesOf("PCMA", heard.slice(-15)), hz).join() === "500");
    expect(audible(samplesOf("PCMA", c.peer.heard.slice(from)), hz)).toEqual([]);
  });
});
