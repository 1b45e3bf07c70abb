import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alawToUlaw, ulawToAlaw } from "../../../appliance/wire/audio/g711.ts";
import { backends, Lab } from "./lab.ts";
import type { Heard } from "./peer.ts";
import { audible, samplesOf, toneIn } from "./sound.ts";

/** Every packet follows the one before it, and all are one stream. */
function expectContinuous(heard: Heard[]): void {
  for (let i = 1; i < heard.length; i++) {
    expect(heard[i]!.ssrc).toBe(heard[0]!.ssrc);
    expect(heard[i]!.sequence).toBe((heard[i - 1]!.sequence + 1) & 0xffff);
    const step = (heard[i]!.timestamp - heard[i - 1]!.timestamp) >>> 0;
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(8 * 60_000);
  }
}

const numbered = (i: number): Uint8Array => new Uint8Array(160).fill(i + 1);
const isNumbered = (packet: Heard): boolean =>
  packet.payload.length === 160 && packet.payload.every((byte) => byte === packet.payload[0]);

describe.each(backends)("a bridge over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());

  it("hands on every byte both ways as continuous streams", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    const count = 25;
    await Promise.all([a.peer.speak(8, count, numbered), b.peer.speak(8, count, (i) => numbered(100 + i))]);
    const fromA = (heard: Heard[]): Heard[] => heard.filter((one) => isNumbered(one) && one.payload[0]! <= count);
    const fromB = (heard: Heard[]): Heard[] =>
      heard.filter((one) => isNumbered(one) && one.payload[0]! > 100 && one.payload[0]! <= 100 + count);
    await b.peer.until((heard) => fromA(heard).length === count);
    await a.peer.until((heard) => fromB(heard).length === count);
    expect(fromA(b.peer.heard).map((one) => one.payload[0])).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(fromB(a.peer.heard).map((one) => one.payload[0])).toEqual(Array.from({ length: count }, (_, i) => 101 + i));
    expectContinuous(a.peer.heard);
    expectContinuous(b.peer.heard);
    expect(lab.troubles).toEqual([]);
  });

  it("stays one stream from prompt to bridge to prompt", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    const beep = (play: string): void =>
      lab.media.perform({
        do: "media.play",
        leg: a.id,
        play,
        items: [{ kind: "tone", tone: "beep", forMs: 100 }],
        bargeIn: false,
        repeat: false,
      });
    beep("before");
    await lab.heard("media.played", (event) => event.play === "before");
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    await b.peer.speak(8, 5, numbered);
    await a.peer.until((heard) => heard.filter(isNumbered).length >= 5);
    beep("after");
    await lab.heard("media.played", (event) => event.play === "after");
    await b.peer.speak(8, 5, (i) => numbered(50 + i));
    await a.peer.until((heard) => heard.at(-1)?.payload[0] === 55);
    expectContinuous(a.peer.heard);
    const relayed = a.peer.heard.findIndex((one) => one.payload[0] === 1);
    expect(a.peer.heard[relayed]!.marker).toBe(true);
  });

  it("keeps gaps as gaps, so that the far side can conceal them", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    await a.peer.speak(8, 10, (i) => (i === 4 ? undefined : numbered(i)));
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 10));
    const before = b.peer.heard.find((one) => one.payload[0] === 4)!;
    const after = b.peer.heard.find((one) => one.payload[0] === 6)!;
    expect((after.sequence - before.sequence) & 0xffff).toBe(2);
    expect((after.timestamp - before.timestamp) >>> 0).toBe(320);
  });

  it("translates A-law and µ-law by table", async () => {
    const a = await lab.leg(["PCMA"]);
    const u = await lab.leg(["PCMU"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, u.id] });
    await lab.settled();
    const payload = Uint8Array.from({ length: 160 }, (_, i) => i);
    await Promise.all([a.peer.speak(8, 3, () => payload), u.peer.speak(0, 3, () => payload)]);
    await u.peer.until(
      (heard) => heard.filter((one) => one.payload[1] === alawToUlaw[1] && one.payload[2] === alawToUlaw[2]).length === 3,
    );
    await a.peer.until(
      (heard) => heard.filter((one) => one.payload[1] === ulawToAlaw[1] && one.payload[2] === ulawToAlaw[2]).length === 3,
    );
    expect(u.peer.heard.at(-1)!.payloadType).toBe(0);
    expect(a.peer.heard.at(-1)!.payloadType).toBe(8);
    expect([...u.peer.heard.at(-1)!.payload]).toEqual([...payload].map((byte) => alawToUlaw[byte]));
  });

  it("carries a tone between G.722 and A-law", async () => {
    const wide = await lab.leg(["G722"]);
    const narrow = await lab.leg(["PCMA"]);
    expect(wide.local.codecs).toEqual([{ name: "G722", payloadType: 9 }]);
    lab.media.perform({ do: "media.bridge", legs: [wide.id, narrow.id] });
    await lab.settled();
    await Promise.all([wide.peer.speak(9, 40, toneIn("G722", 700)), narrow.peer.speak(8, 40, toneIn("PCMA", 1100))]);
    const told = (codec: "PCMA" | "G722", heard: Heard[]): number[] => audible(samplesOf(codec, heard.slice(-20)), [700, 1100]);
    await narrow.peer.until((heard) => told("PCMA", heard).includes(700));
    await wide.peer.until((heard) => told("G722", heard).includes(1100));
    expect(told("PCMA", narrow.peer.heard)).toEqual([700]);
    expectContinuous(narrow.peer.heard);
    expectContinuous(wide.peer.heard);
    const gauges = await lab.media.gauges();
    expect(gauges.rooms).toBe(0);
  });

  it("ends with unbridge, and a leg may be bridged anew", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    const c = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    lab.media.perform({ do: "media.unbridge", leg: b.id });
    await lab.settled();
    await a.peer.speak(8, 3, numbered);
    lab.media.perform({ do: "media.bridge", legs: [a.id, c.id] });
    await lab.settled();
    await a.peer.speak(8, 3, (i) => numbered(20 + i));
    await c.peer.until((heard) => heard.some((one) => one.payload[0] === 23));
    expect(b.peer.heard.filter((one) => isNumbered(one) && one.payload[0]! < 30)).toEqual([]);
    expect(c.peer.heard.some((one) => one.payload[0] === 1)).toBe(false);
  });

  it("follows a hold and its end", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    const update = async (direction: "sendonly" | "sendrecv", version: number): Promise<void> => {
      const remote = a.peer.describe(["PCMA"], { direction, sessionVersion: version });
      lab.media.perform({ do: "media.update", leg: a.id, remote, role: "offer" });
      await lab.heard("media.opened", (event) => event.leg === a.id && event.local.sessionVersion === version);
    };
    await update("sendonly", 2);
    const held = await lab.heard("media.opened", (event) => event.leg === a.id && event.local.sessionVersion === 2);
    expect(held.local.direction).toBe("recvonly");
    const before = a.peer.heard.length;
    await b.peer.speak(8, 4, numbered);
    await lab.settled();
    expect(a.peer.heard.length).toBe(before);
    await update("sendrecv", 3);
    await b.peer.speak(8, 4, (i) => numbered(40 + i));
    await a.peer.until((heard) => heard.some((one) => one.payload[0] === 44));
    expect(a.peer.heard.some((one) => isNumbered(one) && one.payload[0]! <= 4)).toBe(false);
  });
});
