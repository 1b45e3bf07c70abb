import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { backends, Lab } from "./lab.ts";

const numbered = (i: number): Uint8Array => new Uint8Array(160).fill(i + 1);
const openFiles = (): number => readdirSync("/proc/self/fd").length;

describe.each(backends)("legs that misbehave over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());

  it("are found where they really are, and can't be taken over by a stranger", async () => {
    const signalled = await lab.peer();
    const real = await lab.peer();
    const stranger = await lab.peer();
    const a = "latch/1" as LegId;
    lab.media.perform({
      do: "media.open",
      leg: a,
      remote: signalled.describe(["PCMA"]),
      srtp: "off",
      inbandDigits: false,
      codecs: ["PCMA"],
    });
    const { local } = await lab.heard("media.opened", (event) => event.leg === a);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a, b.id] });
    await lab.settled();
    real.follow(local);
    stranger.follow(local);
    await real.speak(8, 5, numbered);
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 5));
    const [, spoken] = await Promise.all([
      real.speak(8, 30, numbered),
      stranger.speak(8, 30, (i) => numbered(100 + i)),
      b.peer.speak(8, 30, numbered),
    ]);
    expect(spoken).toBeUndefined();
    await real.until((heard) => heard.some((one) => one.payload[0] === 30));
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 30));
    expect(stranger.heard).toEqual([]);
    expect(b.peer.heard.some((one) => one.payload[0]! > 100 && one.payload[0]! <= 130)).toBe(false);
  });

  it("do no harm when they flood, send rubbish or are dead", async () => {
    const flooder = await lab.leg(["PCMA"]);
    const dead = await lab.leg(["PCMA"]);
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    lab.media.perform({ do: "media.bridge", legs: [flooder.id, dead.id] });
    await lab.settled();
    dead.peer.close(); // sends to it come back as ICMP errors
    let flooding = true;
    const flood = async (): Promise<void> => {
      for (let i = 0; flooding; i++) {
        for (let j = 0; j < 40; j++) {
          if (j % 4 === 0)
            flooder.peer.sendRaw(Uint8Array.from({ length: (i * 37 + j) % 1500 }, (_, k) => (i * 31 + k * j) & 255));
          else flooder.peer.send(8, numbered(j));
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const flooded = flood();
    await Promise.all([a.peer.speak(8, 40, numbered), b.peer.speak(8, 40, numbered)]);
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 40));
    await a.peer.until((heard) => heard.some((one) => one.payload[0] === 40));
    flooding = false;
    await flooded;
    for (const { peer } of [a, b]) {
      const audio = peer.heard.filter((one) => one.payload[0] === one.payload[159] && one.payload[0]! <= 40);
      expect(audio.map((one) => one.payload[0])).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
    expect(lab.troubles).toEqual([]);
  });

  it("are reported as silent after five seconds, and as heard when they are back", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    await peer.speak(8, 3, numbered);
    const silent = await lab.heard("media.silent", (event) => event.leg === id);
    expect(silent.forMs).toBe(5000);
    await peer.speak(8, 3, numbered);
    await lab.heard("media.heard", (event) => event.leg === id);
    expect(peer.reports.some((report) => report.kind === "sender-report" || report.kind === "receiver-report")).toBe(true);
  });

  it("leave nothing behind: sockets, ports and a goodbye", async () => {
    await lab.settled();
    const before = { files: openFiles(), gauges: await lab.media.gauges() };
    const legs = await Promise.all(Array.from({ length: 20 }, () => lab.leg(["PCMA"])));
    const peers = legs.length;
    expect(openFiles()).toBeGreaterThanOrEqual(before.files + 20 + peers);
    await legs[0]!.peer.speak(8, 3, numbered);
    legs[0]!.peer.press(1); // five packets, the last of which say nothing new
    await lab.heard("media.digit", (event) => event.leg === legs[0]!.id);
    legs[0]!.peer.press(2);
    await lab.heard("media.digit", (event) => event.leg === legs[0]!.id && event.digit === "2");
    for (const { id } of legs) lab.media.perform({ do: "media.close", leg: id });
    for (const { id } of legs) await lab.heard("media.closed", (event) => event.leg === id);
    await lab.settled();
    const gauges = await lab.media.gauges();
    expect(gauges.legs).toBe(before.gauges.legs);
    expect(gauges.sockets).toBe(before.gauges.sockets);
    expect(gauges.portsFree).toBe(before.gauges.portsFree);
    expect(openFiles()).toBeLessThanOrEqual(before.files + peers);
    const goodbye = await lab.heard("media.closed", (event) => event.leg === legs[0]!.id);
    expect(goodbye.stats.packetsReceived).toBeGreaterThanOrEqual(9);
    expect(goodbye.stats).toMatchObject({
      packetsLost: 0,
      codec: "PCMA",
      srtp: false,
      remote: `127.0.0.1:${legs[0]!.peer.port}`,
    });
    await legs[0]!.peer.until(() => legs[0]!.peer.reports.some((report) => report.kind === "bye"));
  });
});

it("nobody waits for a media edge that has stopped", async () => {
  const lab = await Lab.open("epoll");
  const { id } = await lab.leg(["PCMA"]);
  await lab.close();
  expect(lab.events.some((event) => event.on === "media.closed" && event.leg === id)).toBe(true);
  await expect(lab.media.gauges()).rejects.toThrow("has ended");
  lab.media.perform({ do: "media.stop", leg: id });
  await lab.media.stop("twice");
});
