import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { DtmfDetector } from "../../../appliance/wire/audio/dtmf-detector.ts";
import { linearToAlaw } from "../../../appliance/wire/audio/g711.ts";
import { dtmfTone, ToneGenerator } from "../../../appliance/wire/audio/tones.ts";
import { charOf, TelephoneEventReceiver } from "../../../appliance/wire/rtp/telephone-event.ts";
import { backends, Lab } from "./lab.ts";
import type { Heard } from "./peer.ts";
import { samplesOf } from "./sound.ts";

/** Keys told by telephone events, each press once, as a telephone would read them. */
function keysOf(heard: Heard[]): string {
  const receiver = new TelephoneEventReceiver();
  return heard
    .filter((one) => one.payloadType === 101)
    .map((one) => receiver.receive(one.payload, 0, one.payload.length, one.timestamp, one.marker))
    .filter((code) => code !== 0)
    .map((code) => String.fromCharCode(code))
    .join("");
}

/** Keys that can be heard as tones. */
function keysHeard(heard: Heard[]): string {
  const samples = samplesOf(
    "PCMA",
    heard.filter((one) => one.payloadType === 8),
  );
  const detector = new DtmfDetector();
  let keys = "";
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    const code = detector.feed(samples, at, 160);
    if (code !== 0) keys += String.fromCharCode(code);
  }
  return keys;
}

function toneFrames(digits: string): Uint8Array[] {
  const tone = new ToneGenerator(dtmfTone(digits, 100, 100));
  const frames: Uint8Array[] = [];
  for (let more = true; more; ) {
    const samples = new Int16Array(160);
    more = tone.render(samples, 0, 160);
    frames.push(Uint8Array.from(samples, (sample) => linearToAlaw[sample & 0xffff]!));
  }
  return frames;
}

describe.each(backends)("digits over %s", (backend) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(() => lab.close());
  const digitsOf = (leg: LegId): string =>
    lab.events.flatMap((event) => (event.on === "media.digit" && event.leg === leg ? [event.digit] : [])).join("");

  it("hears a press of RFC 4733 once, however often its end is sent", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    for (const event of [1, 1, 11]) peer.press(event);
    await lab.heard("media.digit", (event) => event.leg === id && event.digit === "#");
    expect(digitsOf(id)).toBe("11#");
    expect(lab.events.every((event) => event.on !== "media.digit" || event.leg !== id || event.via === "rfc4733")).toBe(true);
  });

  it("stops a prompt at the first digit if it may", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const items = [{ kind: "tone", tone: "dial", forMs: 60_000 }] as const;
    lab.media.perform({ do: "media.play", leg: id, play: "menu", items: [...items], bargeIn: true, repeat: false });
    await peer.until((heard) => heard.length > 3);
    peer.press(5);
    const played = await lab.heard("media.played", (event) => event.leg === id);
    expect(played.how).toBe("interrupted");
    lab.media.perform({ do: "media.play", leg: id, play: "notice", items: [...items], bargeIn: false, repeat: false });
    peer.press(6);
    await lab.heard("media.digit", (event) => event.leg === id && event.digit === "6");
    lab.media.perform({ do: "media.stop", leg: id });
    expect((await lab.heard("media.played", (event) => event.play === "notice")).how).toBe("stopped");
  });

  it("finds digits in the sound where it is asked to, until events show up", async () => {
    const { id, peer } = await lab.leg(["PCMA"], { inbandDigits: true });
    const frames = toneFrames("42");
    await peer.speak(8, frames.length, (i) => frames[i]);
    await lab.heard("media.digit", (event) => event.leg === id && event.digit === "2");
    expect(digitsOf(id)).toBe("42");
    peer.press(7);
    const more = toneFrames("9");
    await peer.speak(8, more.length, (i) => more[i]);
    peer.press(8);
    await lab.heard("media.digit", (event) => event.leg === id && event.digit === "8");
    expect(digitsOf(id)).toBe("4278");
  });

  it("does not look for tones where it is not asked to", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const frames = toneFrames("3");
    await peer.speak(8, frames.length, (i) => frames[i]);
    peer.press(0);
    await lab.heard("media.digit", (event) => event.leg === id);
    expect(digitsOf(id)).toBe("0");
  });

  it("sends digits as events where the far side knows them, else as tones", async () => {
    const modern = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.digits", leg: modern.id, digits: "12 x#" });
    await modern.peer.until((heard) => keysOf(heard) === "12#");
    expect(new Set(modern.peer.heard.filter((one) => one.payloadType === 101).map((one) => charOf(one.payload[0]!)))).toEqual(
      new Set("12#"),
    );
    const old = await lab.leg(["PCMA"], { events: false });
    expect(old.local.telephoneEventType).toBeUndefined();
    lab.media.perform({ do: "media.digits", leg: old.id, digits: "84" });
    await old.peer.until((heard) => keysHeard(heard) === "84");
  });

  it("carries presses through a bridge, as events or as tones", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    const old = await lab.leg(["PCMA"], { events: false });
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    await lab.settled();
    a.peer.press(3);
    await b.peer.until((heard) => keysOf(heard) === "3");
    await lab.heard("media.digit", (event) => event.leg === a.id && event.digit === "3");
    lab.media.perform({ do: "media.bridge", legs: [a.id, old.id] });
    await lab.settled();
    a.peer.press(9);
    await old.peer.until((heard) => keysHeard(heard) === "9");
  });
});
